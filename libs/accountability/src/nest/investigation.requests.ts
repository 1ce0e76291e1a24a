import { IsBoolean, IsIn } from 'class-validator';
import { IsPrivate, IsSet, IsSubjectId, IsText, NestedEach, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type {
  ApproveInitiation,
  DismissClue,
  DraftFacts,
  FormInvestigationTeam,
  HearStatement,
  PresentFacts,
  RecommendAccountability,
  RecuseMember,
  ReportInvestigation,
  TakeDirectPath,
} from '../case.commands.js';
import type { ResponsibilityLevel } from '../chain.events.js';
import { ActBody, BasisRefBody, PrivateBody, TeamOverrideBody, SignedActBody } from './bodies.js';

const LEVELS: readonly ResponsibilityLevel[] = ['overall', 'main', 'important'];

export class RecommendAccountabilityBody extends ActBody implements DataOf<RecommendAccountability> {
  @IsSubjectId('unit') organUnitId: string;
  @NestedEach(() => BasisRefBody) bases: BasisRefBody[];
  @Optional() @IsText(60) proposedMeasure?: string;
  @IsSet() @IsText(200, { each: true }) materialRefs: string[];
}
export class RecommendAccountabilityRequest extends Request<RecommendAccountabilityBody> {
  static readonly type = 'RecommendAccountability';
  static readonly body = RecommendAccountabilityBody;
}

export class DismissClueBody extends ActBody implements DataOf<DismissClue> {
  @IsSubjectId('unit') organUnitId: string;
  @IsPrivate() reason: PlainPrivate;
}
export class DismissClueRequest extends Request<DismissClueBody> {
  static readonly type = 'DismissClue';
  static readonly body = DismissClueBody;
}

export class ApproveInitiationBody extends ActBody implements DataOf<ApproveInitiation> {
  @IsSubjectId('unit') organUnitId: string;
}
export class ApproveInitiationRequest extends Request<ApproveInitiationBody> {
  static readonly type = 'ApproveInitiation';
  static readonly body = ApproveInitiationBody;
}

export class RecusedBody {
  @IsSubjectId('person') personId: string;
  @IsPrivate() ground: PlainPrivate;
}
export class FormInvestigationTeamBody extends ActBody implements DataOf<FormInvestigationTeam> {
  @IsSet() @IsSubjectId('person', { each: true }) memberIds: string[];
  @IsBoolean() conflictsChecked: boolean;
  @NestedEach(() => RecusedBody) recused: RecusedBody[];
  @Optional() @NestedEach(() => TeamOverrideBody) recusalOverrides?: TeamOverrideBody[];
}
export class FormInvestigationTeamRequest extends Request<FormInvestigationTeamBody> {
  static readonly type = 'FormInvestigationTeam';
  static readonly body = FormInvestigationTeamBody;
}

export class RecuseMemberBody extends ActBody implements DataOf<RecuseMember> {
  @IsSubjectId('person') memberId: string;
  @IsPrivate() ground: PlainPrivate;
  @Optional() @IsSubjectId('person') replacementId?: string;
  @Optional() @NestedEach(() => TeamOverrideBody) recusalOverrides?: TeamOverrideBody[];
}
export class RecuseMemberRequest extends Request<RecuseMemberBody> {
  static readonly type = 'RecuseMember';
  static readonly body = RecuseMemberBody;
}

export class DraftFactsBody extends ActBody implements DataOf<DraftFacts> {
  @IsPrivate(10_000) facts: PlainPrivate;
  @IsSet() @IsText(200, { each: true }) evidenceRefs: string[];
}
export class DraftFactsRequest extends Request<DraftFactsBody> {
  static readonly type = 'DraftFacts';
  static readonly body = DraftFactsBody;
}

export class PresentFactsBody extends SignedActBody implements DataOf<PresentFacts> {}
export class PresentFactsRequest extends Request<PresentFactsBody> {
  static readonly type = 'PresentFacts';
  static readonly body = PresentFactsBody;
}

export class HearStatementBody extends SignedActBody implements DataOf<HearStatement> {
  @IsPrivate(10_000) statement: PlainPrivate;
  @NestedEach(() => PrivateBody) acceptedPoints: PrivateBody[];
}
export class HearStatementRequest extends Request<HearStatementBody> {
  static readonly type = 'HearStatement';
  static readonly body = HearStatementBody;
}

export class ReportInvestigationBody extends ActBody implements DataOf<ReportInvestigation> {
  @NestedEach(() => BasisRefBody) bases: BasisRefBody[];
  @IsIn(LEVELS) level: ResponsibilityLevel;
  @IsText() reportRef: string;
  @IsBoolean() collectivelyDiscussed: boolean;
}
export class ReportInvestigationRequest extends Request<ReportInvestigationBody> {
  static readonly type = 'ReportInvestigation';
  static readonly body = ReportInvestigationBody;
}

export class TakeDirectPathBody extends ActBody implements DataOf<TakeDirectPath> {
  @IsPrivate() ground: PlainPrivate;
}
export class TakeDirectPathRequest extends Request<TakeDirectPathBody> {
  static readonly type = 'TakeDirectPath';
  static readonly body = TakeDirectPathBody;
}
