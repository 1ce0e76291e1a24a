import type { CalendarDate, Command, EvidenceRef, Instant, Private } from '#kernel';
import type { Deadline, Elsewhere, RectificationEvidence, RectificationPaper } from './rectification.events.js';

type Of = { rectificationId: string };
type Act = Of & { date: CalendarDate };

/** Without `deadline`, the work days of the class count; without a class there is no deadline. */
export type AssignRectification = Command<
  'AssignRectification',
  Act & { findingId: string; unitId: string; requirement: Private; urgency?: string; deadline?: Deadline; documentNo: string; predecessorId?: string }
>;
export type AcknowledgeRectification = Command<'AcknowledgeRectification', Act & { personId: string; postId: string }>;
export type ReportRectification = Command<
  'ReportRectification',
  Of & {
    reportedByPersonId: string;
    fixedByPersonIds: readonly string[];
    evidence: readonly RectificationEvidence[];
    note?: Private;
    reportedAt: Instant;
  }
>;
/** With `replaces` the earlier piece stays on record; without, the piece is added. */
export type ReplaceRectificationEvidence = Command<
  'ReplaceRectificationEvidence',
  Act & { evidenceId: string; replaces?: string; zh: string; file: EvidenceRef; reason: string }
>;
export type StartRectificationVerification = Command<'StartRectificationVerification', Act & { verifierPersonIds: readonly string[] }>;
export type ReturnRectification = Command<'ReturnRectification', Act & { returnedByPersonIds: readonly string[]; reason: Private; deadline?: Deadline }>;
export type CloseRectification = Command<
  'CloseRectification',
  Act & { verifiedByPersonIds: readonly string[]; evidence: readonly RectificationEvidence[]; opinion?: Private; documentNo?: string }
>;
export type RequestRectificationExtension = Command<'RequestRectificationExtension', Act & { personId: string; newDueAt: Instant; reason: Private }>;
export type GrantRectificationExtension = Command<'GrantRectificationExtension', Act & { newDueAt: Instant; reason: Private; documentNo: string } & Elsewhere>;
export type RefuseRectificationExtension = Command<'RefuseRectificationExtension', Act & { reason: Private }>;
export type LookBackOnRectification = Command<
  'LookBackOnRectification',
  Act & {
    result: 'held' | 'recurred';
    falseClosure?: boolean;
    lookedByPersonIds: readonly string[];
    evidence: readonly RectificationEvidence[];
    note?: Private;
  }
>;
export type CancelRectification = Command<'CancelRectification', Act & { reason: Private; documentNo: string }>;
/** Number, issuer and seal make more than a draft of the order's notice, or of the approval of the closure. */
export type IssueRectificationPaper = Command<
  'IssueRectificationPaper',
  Act & { paper: RectificationPaper; documentNo: string; issuerUnitId: string; sealRef: string } & Elsewhere
>;
/** Turns a draft, named by its step and the step's time, into a paper with number, issuer and seal. */
export type IssueSupervision = Command<
  'IssueSupervision',
  Act & { stepId: string; at: Instant; documentNo: string; issuerUnitId: string; sealRef: string } & Elsewhere
>;
export type DiscardSupervision = Command<'DiscardSupervision', Act & { stepId: string; at: Instant; reason: Private }>;

/** By policy: the hour has come; whatever of the item's schedule lies behind it follows. */
export type AdvanceRectification = Command<'AdvanceRectification', Of & { hour: Instant }>;
/** By policy: how the item's finding stands now. */
export type SetRectificationGround = Command<'SetRectificationGround', Of & { fell: 'finding-withdrawn' | 'finding-duplicate' | null }>;

export type RectificationActCommand =
  | AssignRectification
  | AcknowledgeRectification
  | ReportRectification
  | ReplaceRectificationEvidence
  | StartRectificationVerification
  | ReturnRectification
  | CloseRectification
  | RequestRectificationExtension
  | GrantRectificationExtension
  | RefuseRectificationExtension
  | LookBackOnRectification
  | CancelRectification
  | IssueRectificationPaper
  | IssueSupervision
  | DiscardSupervision;
export type RectificationCommand = RectificationActCommand | AdvanceRectification | SetRectificationGround;
