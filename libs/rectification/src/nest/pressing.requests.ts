import { IsBoolean, IsIn } from 'class-validator';
import type { Private } from '#kernel';
import { IsPrivate, IsSubjectId, IsText, IsUtcInstant, Optional, Request, type DataOf } from '#ledger/nest';
import type {
  DiscardSupervision,
  GrantRectificationExtension,
  IssueRectificationPaper,
  IssueSupervision,
  RefuseRectificationExtension,
  RequestRectificationExtension,
} from '../rectification.commands.js';
import type { RectificationPaper } from '../rectification.events.js';
import type { ConcludeSignerReview, DismissSignerReview, OpenSignerReview } from '../signer-review.decider.js';
import { ItemActBody } from './bodies.js';

export class RequestRectificationExtensionBody extends ItemActBody implements DataOf<RequestRectificationExtension> {
  @IsSubjectId('person') personId: string;
  @IsUtcInstant() newDueAt: string;
  @IsPrivate() reason: Private;
}
export class RequestRectificationExtensionRequest extends Request<RequestRectificationExtensionBody> {
  static readonly type = 'RequestRectificationExtension';
  static readonly body = RequestRectificationExtensionBody;
}

export class GrantRectificationExtensionBody extends ItemActBody implements DataOf<GrantRectificationExtension> {
  @IsUtcInstant() newDueAt: string;
  @IsPrivate() reason: Private;
  @IsText(100) documentNo: string;
  @Optional() @IsBoolean() doneElsewhere?: boolean;
}
export class GrantRectificationExtensionRequest extends Request<GrantRectificationExtensionBody> {
  static readonly type = 'GrantRectificationExtension';
  static readonly body = GrantRectificationExtensionBody;
}

export class RefuseRectificationExtensionBody extends ItemActBody implements DataOf<RefuseRectificationExtension> {
  @IsPrivate() reason: Private;
}
export class RefuseRectificationExtensionRequest extends Request<RefuseRectificationExtensionBody> {
  static readonly type = 'RefuseRectificationExtension';
  static readonly body = RefuseRectificationExtensionBody;
}

/** 整改通知书, 销号审批表: what makes them more than drafts. */
export class IssueRectificationPaperBody extends ItemActBody implements DataOf<IssueRectificationPaper> {
  @IsIn(['notice', 'closure-approval']) paper: RectificationPaper;
  @IsText(100) documentNo: string;
  @IsSubjectId('unit') issuerUnitId: string;
  @IsText(100) sealRef: string;
  @Optional() @IsBoolean() doneElsewhere?: boolean;
}
export class IssueRectificationPaperRequest extends Request<IssueRectificationPaperBody> {
  static readonly type = 'IssueRectificationPaper';
  static readonly body = IssueRectificationPaperBody;
}

/** A draft is named by its step and the step's time. */
class DraftBody extends ItemActBody {
  @IsText(80) stepId: string;
  @IsUtcInstant() at: string;
}
export class IssueSupervisionBody extends DraftBody implements DataOf<IssueSupervision> {
  @IsText(100) documentNo: string;
  @IsSubjectId('unit') issuerUnitId: string;
  @IsText(100) sealRef: string;
  @Optional() @IsBoolean() doneElsewhere?: boolean;
}
export class IssueSupervisionRequest extends Request<IssueSupervisionBody> {
  static readonly type = 'IssueSupervision';
  static readonly body = IssueSupervisionBody;
}

export class DiscardSupervisionBody extends DraftBody implements DataOf<DiscardSupervision> {
  @IsPrivate() reason: Private;
}
export class DiscardSupervisionRequest extends Request<DiscardSupervisionBody> {
  static readonly type = 'DiscardSupervision';
  static readonly body = DiscardSupervisionBody;
}

/** In the name of an organ, by its paper. */
export class OpenSignerReviewBody extends ItemActBody implements DataOf<OpenSignerReview> {
  @IsSubjectId('unit') organUnitId: string;
  @IsText(100) documentNo: string;
}
export class OpenSignerReviewRequest extends Request<OpenSignerReviewBody> {
  static readonly type = 'OpenSignerReview';
  static readonly body = OpenSignerReviewBody;
}

export class DismissSignerReviewBody extends OpenSignerReviewBody implements DataOf<DismissSignerReview> {
  @IsPrivate() reason: Private;
}
export class DismissSignerReviewRequest extends Request<DismissSignerReviewBody> {
  static readonly type = 'DismissSignerReview';
  static readonly body = DismissSignerReviewBody;
}

export class ConcludeSignerReviewBody extends OpenSignerReviewBody implements DataOf<ConcludeSignerReview> {
  @IsIn(['closure-sound', 'closure-false']) conclusion: 'closure-sound' | 'closure-false';
  @IsPrivate() opinion: Private;
}
export class ConcludeSignerReviewRequest extends Request<ConcludeSignerReviewBody> {
  static readonly type = 'ConcludeSignerReview';
  static readonly body = ConcludeSignerReviewBody;
}
