import { sameJson, type DecisionInput, type Decider, type NewEvent } from '#kernel';
import type { ClosedPlace, DuePlace, LeaderVisitEvent, LeaderVisitWeekClosed, LeaderVisitWeekMissCleared } from './cadence.events.js';
import type { DeriveVisitWeeks } from './cadence.commands.js';
import { weekIn } from './guards.js';
import { closedPlaces, ROSTER_NEEDS, rosterOf, type Vacancy } from './places.js';
import { cadenceSchemes, type SchemeRow } from './schemes.views.js';
import type { PlannedWeek } from './scheme.js';
import { visitLog, type VisitLogRow } from './visit-log.view.js';
import type { Week } from './weeks.js';

type Outcome = Readonly<{ places: readonly ClosedPlace[]; vacancies: readonly Vacancy[] }>;
type State = Readonly<{
  weeks: Readonly<Record<Week, Outcome>>;
  /** The last week closed. */
  latest: Week;
  /** Villages of which the last word is that the week was missed. */
  lapsed: readonly string[];
}>;
const NOTHING: Outcome = { places: [], vacancies: [] };

const missedIn = ({ places }: Outcome): readonly string[] => [...new Set(places.filter(({ state }) => state === 'missed').map(({ villageId }) => villageId))];
const villagesIn = ({ places }: Outcome): readonly string[] => [...new Set(places.map(({ villageId }) => villageId))];
const duePlace = ({ villageId, kind, dutyId, personId, acting }: ClosedPlace): DuePlace => ({ villageId, kind, dutyId, personId, ...(acting && { acting }) });
const gone = (before: readonly string[], now: readonly string[]): readonly string[] => [...new Set(before)].filter((id) => !now.includes(id)).sort();

type Closing = Readonly<{ schemeId: string; week: Week; latest: boolean; validAt: Readonly<{ from: string; to: string }> }>;
type New = NewEvent<LeaderVisitEvent>;

/** Whether places were missed that were not before, or were after all not. */
function turns({ schemeId, week, latest, validAt }: Closing, before: Outcome, now: Outcome, lapsed: readonly string[]): readonly New[] {
  const [was, is] = [missedIn(before), missedIn(now)];
  const clear = (villageId: string, because: LeaderVisitWeekMissCleared['data']['because']): New => ({
    type: 'LeaderVisitWeekMissCleared',
    data: { schemeId, villageId, week, because, latest },
    validAt,
  });
  const missed = is.filter((village) => !was.includes(village));
  const resumed = latest ? lapsed.filter((village) => !was.includes(village) && !is.includes(village) && villagesIn(now).includes(village)) : [];
  return [
    ...missed.map((villageId): New => {
      const places = now.places.filter((place) => place.villageId === villageId && place.state === 'missed').map(duePlace);
      return { type: 'LeaderVisitWeekMissed', data: { schemeId, villageId, week, places, latest }, validAt };
    }),
    ...was.filter((village) => !is.includes(village)).map((village) => clear(village, 'redetermined')),
    ...resumed.map((village) => clear(village, 'resumed')),
  ];
}

/** What a week's closing says that was not said before. */
function close(closing: Closing, { weeks, lapsed }: State, now: Outcome): readonly New[] {
  const { schemeId, week, validAt } = closing;
  const before = weeks[week] ?? NOTHING;
  if (weeks[week] && sameJson(before, now)) return [];
  const persons = gone(
    before.places.map(({ personId }) => personId),
    now.places.map(({ personId }) => personId),
  );
  const placed = ({ places, vacancies }: Outcome) => [...places, ...vacancies].map(({ villageId }) => villageId);
  const villages = gone(placed(before), placed(now));
  const data: LeaderVisitWeekClosed['data'] = {
    ...{ schemeId, week },
    ...now,
    ...(persons.length > 0 && { droppedPersonIds: persons }),
    ...(villages.length > 0 && { droppedVillageIds: villages }),
  };
  return [{ type: 'LeaderVisitWeekClosed', data, validAt }, ...turns(closing, before, now, lapsed)];
}

function evolved(state: State, event: Pick<New, 'type' | 'data'>): State {
  return (evolve[event.type] as (state: State, event: Pick<New, 'data'>) => State)(state, event);
}

const evolve = {
  LeaderVisitWeekClosed: (state: State, { data: { week, places, vacancies } }: Pick<LeaderVisitWeekClosed, 'data'>): State => ({
    ...state,
    weeks: { ...state.weeks, [week]: { places, vacancies } },
    latest: week > state.latest ? week : state.latest,
  }),
  LeaderVisitWeekMissed: (state: State, { data: { villageId, latest } }: Pick<Extract<LeaderVisitEvent, { type: 'LeaderVisitWeekMissed' }>, 'data'>): State =>
    latest && !state.lapsed.includes(villageId) ? { ...state, lapsed: [...state.lapsed, villageId].sort() } : state,
  LeaderVisitWeekMissCleared: (state: State, { data: { villageId, latest } }: Pick<LeaderVisitWeekMissCleared, 'data'>): State =>
    latest ? { ...state, lapsed: state.lapsed.filter((village) => village !== villageId) } : state,
};

/** The weeks of the command that are closed under the scheme as it stands; an hour of an earlier version closes none. */
const closedWeeks = ({ weeks, hour }: DeriveVisitWeeks['data'], { plan }: SchemeRow): readonly PlannedWeek[] =>
  weeks.flatMap((week) => weekIn(plan, week) ?? []).filter(({ visitsDueAt }) => visitsDueAt !== undefined && (hour === undefined || visitsDueAt === hour));

/** The whole of each week as it now has to be seen; only what differs is said. */
function derive({ data }: DeriveVisitWeeks, before: State, { facts }: DecisionInput): readonly New[] {
  const { schemeId } = data;
  const scheme = facts.get<SchemeRow>(cadenceSchemes.name, schemeId);
  const kinds = scheme?.visits?.duties;
  if (!scheme || !kinds) return [];
  const roster = rosterOf(facts);
  const events: New[] = [];
  let state = before;
  for (const planned of closedWeeks(data, scheme)) {
    const { week, from, to } = planned;
    const outcome = closedPlaces(planned, kinds, roster, facts.get<VisitLogRow>(visitLog.name, week)?.visits ?? []);
    const said = close({ schemeId, week, latest: week >= state.latest, validAt: { from, to } }, state, outcome);
    events.push(...said);
    state = said.reduce(evolved, state);
  }
  return events;
}

/** The weekly visits of leaders to their villages under a scheme. Derived as a whole week, once it is over and again whenever what it rests on changes. */
export const leaderVisitsDecider: Decider<State, DeriveVisitWeeks, LeaderVisitEvent> = {
  category: 'visit-weeks',
  streamOf: ({ data }) => `visit-weeks-${data.schemeId}`,
  initialState: { weeks: {}, latest: '', lapsed: [] },
  commands: { DeriveVisitWeeks: { by: 'policy', zh: '核对每周进村' } },
  needs: {
    DeriveVisitWeeks: ({ data: { schemeId, weeks } }) => [
      { view: cadenceSchemes.name, key: schemeId },
      ...ROSTER_NEEDS,
      ...weeks.map((week) => ({ view: visitLog.name, key: week })),
    ],
  },
  decide: { DeriveVisitWeeks: derive },
  evolve,
  commandOf: {},
};
