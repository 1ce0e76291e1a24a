import { byCodePoint, type CalendarDate, type View } from '#kernel';
import type { HouseholdsListed } from '#programme';
import type { InspectionRoundPlanned } from './round.events.js';
import { VISIT_MODE_ZH, type VillageVisited, type VillageVisitWithdrawn, type VisitMode } from './visit.events.js';

type SeenVisit = Readonly<{ visitId: string; date: CalendarDate; householdIds: readonly string[] }>;
/** A round in a village. `missing` is exact against the list as it now is; null while no list is recorded: nothing is missing from what is unknown. */
type RoundInVillage = Readonly<{
  roundId: string;
  visits: readonly SeenVisit[];
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
type CoverageEvent = InspectionRoundPlanned | VillageVisited | VillageVisitWithdrawn | HouseholdsListed;

export const villageYear = ({ villageId, year }: Readonly<{ villageId: string; year: number }>): string => `${villageId}:${year}`;
const blank = (key: string): VillageCoverageRow => {
  const [villageId = '', year = ''] = key.split(':');
  return { villageId, year: Number(year), listed: null, documentRef: null, rounds: [] };
};
const sorted = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].sort(byCodePoint);

/** What is missing is worked out anew from list and visits: nothing is ever counted down. */
function measured(listed: readonly string[] | null, roundId: string, visits: readonly SeenVisit[]): RoundInVillage {
  const seenHouseholdIds = sorted(visits.flatMap(({ householdIds }) => householdIds));
  const seen = new Set(seenHouseholdIds);
  const onList = new Set(listed ?? seenHouseholdIds);
  return {
    roundId,
    visits,
    lastVisitOn: visits.at(-1)?.date ?? null,
    seenHouseholdIds,
    missingHouseholdIds: listed && listed.filter((householdId) => !seen.has(householdId)),
    unlistedHouseholdIds: seenHouseholdIds.filter((householdId) => !onList.has(householdId)),
  };
}

function changed(
  row: VillageCoverageRow | undefined,
  { roundId }: VillageVisited['data'] | VillageVisitWithdrawn['data'],
  change: (visits: readonly SeenVisit[]) => readonly SeenVisit[],
): VillageCoverageRow | undefined {
  if (!row) return undefined;
  const rounds = row.rounds.map((round) => (round.roundId === roundId ? measured(row.listed, roundId, change(round.visits)) : round));
  return { ...row, rounds };
}

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
      return { ...known, rounds: [...known.rounds, measured(known.listed, roundId, [])] };
    },
    VillageVisited: (row, { data }) => {
      const { visitId, date, householdIds } = data;
      return changed(row, data, (visits) => [...visits, { visitId, date, householdIds }].sort((a, b) => byCodePoint(a.date, b.date)));
    },
    VillageVisitWithdrawn: (row, { data }) => changed(row, data, (visits) => visits.filter(({ visitId }) => visitId !== data.visitId)),
    HouseholdsListed: (row, { data: { householdIds, documentRef } }, key) => {
      const known = row ?? blank(key);
      const listed = sorted(householdIds);
      return { ...known, listed, documentRef, rounds: known.rounds.map(({ roundId, visits }) => measured(listed, roundId, visits)) };
    },
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
  /** Taken back: it is shown, and covers nothing. */
  withdrawn: Readonly<{ date: CalendarDate; documentRef: string; eventId: string }> | null;
}>;
export type VillageVisitsRow = Readonly<{ villageId: string; year: number; visits: readonly Visit[] }>;

/** Who inspected a village in a year's rounds, when, and how did they come? By date, then in the order of recording. */
export const villageVisits: View<VillageVisitsRow, VillageVisited | VillageVisitWithdrawn> = {
  name: 'village-visits',
  version: 1,
  zh: '谁在何时以何种方式督查了该村？',
  aboutPersons: true,
  keysOf: ({ data }) => [villageYear(data)],
  on: {
    VillageVisited: (row, { id, data: { visitId, roundId, groupId, villageId, year, date, mode, personIds, householdIds, note, breaches = [] } }) => {
      const visit: Visit = {
        ...{ visitId, roundId, groupId, date, mode, modeZh: VISIT_MODE_ZH[mode], personIds, households: householdIds.length },
        ...{ noteSha256: note?.sha256 ?? null, breaches, eventId: id, withdrawn: null },
      };
      return { villageId, year, visits: [...(row?.visits ?? []), visit].sort((a, b) => byCodePoint(a.date, b.date)) };
    },
    VillageVisitWithdrawn: (row, { id, data: { roundId, visitId, date, documentRef } }) =>
      row && {
        ...row,
        visits: row.visits.map((one) => (one.visitId === visitId && one.roundId === roundId ? { ...one, withdrawn: { date, documentRef, eventId: id } } : one)),
      },
  },
};
