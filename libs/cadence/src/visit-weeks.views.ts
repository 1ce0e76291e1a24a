import type { View } from '#kernel';
import type { ClosedPlace, LeaderVisitWeekClosed } from './cadence.events.js';
import type { Vacancy } from './places.js';
import type { Week } from './weeks.js';

export type LeaderWeekRow = Readonly<{ personId: string; week: Week; schemeId: string; places: readonly ClosedPlace[] }>;
export type VillageWeekRow = Readonly<{ villageId: string; week: Week; schemeId: string; places: readonly ClosedPlace[]; vacancies: readonly Vacancy[] }>;

const partOf = (key: string): string => key.slice(0, key.indexOf('/'));
const keysFor = ({ data: { week, schemeId } }: Readonly<{ data: LeaderVisitWeekClosed['data'] }>, ids: readonly string[]): readonly string[] =>
  [...new Set(ids)].map((id) => `${id}/${week}/${schemeId}`);

/** Week by week: to which villages did a leader owe a visit, and was it made, excused or missed? */
export const leaderVisitWeeks: View<LeaderWeekRow, LeaderVisitWeekClosed> = {
  name: 'leader-visit-weeks',
  version: 1,
  zh: '包抓领导每周进村情况',
  aboutPersons: true,
  keysOf: (event) => keysFor(event, [...event.data.places.map(({ personId }) => personId), ...(event.data.droppedPersonIds ?? [])]),
  on: {
    LeaderVisitWeekClosed: (_, { data: { week, schemeId, places } }, key) => {
      const own = places.filter(({ personId }) => personId === partOf(key));
      return own.length === 0 ? undefined : { personId: partOf(key), week, schemeId, places: own };
    },
  },
};

/** Week by week: who of those paired with a village was there, who was not, and which place was vacant? */
export const villageVisitWeeks: View<VillageWeekRow, LeaderVisitWeekClosed> = {
  name: 'village-visit-weeks',
  version: 1,
  zh: '各村每周包抓领导进村情况',
  aboutPersons: true,
  keysOf: (event) => {
    const { places, vacancies, droppedVillageIds = [] } = event.data;
    return keysFor(event, [...places.map(({ villageId }) => villageId), ...vacancies.map(({ villageId }) => villageId), ...droppedVillageIds]);
  },
  on: {
    LeaderVisitWeekClosed: (_, { data: { week, schemeId, places, vacancies } }, key) => {
      const villageId = partOf(key);
      const row = {
        ...{ villageId, week, schemeId },
        places: places.filter((place) => place.villageId === villageId),
        vacancies: vacancies.filter((vacancy) => vacancy.villageId === villageId),
      };
      return row.places.length + row.vacancies.length === 0 ? undefined : row;
    },
  },
};
