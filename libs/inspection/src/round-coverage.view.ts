import { byCodePoint, type CalendarDate, type View } from '#kernel';
import type { InspectionRoundPlanned } from './round.events.js';
import type { VillageVisited, VillageVisitWithdrawn } from './visit.events.js';

type StandingVisit = Readonly<{ visitId: string; date: CalendarDate }>;
type CoveredVillage = Readonly<{ villageId: string; visits: readonly StandingVisit[]; lastVisitOn: CalendarDate | null }>;
/** Exact: every village of the plan is either visited or missing, in the plan's order. */
export type RoundCoverageRow = Readonly<{
  roundId: string;
  year: number;
  villages: readonly CoveredVillage[];
  visited: number;
  of: number;
  missingVillageIds: readonly string[];
}>;

const counted = (row: Pick<RoundCoverageRow, 'roundId' | 'year' | 'villages'>): RoundCoverageRow => {
  const missingVillageIds = row.villages.filter(({ visits }) => visits.length === 0).map(({ villageId }) => villageId);
  return { ...row, visited: row.villages.length - missingVillageIds.length, of: row.villages.length, missingVillageIds };
};
const withVisits = (village: CoveredVillage, visits: readonly StandingVisit[]): CoveredVillage => {
  const byDate = [...visits].sort((a, b) => byCodePoint(a.date, b.date));
  return { ...village, visits: byDate, lastVisitOn: byDate.at(-1)?.date ?? null };
};
const changed = (
  row: RoundCoverageRow | undefined,
  villageId: string,
  change: (visits: readonly StandingVisit[]) => readonly StandingVisit[],
): RoundCoverageRow | undefined =>
  row && counted({ ...row, villages: row.villages.map((one) => (one.villageId === villageId ? withVisits(one, change(one.visits)) : one)) });

/** 村村到: which villages of a round were visited, and which are missing? Households are on the villages' own rows. */
export const roundCoverage: View<RoundCoverageRow, InspectionRoundPlanned | VillageVisited | VillageVisitWithdrawn> = {
  name: 'round-coverage',
  version: 1,
  zh: '本轮督查到了哪些村，还差哪些村？',
  keysOf: ({ data }) => [data.roundId],
  on: {
    InspectionRoundPlanned: (_, { data: { roundId, year, villageIds } }) =>
      counted({ roundId, year, villages: villageIds.map((villageId) => ({ villageId, visits: [], lastVisitOn: null })) }),
    VillageVisited: (row, { data: { villageId, visitId, date } }) => changed(row, villageId, (visits) => [...visits, { visitId, date }]),
    VillageVisitWithdrawn: (row, { data: { villageId, visitId } }) => changed(row, villageId, (visits) => visits.filter((one) => one.visitId !== visitId)),
  },
};
