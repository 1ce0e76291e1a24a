import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsPrivate, IsSet, IsSubjectId, IsText, NestedEach, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type {
  AnnounceDecision,
  ArchiveCase,
  ConcludeWithoutAccountability,
  CorrectDecision,
  DecideCollectively,
  ExecuteMeasure,
  ExemptFromAccountability,
  FileSelfCriticism,
  PublishDecision,
  RecordCongressAct,
  ReturnForFacts,
  ServeDecision,
  ServiceMode,
} from '../case.commands.js';
import type { ScreenNomination } from '../nomination.decider.js';
import { ActBody, BasisRefBody } from './bodies.js';

const SERVICE_MODES: readonly ServiceMode[] = ['personal', 'left', 'posted', 'public-notice'];

export class DissentBody {
  @IsSubjectId('person') personId: string;
  @Optional() @IsPrivate() reason?: PlainPrivate;
}
export class DecideCollectivelyBody extends ActBody implements DataOf<DecideCollectively> {
  @IsSubjectId('unit') organUnitId: string;
  @NestedEach(() => BasisRefBody) bases: BasisRefBody[];
  @IsText(60) measure: string;
  @IsSet() @IsSubjectId('person', { each: true }) participantIds: string[];
  @IsInt() @Min(1) @Max(1_000) quorum: number;
  @NestedEach(() => DissentBody) dissents: DissentBody[];
  @IsText() minutesRef: string;
}
export class DecideCollectivelyRequest extends Request<DecideCollectivelyBody> {
  static readonly type = 'DecideCollectively';
  static readonly body = DecideCollectivelyBody;
}

export class ReturnForFactsBody extends ActBody implements DataOf<ReturnForFacts> {
  @IsPrivate() reason: PlainPrivate;
}
export class ReturnForFactsRequest extends Request<ReturnForFactsBody> {
  static readonly type = 'ReturnForFacts';
  static readonly body = ReturnForFactsBody;
}

export class ExemptFromAccountabilityBody extends ActBody implements DataOf<ExemptFromAccountability> {
  @IsSubjectId('unit') organUnitId: string;
  @IsText() circumstance: string;
  @IsPrivate() reason: PlainPrivate;
  @IsText() minutesRef: string;
}
export class ExemptFromAccountabilityRequest extends Request<ExemptFromAccountabilityBody> {
  static readonly type = 'ExemptFromAccountability';
  static readonly body = ExemptFromAccountabilityBody;
}

export class ConcludeWithoutAccountabilityBody extends ActBody implements DataOf<ConcludeWithoutAccountability> {
  @IsSubjectId('unit') organUnitId: string;
  @IsIn(['facts', 'responsibility']) ground: 'facts' | 'responsibility';
  @IsPrivate() reason: PlainPrivate;
  @IsText() minutesRef: string;
}
export class ConcludeWithoutAccountabilityRequest extends Request<ConcludeWithoutAccountabilityBody> {
  static readonly type = 'ConcludeWithoutAccountability';
  static readonly body = ConcludeWithoutAccountabilityBody;
}

export class AnnounceDecisionBody extends ActBody implements DataOf<AnnounceDecision> {
  @IsText() forum: string;
}
export class AnnounceDecisionRequest extends Request<AnnounceDecisionBody> {
  static readonly type = 'AnnounceDecision';
  static readonly body = AnnounceDecisionBody;
}

export class ServeDecisionBody extends ActBody implements DataOf<ServeDecision> {
  @IsIn(SERVICE_MODES) mode: ServiceMode;
  @IsText() receiptRef: string;
  @IsBoolean() remedyStated: boolean;
}
export class ServeDecisionRequest extends Request<ServeDecisionBody> {
  static readonly type = 'ServeDecision';
  static readonly body = ServeDecisionBody;
}

export class RecordCongressActBody extends ActBody implements DataOf<RecordCongressAct> {
  @IsSubjectId('unit') organUnitId: string;
  @IsIn(['approved', 'refused', 'resigned']) result: 'approved' | 'refused' | 'resigned';
  @Optional() @IsCalendarDate() tenureEndsOn?: string;
}
export class RecordCongressActRequest extends Request<RecordCongressActBody> {
  static readonly type = 'RecordCongressAct';
  static readonly body = RecordCongressActBody;
}

export class ExecuteMeasureBody extends ActBody implements DataOf<ExecuteMeasure> {
  @IsSubjectId('unit') organUnitId: string;
  @Optional() @IsCalendarDate() tenureEndsOn?: string;
}
export class ExecuteMeasureRequest extends Request<ExecuteMeasureBody> {
  static readonly type = 'ExecuteMeasure';
  static readonly body = ExecuteMeasureBody;
}

export class FileSelfCriticismBody extends ActBody implements DataOf<FileSelfCriticism> {
  @IsPrivate(10_000) text: PlainPrivate;
}
export class FileSelfCriticismRequest extends Request<FileSelfCriticismBody> {
  static readonly type = 'FileSelfCriticism';
  static readonly body = FileSelfCriticismBody;
}

export class ArchiveCaseBody extends ActBody implements DataOf<ArchiveCase> {
  @IsText() archiveRef: string;
  @IsBoolean() filedInPersonnelFile: boolean;
  @IsBoolean() reportedUpward: boolean;
  @IsBoolean() proposerInformed: boolean;
}
export class ArchiveCaseRequest extends Request<ArchiveCaseBody> {
  static readonly type = 'ArchiveCase';
  static readonly body = ArchiveCaseBody;
}

export class CorrectDecisionBody extends ActBody implements DataOf<CorrectDecision> {
  @IsSubjectId('unit') organUnitId: string;
  @IsIn(['varied', 'revoked']) kind: 'varied' | 'revoked';
  @Optional() @IsText(60) measure?: string;
  @IsText() authorityRef: string;
  @IsPrivate() reason: PlainPrivate;
}
export class CorrectDecisionRequest extends Request<CorrectDecisionBody> {
  static readonly type = 'CorrectDecision';
  static readonly body = CorrectDecisionBody;
}

export class PublishDecisionBody extends ActBody implements DataOf<PublishDecision> {
  @IsText() scope: string;
  @IsText() channel: string;
}
export class PublishDecisionRequest extends Request<PublishDecisionBody> {
  static readonly type = 'PublishDecision';
  static readonly body = PublishDecisionBody;
}

export class ScreenNominationBody implements DataOf<ScreenNomination> {
  @IsSubjectId('person') personId: string;
  @IsCalendarDate() date: string;
  @IsSubjectId('post') aimedPostId: string;
  @IsSubjectId('unit') organUnitId: string;
  @Optional() @IsText(100) documentNo?: string;
}
export class ScreenNominationRequest extends Request<ScreenNominationBody> {
  static readonly type = 'ScreenNomination';
  static readonly body = ScreenNominationBody;
}
