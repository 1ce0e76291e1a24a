import type { CalendarDate, View } from '#kernel';
import type { LeaderVisitRecorded } from '#inspection';
import { weekOf, type Week } from './weeks.js';

export type VisitRow = Readonly<{ visitId: string; personId: string; villageId: string; date: CalendarDate }>;
export type VisitLogRow = Readonly<{ week: Week; visits: readonly VisitRow[] }>;

/** Which leaders were in which villages in a week? */
export const visitLog: View<VisitLogRow, LeaderVisitRecorded> = {
  name: 'leader-visit-log',
  version: 1,
  zh: '包抓领导进村记录（按周）',
  aboutPersons: true,
  keysOf: ({ data }) => [weekOf(data.date)],
  on: {
    LeaderVisitRecorded: (row, { data: { visitId, personId, villageId, date } }, week) => ({
      week,
      visits: [...(row?.visits ?? []).filter((visit) => visit.visitId !== visitId), { visitId, personId, villageId, date }].sort((a, b) =>
        a.date < b.date || (a.date === b.date && a.visitId < b.visitId) ? -1 : 1,
      ),
    }),
  },
};
