import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsInt, Max, Min } from 'class-validator';
import type { EvidenceRef, PlainPrivate } from '#kernel';
import {
  IsCalendarDate,
  IsEntityId,
  IsLike,
  IsPrivate,
  IsSet,
  IsSha256,
  IsSlug,
  IsSubjectId,
  IsText,
  IsYear,
  Nested,
  NestedEach,
  Optional,
  Request,
  type DataOf,
} from '#ledger/nest';
import type {
  AgreeToFinding,
  DecideFindingObjection,
  DisputeFinding,
  FixFindingOnTheSpot,
  LiftFindingDuplicateMark,
  LogFinding,
  LogGoodPractice,
  MarkFindingDuplicate,
  RecordRefusalToSign,
  ReplaceFindingEvidence,
  ShowFindingToUnit,
  WithdrawFinding,
} from '../finding.commands.js';
import type { FindingEvidence } from '../finding.events.js';

/** A file by its content; whether it is kept is checked where files come in. */
export class EvidenceFileBody implements EvidenceRef {
  @IsSha256() sha256: string;
  @IsInt() @Min(1) sizeBytes: number;
  @IsLike(/^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}$/, { zh: '须为媒体类型，如application/pdf', en: 'must be a media type' }) mediaType: string;
}
export class FindingEvidenceBody implements FindingEvidence {
  @IsEntityId('evidence') evidenceId: string;
  @IsText() zh: string;
  @Nested(() => EvidenceFileBody) file: EvidenceFileBody;
}

export class LogGoodPracticeBody implements DataOf<LogGoodPractice> {
  @IsEntityId('finding') findingId: string;
  @IsEntityId('round') roundId: string;
  @IsEntityId('group') groupId: string;
  @IsSubjectId('unit') unitId: string;
  @Optional() @IsSubjectId('village') villageId?: string;
  @Optional() @IsEntityId('household') householdId?: string;
  @IsYear() year: number;
  @IsEntityId('checklist') checklistId: string;
  @IsInt() @Min(1) @Max(10_000) checklistVersion: number;
  @IsSlug() itemId: string;
  @IsCalendarDate() foundOn: string;
  @IsPrivate(10_000) statement: PlainPrivate;
  @ArrayMinSize(1) @ArrayMaxSize(20) @NestedEach(() => FindingEvidenceBody) evidence: FindingEvidenceBody[];
  @IsSet(2, 20) @IsSubjectId('person', { each: true }) loggedByPersonIds: string[];
}
export class LogGoodPracticeRequest extends Request<LogGoodPracticeBody> {
  static readonly type = 'LogGoodPractice';
  static readonly body = LogGoodPracticeBody;
}
export class LogFindingBody extends LogGoodPracticeBody implements DataOf<LogFinding> {
  @Optional() @IsBoolean() disputesExit?: boolean;
}
export class LogFindingRequest extends Request<LogFindingBody> {
  static readonly type = 'LogFinding';
  static readonly body = LogFindingBody;
}

class FindingRefBody {
  @IsEntityId('finding') findingId: string;
  @IsSubjectId('unit') unitId: string;
}
export class ReplaceFindingEvidenceBody extends FindingRefBody implements DataOf<ReplaceFindingEvidence> {
  @IsEntityId('evidence') evidenceId: string;
  @Optional() @IsEntityId('evidence') replaces?: string;
  @IsText() zh: string;
  @Nested(() => EvidenceFileBody) file: EvidenceFileBody;
  @IsText(500) reason: string;
}
export class ReplaceFindingEvidenceRequest extends Request<ReplaceFindingEvidenceBody> {
  static readonly type = 'ReplaceFindingEvidence';
  static readonly body = ReplaceFindingEvidenceBody;
}
export class FixFindingOnTheSpotBody extends FindingRefBody implements DataOf<FixFindingOnTheSpot> {
  @IsCalendarDate() date: string;
  @ArrayMinSize(1) @ArrayMaxSize(20) @NestedEach(() => FindingEvidenceBody) evidence: FindingEvidenceBody[];
}
export class FixFindingOnTheSpotRequest extends Request<FixFindingOnTheSpotBody> {
  static readonly type = 'FixFindingOnTheSpot';
  static readonly body = FixFindingOnTheSpotBody;
}

/** A dated step with a finding of the unit and year. */
class FindingStepBody extends FindingRefBody {
  @IsYear() year: number;
  @IsCalendarDate() date: string;
}
/** Said to or by a person who holds a post of the unit. */
class AnswererBody extends FindingStepBody {
  @IsSubjectId('person') personId: string;
  @IsSubjectId('post') postId: string;
}
export class ShowFindingToUnitBody extends AnswererBody implements DataOf<ShowFindingToUnit> {}
export class ShowFindingToUnitRequest extends Request<ShowFindingToUnitBody> {
  static readonly type = 'ShowFindingToUnit';
  static readonly body = ShowFindingToUnitBody;
}
export class AgreeToFindingBody extends AnswererBody implements DataOf<AgreeToFinding> {}
export class AgreeToFindingRequest extends Request<AgreeToFindingBody> {
  static readonly type = 'AgreeToFinding';
  static readonly body = AgreeToFindingBody;
}
export class DisputeFindingBody extends AnswererBody implements DataOf<DisputeFinding> {
  @IsPrivate(10_000) grounds: PlainPrivate;
}
export class DisputeFindingRequest extends Request<DisputeFindingBody> {
  static readonly type = 'DisputeFinding';
  static readonly body = DisputeFindingBody;
}
export class RecordRefusalToSignBody extends FindingStepBody implements DataOf<RecordRefusalToSign> {
  @IsSet(1, 20) @IsSubjectId('person', { each: true }) witnessPersonIds: string[];
}
export class RecordRefusalToSignRequest extends Request<RecordRefusalToSignBody> {
  static readonly type = 'RecordRefusalToSign';
  static readonly body = RecordRefusalToSignBody;
}

/** What people decide about a finding, why and on whose authority. */
class AuthorizedBody extends FindingStepBody {
  @IsText(500) reason: string;
  @IsText() authorityRef: string;
}
export class DecideFindingObjectionBody extends AuthorizedBody implements DataOf<DecideFindingObjection> {
  @IsBoolean() stands: boolean;
}
export class DecideFindingObjectionRequest extends Request<DecideFindingObjectionBody> {
  static readonly type = 'DecideFindingObjection';
  static readonly body = DecideFindingObjectionBody;
}
export class MarkFindingDuplicateBody extends FindingStepBody implements DataOf<MarkFindingDuplicate> {
  @IsEntityId('finding') duplicateOf: string;
  @IsText(500) reason: string;
}
export class MarkFindingDuplicateRequest extends Request<MarkFindingDuplicateBody> {
  static readonly type = 'MarkFindingDuplicate';
  static readonly body = MarkFindingDuplicateBody;
}
export class LiftFindingDuplicateMarkBody extends AuthorizedBody implements DataOf<LiftFindingDuplicateMark> {}
export class LiftFindingDuplicateMarkRequest extends Request<LiftFindingDuplicateMarkBody> {
  static readonly type = 'LiftFindingDuplicateMark';
  static readonly body = LiftFindingDuplicateMarkBody;
}
export class WithdrawFindingBody extends AuthorizedBody implements DataOf<WithdrawFinding> {}
export class WithdrawFindingRequest extends Request<WithdrawFindingBody> {
  static readonly type = 'WithdrawFinding';
  static readonly body = WithdrawFindingBody;
}
