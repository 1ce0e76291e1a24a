import type { CalendarDate, View } from '#kernel';
import type { InspectionRoundPlanned } from './round.events.js';
import type { VillageVisited } from './visit.events.js';

type CoveredVillage = Readonly<{ villageId: string; visits: number; lastVisitOn: CalendarDate | null }>;
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
  const missingVillageIds = row.villages.filter(({ visits }) => visits === 0).map(({ villageId }) => villageId);
  return { ...row, visited: row.villages.length - missingVillageIds.length, of: row.villages.length, missingVillageIds };
};
const later = (a: CalendarDate | null, b: CalendarDate): CalendarDate => (a !== null && a > b ? a : b);

/** 村村到: which villages of a round were visited, and which are missing? Households are on the villages' own rows. */
export const roundCoverage: View<RoundCoverageRow, InspectionRoundPlanned | VillageVisited> = {
  name: 'round-coverage',
  version: 1,
  zh: '本轮督查到了哪些村，还差哪些村？',
  keysOf: ({ data }) => [data.roundId],
  on: {
    InspectionRoundPlanned: (_, { data: { roundId, year, villageIds } }) =>
      counted({ roundId, year, villages: villageIds.map((villageId) => ({ villageId, visits: 0, lastVisitOn: null })) }),
    VillageVisited: (row, { data: { villageId, date } }) =>
      row &&
      counted({
        ...row,
        villages: row.villages.map((one) =>
          one.villageId === villageId ? { ...one, visits: one.visits + 1, lastVisitOn: later(one.lastVisitOn, date) } : one,
        ),
      }),
  },
};
