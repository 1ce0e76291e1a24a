import { byCodePoint, type CalendarDate, type View } from '#kernel';
import type { HouseholdsListed } from '#programme';
import type { InspectionRoundPlanned } from './round.events.js';
import { VISIT_MODE_ZH, type VillageVisited, type VisitMode } from './visit.events.js';

/** A round in a village. `missing` is exact against the list as it now is; null while no list is recorded: nothing is missing from what is unknown. */
type RoundInVillage = Readonly<{
  roundId: string;
  visits: number;
  lastVisitOn: CalendarDate | null;
  seenHouseholdIds: readonly string[];
  missingHouseholdIds: readonly string[] | null;
  /** Seen when they were on the list, and struck from it since. */
  unlistedHouseholdIds: readonly string[];
}>;
export type VillageCoverageRow = Readonly<{
  villageId: string;
  year: number;
  listed: readonly string[] | null;
  documentRef: string | null;
  rounds: readonly RoundInVillage[];
}>;
type CoverageEvent = InspectionRoundPlanned | VillageVisited | HouseholdsListed;

export const villageYear = ({ villageId, year }: Readonly<{ villageId: string; year: number }>): string => `${villageId}:${year}`;
const yearOfKey = (key: string): Readonly<{ villageId: string; year: number }> => {
  const [villageId = '', year = ''] = key.split(':');
  return { villageId, year: Number(year) };
};
const blank = (key: string): VillageCoverageRow => ({ ...yearOfKey(key), listed: null, documentRef: null, rounds: [] });
const notYet = (roundId: string): RoundInVillage => ({
  roundId,
  visits: 0,
  lastVisitOn: null,
  seenHouseholdIds: [],
  missingHouseholdIds: null,
  unlistedHouseholdIds: [],
});

/** What is missing is worked out anew from list and visits: nothing is ever counted down. */
function measured(row: VillageCoverageRow): VillageCoverageRow {
  const { listed } = row;
  const onList = listed && new Set(listed);
  const rounds = row.rounds.map((round) => {
    const seen = new Set(round.seenHouseholdIds);
    const missingHouseholdIds = listed && listed.filter((householdId) => !seen.has(householdId));
    const unlistedHouseholdIds = onList ? round.seenHouseholdIds.filter((householdId) => !onList.has(householdId)) : [];
    return { ...round, missingHouseholdIds, unlistedHouseholdIds };
  });
  return { ...row, rounds };
}

const visited = (round: RoundInVillage, { date, householdIds }: VillageVisited['data']): RoundInVillage => ({
  ...round,
  visits: round.visits + 1,
  lastVisitOn: round.lastVisitOn !== null && round.lastVisitOn > date ? round.lastVisitOn : date,
  seenHouseholdIds: [...new Set([...round.seenHouseholdIds, ...householdIds])].sort(byCodePoint),
});

/** 户户过: in each round of a year, which households of a village were seen, and which are missing? */
export const villageCoverage: View<VillageCoverageRow, CoverageEvent> = {
  name: 'village-coverage',
  version: 1,
  zh: '各轮督查走访了村里哪些户，还差哪些户？',
  keysOf: ({ type, data }) =>
    type === 'InspectionRoundPlanned' ? data.villageIds.map((villageId) => villageYear({ villageId, year: data.year })) : [villageYear(data)],
  on: {
    InspectionRoundPlanned: (row, { data: { roundId } }, key) => {
      const known = row ?? blank(key);
      return measured({ ...known, rounds: [...known.rounds, notYet(roundId)] });
    },
    VillageVisited: (row, { data }) =>
      row && measured({ ...row, rounds: row.rounds.map((round) => (round.roundId === data.roundId ? visited(round, data) : round)) }),
    HouseholdsListed: (row, { data: { householdIds, documentRef } }, key) =>
      measured({ ...(row ?? blank(key)), listed: [...householdIds].sort(byCodePoint), documentRef }),
  },
};

type Visit = Readonly<{
  visitId: string;
  roundId: string;
  groupId: string;
  date: CalendarDate;
  mode: VisitMode;
  modeZh: string;
  personIds: readonly string[];
  households: number;
  noteSha256: string | null;
  breaches: readonly string[];
  eventId: string;
}>;
export type VillageVisitsRow = Readonly<{ villageId: string; year: number; visits: readonly Visit[] }>;

/** Who inspected a village in a year's rounds, when, and how did they come? By date, then in the order of recording. */
export const villageVisits: View<VillageVisitsRow, VillageVisited> = {
  name: 'village-visits',
  version: 1,
  zh: '谁在何时以何种方式督查了该村？',
  aboutPersons: true,
  keysOf: ({ data }) => [villageYear(data)],
  on: {
    VillageVisited: (row, { id, data: { visitId, roundId, groupId, villageId, year, date, mode, personIds, householdIds, note, breaches = [] } }) => {
      const visit: Visit = {
        ...{ visitId, roundId, groupId, date, mode, modeZh: VISIT_MODE_ZH[mode], personIds, households: householdIds.length },
        ...{ noteSha256: note?.sha256 ?? null, breaches, eventId: id },
      };
      return { villageId, year, visits: [...(row?.visits ?? []), visit].sort((a, b) => byCodePoint(a.date, b.date)) };
    },
  },
};
