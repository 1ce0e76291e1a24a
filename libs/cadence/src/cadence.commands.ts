import type { Basis, Command, Instant } from '#kernel';
import type {
  AbsenceCorrected,
  AbsenceRecorded,
  AbsenceWithdrawn,
  NoticeDeliveriesRecorded,
  WeeklyReportCorrected,
  WeeklyReportSubmitted,
  WeeklyTasksSet,
} from './cadence.events.js';
import type { CadenceScheme } from './scheme.js';
import type { Week } from './weeks.js';

type OfHour = Readonly<{ schemeId: string; week: Week; hour: Instant }>;

/** A first version, or the next one of a scheme in force: it replaces what has not yet fallen due. */
export type PublishCadenceScheme = Command<'PublishCadenceScheme', CadenceScheme>;
export type SetWeeklyTasks = Command<'SetWeeklyTasks', Pick<WeeklyTasksSet['data'], 'schemeId' | 'week' | 'text' | 'documentRef'>>;
export type OpenCadenceWeek = Command<'OpenCadenceWeek', OfHour>;
export type MarkWeeklyTasksMissing = Command<'MarkWeeklyTasksMissing', OfHour>;
export type QueueNotice = Command<'QueueNotice', OfHour & { classId: string }>;
/** What a carrier says of one attempt. It has no public door: the outbox sends it. */
export type RecordNoticeDeliveries = Command<
  'RecordNoticeDeliveries',
  Pick<NoticeDeliveriesRecorded['data'], 'noticeId' | 'attempt' | 'attemptedAt' | 'deliveries'>
>;
export type SubmitWeeklyReport = Command<'SubmitWeeklyReport', Omit<WeeklyReportSubmitted['data'], 'suppliedLate' | 'missingAfter'>>;
export type CorrectWeeklyReport = Command<'CorrectWeeklyReport', WeeklyReportCorrected['data']>;
export type DeriveWeeklyReports = Command<'DeriveWeeklyReports', OfHour>;
/** Weeks that are closed, to be looked at anew; with `hour`, only the week that this hour closes. */
export type DeriveVisitWeeks = Command<'DeriveVisitWeeks', Readonly<{ schemeId: string; weeks: readonly Week[]; hour?: Instant }>>;
export type RecordAbsence = Command<'RecordAbsence', AbsenceRecorded['data']>;
export type CorrectAbsence = Command<'CorrectAbsence', AbsenceCorrected['data']>;
export type WithdrawAbsence = Command<'WithdrawAbsence', Pick<AbsenceWithdrawn['data'], 'absenceId' | 'personId' | 'reason' | 'documentRef'>>;
/** The policy's whole word on one clause that reminds. */
export type SetCadenceReminder = Command<
  'SetCadenceReminder',
  Readonly<{ target: string; year: number; clauseId: string; zh: string; met: boolean; basis: Basis }>
>;

export type SchemeCommand = PublishCadenceScheme | SetWeeklyTasks | OpenCadenceWeek | MarkWeeklyTasksMissing;
export type NoticeCommand = QueueNotice | RecordNoticeDeliveries;
export type ReportCommand = SubmitWeeklyReport | CorrectWeeklyReport | DeriveWeeklyReports;
export type AbsenceCommand = RecordAbsence | CorrectAbsence | WithdrawAbsence;
export type CadenceCommand = SchemeCommand | NoticeCommand | ReportCommand | DeriveVisitWeeks | AbsenceCommand | SetCadenceReminder;
