import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type EvidenceRef, type Instant, type Private } from '#kernel';
import type { DutyKind } from '#registry';
import type { CadenceScheme, PlannedWeek } from './scheme.js';
import type { Week } from './weeks.js';

/** The rhythm of a county as a dated document, and what it means week by week under the holiday calendar known when it was published. */
export type CadenceSchemePublished = Event<'CadenceSchemePublished', CadenceScheme & { established: { plan: readonly PlannedWeek[]; calendarKnown: boolean } }>;
/** Who owes what in a week that begins: later changes come out when the week closes. */
export type CadenceWeekOpened = Event<
  'CadenceWeekOpened',
  Readonly<{ schemeId: string; week: Week; from: CalendarDate; to: CalendarDate; reportUnitIds: readonly string[] }> & Places<DuePlace>
>;
/** The command office's words for the week; a later one replaces, until the notices are queued. `endsMissing`: a week without words was outstanding. */
export type WeeklyTasksSet = Event<
  'WeeklyTasksSet',
  { schemeId: string; officeUnitId: string; week: Week; text: string; documentRef?: string; endsMissing?: true }
>;
/** The hour came and nothing had been set: the notices went out with the scheme's default text. */
export type WeeklyTasksMissing = Event<'WeeklyTasksMissing', { schemeId: string; officeUnitId: string; week: Week; noticeOn: CalendarDate }>;

export type NoticeRecipient = Readonly<{ personId: string; postId?: string; acting?: true }>;
/** One notice per class and week, to those in post that day. `expiresOn`: from then on it is no longer sent. */
export type NoticeQueued = Event<
  'NoticeQueued',
  {
    noticeId: string;
    schemeId: string;
    week: Week;
    classId: string;
    classZh: string;
    noticeOn: CalendarDate;
    expiresOn: CalendarDate;
    text: string;
    defaultText?: true;
    recipients: readonly NoticeRecipient[];
    /** Posts of the class that nobody holds. */
    vacantPostIds: readonly string[];
  }
>;
export type DeliveryOutcome = 'delivered' | 'failed' | 'no-address';
/** `final`: not tried again. `code`: what the carrier said, never an address or a text. */
export type Delivery = Readonly<{ personId: string; outcome: DeliveryOutcome; reference?: string; code?: string; final?: true }>;
/** Word from outside of one attempt. */
export type NoticeDeliveriesRecorded = Event<
  'NoticeDeliveriesRecorded',
  { noticeId: string; schemeId: string; week: Week; classId: string; attempt: number; attemptedAt: Instant; deliveries: readonly Delivery[] }
>;

export type ReportFigure = Readonly<{ id: string; value: number; unit: string }>;
type Report = Readonly<{
  schemeId: string;
  unitId: string;
  week: Week;
  personId: string;
  figures: readonly ReportFigure[];
  textRef?: string;
  evidence?: EvidenceRef;
}>;
/** `submittedAt`: when it was handed in elsewhere; absent, it was when recorded. `missingAfter`: it ends a miss, so many weeks of that year stay missing. */
export type WeeklyReportSubmitted = Event<'WeeklyReportSubmitted', Report & { submittedAt?: Instant; suppliedLate: boolean; missingAfter?: number }>;
/** The report as it should have read; what was first handed in stays on record. */
export type WeeklyReportCorrected = Event<'WeeklyReportCorrected', Report & { reason: string }>;
export type WeeklyReportMissed = Event<'WeeklyReportMissed', { schemeId: string; unitId: string; week: Week; dueAt: Instant }>;

/** A duty's place in a village, and who holds it. `acting`: the post that has the duty is headed by somebody acting. */
export type DuePlace = Readonly<{ villageId: string; kind: DutyKind; dutyId: string; personId: string; acting?: true }>;
export type Excuse = AbsenceKind | 'handover';
export type VisitState = 'done' | 'excused' | 'missed';
export type ClosedPlace = DuePlace & Readonly<{ state: VisitState; excuse?: Excuse; visitIds?: readonly string[] }>;
type Places<Place> = Readonly<{ places: readonly Place[]; vacancies: readonly Readonly<{ villageId: string; kind: DutyKind; dutyId: string }>[] }>;
type OfVillage = Readonly<{ schemeId: string; villageId: string; week: Week }>;
/** What became of a week's visits; another one of the same week replaces it. `droppedPersonIds`: named before, and no more. */
export type LeaderVisitWeekClosed = Event<
  'LeaderVisitWeekClosed',
  Readonly<{ schemeId: string; week: Week; droppedPersonIds?: readonly string[]; droppedVillageIds?: readonly string[] }> & Places<ClosedPlace>
>;
/** `latest`: of the last week closed; only that one is what the book asks about. */
export type LeaderVisitWeekMissed = Event<'LeaderVisitWeekMissed', OfVillage & { places: readonly DuePlace[]; latest: boolean }>;
/** `resumed`: a later week was not missed, which makes nothing up. `redetermined`: it turned out not to have been missed. */
export type LeaderVisitWeekMissCleared = Event<'LeaderVisitWeekMissCleared', OfVillage & { because: 'resumed' | 'redetermined'; latest: boolean }>;

export type AbsenceKind = 'leave' | 'illness' | 'official-travel' | 'study';
type Absence = Readonly<{ absenceId: string; personId: string; kind: AbsenceKind; from: CalendarDate; to: CalendarDate; documentRef: string }>;
export type AbsenceRecorded = Event<'AbsenceRecorded', Absence & { detail?: Private }>;
/** The absence as it really was. */
export type AbsenceCorrected = Event<'AbsenceCorrected', Absence & { reason: string }>;
/** There was no such absence. */
export type AbsenceWithdrawn = Event<'AbsenceWithdrawn', Absence & { reason: string }>;

type Reminder = Readonly<{ target: string; year: number; clauseId: string }>;
/** A rule reminds; it measures nobody (justice 10). The clause and the events behind it are the basis. */
export type CadenceReminded = Event<'CadenceReminded', Reminder & { zh: string }>;
export type CadenceReminderLapsed = Event<'CadenceReminderLapsed', Reminder>;

export type SchemeEvent = CadenceSchemePublished | CadenceWeekOpened | WeeklyTasksSet | WeeklyTasksMissing;
export type NoticeEvent = NoticeQueued | NoticeDeliveriesRecorded;
export type ReportEvent = WeeklyReportSubmitted | WeeklyReportCorrected | WeeklyReportMissed;
export type LeaderVisitEvent = LeaderVisitWeekClosed | LeaderVisitWeekMissed | LeaderVisitWeekMissCleared;
export type AbsenceEvent = AbsenceRecorded | AbsenceCorrected | AbsenceWithdrawn;
export type ReminderEvent = CadenceReminded | CadenceReminderLapsed;
export type CadenceEvent = SchemeEvent | NoticeEvent | ReportEvent | LeaderVisitEvent | AbsenceEvent | ReminderEvent;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const cadenceEvents: Readonly<Record<CadenceEvent['type'], EventDefinition>> = {
  CadenceSchemePublished: define('act', '工作推进方案发布'),
  CadenceWeekOpened: define('derived', '本周事项开始'),
  WeeklyTasksSet: define('act', '本周重点工作确定'),
  WeeklyTasksMissing: define('derived', '本周重点工作未定'),
  NoticeQueued: define('derived', '提示短信待发'),
  NoticeDeliveriesRecorded: define('fact', '提示短信发送结果'),
  WeeklyReportSubmitted: define('fact', '周报报送'),
  WeeklyReportCorrected: define('fact', '周报更正'),
  WeeklyReportMissed: define('derived', '周报逾期'),
  LeaderVisitWeekClosed: define('derived', '本周进村情况'),
  LeaderVisitWeekMissed: define('derived', '本周未进村'),
  LeaderVisitWeekMissCleared: define('derived', '未进村情形消除'),
  AbsenceRecorded: define('fact', '请假外出登记'),
  AbsenceCorrected: define('fact', '请假外出更正'),
  AbsenceWithdrawn: define('fact', '请假外出撤销'),
  CadenceReminded: define('derived', '工作推进提醒'),
  CadenceReminderLapsed: define('derived', '工作推进提醒消除'),
};

export const ABSENCE_ZH: Readonly<Record<AbsenceKind, string>> = { leave: '休假', illness: '病假', 'official-travel': '公出', study: '学习培训' };
