import type { CalendarDate, View } from '#kernel';
import type { VillageVisited } from './visit.events.js';

export type DrawnVisitsRow = Readonly<{ roundId: string; lastSeenOn: Readonly<Record<string, CalendarDate>> }>;

/** When was a village or household last seen in a round? Read by decisions: what was drawn stays private until then. */
export const drawnVisits: View<DrawnVisitsRow, VillageVisited> = {
  name: 'drawn-visits',
  version: 1,
  zh: '各轮督查到过的村、户及最近日期',
  keysOf: ({ data }) => [data.roundId],
  on: {
    VillageVisited: (row, { data: { roundId, villageId, householdIds, date } }) => {
      const lastSeenOn: Record<string, CalendarDate> = { ...row?.lastSeenOn };
      for (const id of [villageId, ...householdIds]) if (date > (lastSeenOn[id] ?? '')) lastSeenOn[id] = date;
      return { roundId, lastSeenOn };
    },
  },
};
