import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type EvidenceRef, type Instant, type Private } from '#kernel';

/** Where an item belongs, as its own log says; `dueAt`: the deadline that stood when it happened. Views keyed by unit, village or group need it each time. */
export type Item = Readonly<{
  rectificationId: string;
  /** The first item of the chain of successors. */
  chainId: string;
  findingId: string;
  unitId: string;
  villageId?: string;
  year: number;
  roundId: string;
  groupId: string;
  dueAt?: Instant;
}>;
/** Evidence put before the inspectors, or by them: replaced ones stay on record. */
export type RectificationEvidence = Readonly<{ evidenceId: string; zh: string; file: EvidenceRef }>;
/** To the hour, or in work days of the book's calendar. */
export type Deadline = Readonly<{ dueAt: Instant }> | Readonly<{ workDays: number }>;
/** A paper that a ladder drafts. */
export type Paper = Readonly<{ paperId: string; zh: string; documentZh: string; lists?: true }>;
/** The papers of an item's own life; those that press are drafted by a ladder. */
export type RectificationPaper = 'notice' | 'closure-approval';
/** A step of the ladder, with its own time. */
export type Step = Readonly<{ stepId: string; zh: string; at: Instant }> & (Readonly<{ does: 'remind' }> | Readonly<{ does: 'draft'; paper: Paper }>);
/** What the decider made of a deadline by the book in force; `calendarKnown` false: days were counted that nobody has announced. */
export type Schedule = Readonly<{ dueAt?: Instant; calendarKnown?: boolean; ladderId?: string; bookId?: string; bookVersion?: number; steps: readonly Step[] }>;
type ToInspectors = Readonly<{ inspectorPersonIds: readonly string[] }>;
/** An act done elsewhere is recorded with its document, and where it was beyond the rules with its breaches (justice 12a). */
export type Elsewhere = Readonly<{ doneElsewhere?: boolean }>;
type Breaches = Readonly<{ breaches?: readonly string[] }>;

/** 交办. `predecessorId`: the closed item that recurred; its history goes on here. Without a deadline an item is never overdue. */
export type RectificationAssigned = Event<
  'RectificationAssigned',
  Item & {
    requirement: Private;
    urgency?: string;
    deadline?: Deadline;
    documentNo: string;
    date: CalendarDate;
    predecessorId?: string;
    established: Schedule & ToInspectors;
  }
>;
/** 签收: of the order, or of an item that was returned. */
export type RectificationAcknowledged = Event<'RectificationAcknowledged', Item & { personId: string; postId: string; date: CalendarDate }>;
/** 报告整改. `late`: at or after the deadline. */
export type RectificationReported = Event<
  'RectificationReported',
  Item & {
    reportedByPersonId: string;
    fixedByPersonIds: readonly string[];
    evidence: readonly RectificationEvidence[];
    note?: Private;
    reportedAt: Instant;
    established: ToInspectors & { late: boolean; recordedByPersonId: string };
  }
>;
export type RectificationEvidenceReplaced = Event<
  'RectificationEvidenceReplaced',
  Item & { evidenceId: string; replaces?: string; zh: string; file: EvidenceRef; reason: string; date: CalendarDate }
>;
export type RectificationVerificationStarted = Event<
  'RectificationVerificationStarted',
  Item & { verifierPersonIds: readonly string[]; date: CalendarDate; established: ToInspectors }
>;
/** 退回, with a new deadline or under the old one. */
export type RectificationReturned = Event<
  'RectificationReturned',
  Item & { returnedByPersonIds: readonly string[]; reason: Private; deadline?: Deadline; date: CalendarDate; established: Schedule & ToInspectors }
>;
/** 销号: by people who neither fixed nor reported, nor are of a unit that did. */
export type RectificationClosed = Event<
  'RectificationClosed',
  Item & {
    verifiedByPersonIds: readonly string[];
    evidence: readonly RectificationEvidence[];
    opinion?: Private;
    documentNo?: string;
    date: CalendarDate;
    established: ToInspectors & { recordedByPersonId: string; lookBackUntil?: CalendarDate };
  }
>;
export type RectificationExtensionRequested = Event<
  'RectificationExtensionRequested',
  Item & { personId: string; newDueAt: Instant; reason: Private; date: CalendarDate }
>;
export type RectificationExtensionGranted = Event<
  'RectificationExtensionGranted',
  Item & { newDueAt: Instant; reason: Private; documentNo: string; date: CalendarDate; established: Schedule } & Elsewhere & Breaches
>;
export type RectificationExtensionRefused = Event<'RectificationExtensionRefused', Item & { reason: Private; date: CalendarDate }>;
/** 回头看. `falseClosure`: it had not been fixed when it was closed. */
export type RectificationLookedBack = Event<
  'RectificationLookedBack',
  Item & {
    result: 'held' | 'recurred';
    falseClosure?: boolean;
    lookedByPersonIds: readonly string[];
    evidence: readonly RectificationEvidence[];
    note?: Private;
    date: CalendarDate;
    established: { closedByPersonIds: readonly string[]; closedOn: CalendarDate };
  }
>;
/** People take an order back whose finding fell, or that was given in error and not yet received. */
export type CancellationGround = 'finding-withdrawn' | 'finding-duplicate' | 'assigned-in-error';
export type RectificationCancelled = Event<
  'RectificationCancelled',
  Item & { reason: Private; documentNo: string; date: CalendarDate; established: ToInspectors & { ground: CancellationGround } }
>;
/** The clock found the deadline passed while the unit had the item. */
export type RectificationOverdue = Event<'RectificationOverdue', Item>;
export type RectificationReminded = Event<'RectificationReminded', Item & { stepId: string; at: Instant; zh: string }>;
/** What is itself a measure is only drafted: it has no number, no issuer and no seal (justice 10). */
export type SupervisionDrafted = Event<'SupervisionDrafted', Item & { stepId: string; at: Instant; zh: string; paper: Paper }>;
/** A draft is named by its step and the step's time. */
export type SupervisionIssued = Event<
  'SupervisionIssued',
  Item & {
    stepId: string;
    at: Instant;
    documentNo: string;
    issuerUnitId: string;
    sealRef: string;
    date: CalendarDate;
    established: Paper;
  } & Elsewhere &
    Breaches
>;
/** 整改通知书 or 销号审批表, once it bears number, issuer and seal; the deadline that it states is the item's `dueAt` (justice 10). */
export type RectificationPaperIssued = Event<
  'RectificationPaperIssued',
  Item & { paper: RectificationPaper; documentNo: string; issuerUnitId: string; sealRef: string; date: CalendarDate } & Elsewhere & Breaches
>;
export type SupervisionDiscarded = Event<'SupervisionDiscarded', Item & { stepId: string; at: Instant; reason: Private; date: CalendarDate }>;
/** The finding was withdrawn or is another's duplicate: nobody is pressed any more, and people take the order back. */
export type RectificationGroundLost = Event<'RectificationGroundLost', Item & { ground: 'finding-withdrawn' | 'finding-duplicate' }>;
export type RectificationGroundRegained = Event<'RectificationGroundRegained', Item & { established: Schedule }>;

export type RectificationActEvent =
  | RectificationAssigned
  | RectificationAcknowledged
  | RectificationReported
  | RectificationEvidenceReplaced
  | RectificationVerificationStarted
  | RectificationReturned
  | RectificationClosed
  | RectificationExtensionRequested
  | RectificationExtensionGranted
  | RectificationExtensionRefused
  | RectificationLookedBack
  | RectificationCancelled
  | RectificationPaperIssued
  | SupervisionIssued
  | SupervisionDiscarded;
export type RectificationEvent =
  RectificationActEvent | RectificationOverdue | RectificationReminded | SupervisionDrafted | RectificationGroundLost | RectificationGroundRegained;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const rectificationEvents: Readonly<Record<RectificationEvent['type'], EventDefinition>> = {
  RectificationAssigned: define('act', '整改交办'),
  RectificationAcknowledged: define('fact', '整改签收'),
  RectificationReported: define('fact', '报告整改'),
  RectificationEvidenceReplaced: define('fact', '整改证据替换'),
  RectificationVerificationStarted: define('fact', '开始核查'),
  RectificationReturned: define('act', '整改退回'),
  RectificationClosed: define('act', '整改销号'),
  RectificationExtensionRequested: define('fact', '申请延期'),
  RectificationExtensionGranted: define('act', '同意延期'),
  RectificationExtensionRefused: define('act', '不同意延期'),
  RectificationLookedBack: define('fact', '整改回头看'),
  RectificationCancelled: define('act', '撤销交办'),
  RectificationPaperIssued: define('act', '签发整改文书'),
  RectificationOverdue: define('derived', '整改逾期'),
  RectificationReminded: define('derived', '整改提醒'),
  SupervisionDrafted: define('derived', '拟督办文书'),
  SupervisionIssued: define('act', '签发督办文书'),
  SupervisionDiscarded: define('act', '不予签发督办文书'),
  RectificationGroundLost: define('derived', '整改依据灭失'),
  RectificationGroundRegained: define('derived', '整改依据恢复'),
};
