import { IsBoolean, IsIn } from 'class-validator';
import { IsCalendarDate, IsPrivate, IsSet, IsSlug, IsSubjectId, IsText, NestedEach, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { ServiceMode } from '#accountability';
import type {
  AppealOutcome,
  DecideAppeal,
  ExtendAppealReview,
  FormReviewPanel,
  RecordAppealCarriedOut,
  RecuseReviewMember,
  ReportReview,
  ServeAppealDecision,
} from '../appeal.commands.js';
import { AppealActBody, AppealBody, RecusalOverrideBody, SERVICE_MODES } from './bodies.js';

const OUTCOMES: readonly AppealOutcome[] = ['maintained', 'varied', 'revoked', 'redecision-ordered'];

export class FormReviewPanelBody extends AppealActBody implements DataOf<FormReviewPanel> {
  @IsSet() @IsSubjectId('person', { each: true }) memberIds: string[];
  @IsBoolean() conflictsChecked: boolean;
  @NestedEach(() => RecusalOverrideBody) overrides: RecusalOverrideBody[];
}
export class FormReviewPanelRequest extends Request<FormReviewPanelBody> {
  static readonly type = 'FormReviewPanel';
  static readonly body = FormReviewPanelBody;
}

export class RecuseReviewMemberBody extends AppealActBody implements DataOf<RecuseReviewMember> {
  @IsSubjectId('person') memberId: string;
  @IsPrivate() ground: PlainPrivate;
  @Optional() @IsSubjectId('person') replacementId?: string;
  @NestedEach(() => RecusalOverrideBody) overrides: RecusalOverrideBody[];
}
export class RecuseReviewMemberRequest extends Request<RecuseReviewMemberBody> {
  static readonly type = 'RecuseReviewMember';
  static readonly body = RecuseReviewMemberBody;
}

export class ReportReviewBody extends AppealActBody implements DataOf<ReportReview> {
  @IsText() reportRef: string;
  @IsPrivate(10_000) findings: PlainPrivate;
}
export class ReportReviewRequest extends Request<ReportReviewBody> {
  static readonly type = 'ReportReview';
  static readonly body = ReportReviewBody;
}

export class ExtendAppealReviewBody extends AppealActBody implements DataOf<ExtendAppealReview> {
  @IsPrivate() reason: PlainPrivate;
}
export class ExtendAppealReviewRequest extends Request<ExtendAppealReviewBody> {
  static readonly type = 'ExtendAppealReview';
  static readonly body = ExtendAppealReviewBody;
}

export class DecideAppealBody extends AppealBody implements DataOf<DecideAppeal> {
  @IsIn(OUTCOMES) outcome: AppealOutcome;
  @IsCalendarDate() decidedOn: string;
  @IsText(100) documentNo: string;
  @IsSet() @IsSubjectId('person', { each: true }) participantIds: string[];
  @IsPrivate(10_000) reason: PlainPrivate;
  @IsSet() @IsSlug({ each: true }) grounds: string[];
  @Optional() @IsText(60) measure?: string;
  @Optional() @IsText(60) grade?: string;
}
export class DecideAppealRequest extends Request<DecideAppealBody> {
  static readonly type = 'DecideAppeal';
  static readonly body = DecideAppealBody;
}

export class ServeAppealDecisionBody extends AppealActBody implements DataOf<ServeAppealDecision> {
  @IsIn(SERVICE_MODES) mode: ServiceMode;
  @IsText() receiptRef: string;
  @IsBoolean() remedyStated: boolean;
}
export class ServeAppealDecisionRequest extends Request<ServeAppealDecisionBody> {
  static readonly type = 'ServeAppealDecision';
  static readonly body = ServeAppealDecisionBody;
}

export class RecordAppealCarriedOutBody extends AppealActBody implements DataOf<RecordAppealCarriedOut> {
  @IsSet() @IsText(60, { each: true }) eventIds: string[];
}
export class RecordAppealCarriedOutRequest extends Request<RecordAppealCarriedOutBody> {
  static readonly type = 'RecordAppealCarriedOut';
  static readonly body = RecordAppealCarriedOutBody;
}
