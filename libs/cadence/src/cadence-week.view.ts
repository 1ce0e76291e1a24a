import type { CalendarDate, View } from '#kernel';
import type {
  CadenceWeekOpened,
  ClosedPlace,
  DeliveryOutcome,
  DuePlace,
  LeaderVisitWeekClosed,
  NoticeDeliveriesRecorded,
  NoticeQueued,
  WeeklyReportMissed,
  WeeklyReportSubmitted,
  WeeklyTasksMissing,
  WeeklyTasksSet,
} from './cadence.events.js';
import { isSettled } from './notice.decider.js';
import type { Vacancy } from './places.js';
import type { Week } from './weeks.js';

export type ReportState = 'due' | 'submitted' | 'missing' | 'supplied-late';
type NoticeCounts = Readonly<{ recipients: number; vacantPosts: number; open: number }> & Readonly<Record<DeliveryOutcome, number>>;
export type CadenceWeekRow = Readonly<{
  week: Week;
  schemeId: string;
  from?: CalendarDate;
  to?: CalendarDate;
  tasks: Readonly<{ text?: string; missing: boolean }>;
  /** By class. */
  notices: Readonly<Record<string, NoticeCounts>>;
  /** By unit. */
  reports: Readonly<Record<string, ReportState>>;
  /** As owed when the week began, with their outcome once it is over. */
  visits: readonly (Readonly<DuePlace & { state: 'due' }> | ClosedPlace)[];
  vacancies: readonly Vacancy[];
}>;
type OfWeek =
  | CadenceWeekOpened
  | WeeklyTasksSet
  | WeeklyTasksMissing
  | NoticeQueued
  | NoticeDeliveriesRecorded
  | WeeklyReportSubmitted
  | WeeklyReportMissed
  | LeaderVisitWeekClosed;

type Named = Readonly<{ data: Readonly<{ week: Week; schemeId: string }> }>;
const rowOf = (row: CadenceWeekRow | undefined, { data: { week, schemeId } }: Named): CadenceWeekRow =>
  row ?? { week, schemeId, tasks: { missing: false }, notices: {}, reports: {}, visits: [], vacancies: [] };

function delivered(counts: NoticeCounts, { deliveries }: NoticeDeliveriesRecorded['data']): NoticeCounts {
  const settled = deliveries.filter(isSettled);
  const of = (outcome: DeliveryOutcome) => counts[outcome] + settled.filter((delivery) => delivery.outcome === outcome).length;
  return { ...counts, open: counts.open - settled.length, delivered: of('delivered'), failed: of('failed'), 'no-address': of('no-address') };
}

const report = (row: CadenceWeekRow | undefined, event: Named & Readonly<{ data: { unitId: string } }>, state: ReportState): CadenceWeekRow => {
  const week = rowOf(row, event);
  return { ...week, reports: { ...week.reports, [event.data.unitId]: state } };
};

/** What the command office opens each day: who is due, late or missing in a week, what went out, and which place is vacant. */
export const cadenceWeek: View<CadenceWeekRow, OfWeek> = {
  name: 'cadence-week',
  version: 1,
  zh: '本周谁该报、谁迟报、谁未报，谁未进村',
  aboutPersons: true,
  keysOf: ({ data: { week, schemeId } }) => [`${week}/${schemeId}`],
  on: {
    CadenceWeekOpened: (before, event) => {
      const row = rowOf(before, event);
      const { from, to, reportUnitIds, places, vacancies } = event.data;
      const reports = Object.fromEntries(reportUnitIds.map((unitId): [string, ReportState] => [unitId, row.reports[unitId] ?? 'due']));
      return { ...row, from, to, reports: { ...row.reports, ...reports }, visits: places.map((place) => ({ ...place, state: 'due' as const })), vacancies };
    },
    WeeklyTasksSet: (row, event) => ({ ...rowOf(row, event), tasks: { text: event.data.text, missing: false } }),
    WeeklyTasksMissing: (row, event) => ({ ...rowOf(row, event), tasks: { missing: true } }),
    NoticeQueued: (before, event) => {
      const row = rowOf(before, event);
      const { classId, recipients, vacantPostIds } = event.data;
      const none = { delivered: 0, failed: 0, 'no-address': 0 };
      const counts = { recipients: recipients.length, vacantPosts: vacantPostIds.length, open: recipients.length, ...none };
      return { ...row, notices: { ...row.notices, [classId]: counts } };
    },
    NoticeDeliveriesRecorded: (row, { data }) => {
      const counts = row?.notices[data.classId];
      return row && counts ? { ...row, notices: { ...row.notices, [data.classId]: delivered(counts, data) } } : row;
    },
    WeeklyReportSubmitted: (row, event) => report(row, event, event.data.suppliedLate ? 'supplied-late' : 'submitted'),
    WeeklyReportMissed: (row, event) => report(row, event, 'missing'),
    LeaderVisitWeekClosed: (row, event) => ({ ...rowOf(row, event), visits: event.data.places, vacancies: event.data.vacancies }),
  },
};
