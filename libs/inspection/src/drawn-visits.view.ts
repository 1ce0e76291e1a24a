import type { CalendarDate, View } from '#kernel';
import type { VillageVisited, VillageVisitWithdrawn } from './visit.events.js';

type Seen = Readonly<{ visitId: string; date: CalendarDate; ids: readonly string[] }>;
export type DrawnVisitsRow = Readonly<{ roundId: string; visits: readonly Seen[] }>;

/** Whether a village or household was seen in the round on a date or after it. */
export const seenSince = (row: DrawnVisitsRow | undefined, id: string, from: CalendarDate): boolean =>
  row?.visits.some(({ date, ids }) => date >= from && ids.includes(id)) ?? false;

/** Which villages and households were seen in a round, and when? Read by decisions: what was drawn stays private until then. */
export const drawnVisits: View<DrawnVisitsRow, VillageVisited | VillageVisitWithdrawn> = {
  name: 'drawn-visits',
  version: 1,
  zh: '各轮督查到过的村、户（裁定用）',
  keysOf: ({ data }) => [data.roundId],
  on: {
    VillageVisited: (row, { data: { roundId, visitId, villageId, householdIds, date } }) => ({
      roundId,
      visits: [...(row?.visits ?? []), { visitId, date, ids: [villageId, ...householdIds] }],
    }),
    VillageVisitWithdrawn: (row, { data: { visitId } }) => row && { ...row, visits: row.visits.filter((visit) => visit.visitId !== visitId) },
  },
};
