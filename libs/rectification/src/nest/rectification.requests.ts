import { IsBoolean, IsIn } from 'class-validator';
import { IsEntityId, IsPrivate, IsSet, IsSubjectId, IsText, IsUtcInstant, Nested, Optional, Request, type DataOf } from '#ledger/nest';
import type { Private } from '#kernel';
import type {
  AcknowledgeRectification,
  AssignRectification,
  CancelRectification,
  CloseRectification,
  LookBackOnRectification,
  ReplaceRectificationEvidence,
  ReportRectification,
  ReturnRectification,
  StartRectificationVerification,
} from '../rectification.commands.js';
import type { Deadline } from '../rectification.events.js';
import { FileBody, IsDeadline, IsEvidence, ItemActBody, type EvidenceBody } from './bodies.js';

const PEOPLE_MAX = 50;

export class AssignRectificationBody extends ItemActBody implements DataOf<AssignRectification> {
  @IsEntityId('finding') findingId: string;
  @IsSubjectId('unit') unitId: string;
  @IsPrivate() requirement: Private;
  @Optional() @IsText(80) urgency?: string;
  @Optional() @IsDeadline() deadline?: Deadline;
  @IsText(100) documentNo: string;
  @Optional() @IsEntityId('rectification') predecessorId?: string;
}
export class AssignRectificationRequest extends Request<AssignRectificationBody> {
  static readonly type = 'AssignRectification';
  static readonly body = AssignRectificationBody;
}

export class AcknowledgeRectificationBody extends ItemActBody implements DataOf<AcknowledgeRectification> {
  @IsSubjectId('person') personId: string;
  @IsSubjectId('post') postId: string;
}
export class AcknowledgeRectificationRequest extends Request<AcknowledgeRectificationBody> {
  static readonly type = 'AcknowledgeRectification';
  static readonly body = AcknowledgeRectificationBody;
}

export class ReportRectificationBody implements DataOf<ReportRectification> {
  @IsEntityId('rectification') rectificationId: string;
  @IsSubjectId('person') reportedByPersonId: string;
  @IsSet(1, PEOPLE_MAX) @IsSubjectId('person', { each: true }) fixedByPersonIds: string[];
  @IsEvidence() evidence: EvidenceBody[];
  @Optional() @IsPrivate() note?: Private;
  @IsUtcInstant() reportedAt: string;
}
export class ReportRectificationRequest extends Request<ReportRectificationBody> {
  static readonly type = 'ReportRectification';
  static readonly body = ReportRectificationBody;
}

export class ReplaceRectificationEvidenceBody extends ItemActBody implements DataOf<ReplaceRectificationEvidence> {
  @IsEntityId('evidence') evidenceId: string;
  @Optional() @IsEntityId('evidence') replaces?: string;
  @IsText() zh: string;
  @Nested(() => FileBody) file: FileBody;
  @IsText(500) reason: string;
}
export class ReplaceRectificationEvidenceRequest extends Request<ReplaceRectificationEvidenceBody> {
  static readonly type = 'ReplaceRectificationEvidence';
  static readonly body = ReplaceRectificationEvidenceBody;
}

export class StartRectificationVerificationBody extends ItemActBody implements DataOf<StartRectificationVerification> {
  @IsSet(1, PEOPLE_MAX) @IsSubjectId('person', { each: true }) verifierPersonIds: string[];
}
export class StartRectificationVerificationRequest extends Request<StartRectificationVerificationBody> {
  static readonly type = 'StartRectificationVerification';
  static readonly body = StartRectificationVerificationBody;
}

export class ReturnRectificationBody extends ItemActBody implements DataOf<ReturnRectification> {
  @IsSet(1, PEOPLE_MAX) @IsSubjectId('person', { each: true }) returnedByPersonIds: string[];
  @IsPrivate() reason: Private;
  @Optional() @IsDeadline() deadline?: Deadline;
}
export class ReturnRectificationRequest extends Request<ReturnRectificationBody> {
  static readonly type = 'ReturnRectification';
  static readonly body = ReturnRectificationBody;
}

export class CloseRectificationBody extends ItemActBody implements DataOf<CloseRectification> {
  @IsSet(1, PEOPLE_MAX) @IsSubjectId('person', { each: true }) verifiedByPersonIds: string[];
  @IsEvidence() evidence: EvidenceBody[];
  @Optional() @IsPrivate() opinion?: Private;
  @Optional() @IsText(100) documentNo?: string;
}
export class CloseRectificationRequest extends Request<CloseRectificationBody> {
  static readonly type = 'CloseRectification';
  static readonly body = CloseRectificationBody;
}

export class LookBackOnRectificationBody extends ItemActBody implements DataOf<LookBackOnRectification> {
  @IsIn(['held', 'recurred']) result: 'held' | 'recurred';
  @Optional() @IsBoolean() falseClosure?: boolean;
  @IsSet(1, PEOPLE_MAX) @IsSubjectId('person', { each: true }) lookedByPersonIds: string[];
  @IsEvidence() evidence: EvidenceBody[];
  @Optional() @IsPrivate() note?: Private;
}
export class LookBackOnRectificationRequest extends Request<LookBackOnRectificationBody> {
  static readonly type = 'LookBackOnRectification';
  static readonly body = LookBackOnRectificationBody;
}

export class CancelRectificationBody extends ItemActBody implements DataOf<CancelRectification> {
  @IsPrivate() reason: Private;
  @IsText(100) documentNo: string;
}
export class CancelRectificationRequest extends Request<CancelRectificationBody> {
  static readonly type = 'CancelRectification';
  static readonly body = CancelRectificationBody;
}
