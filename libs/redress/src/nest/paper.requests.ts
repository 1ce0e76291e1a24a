import { IsCalendarDate, IsEntityId, IsSubjectId, IsText, IsYear, Request, type DataOf } from '#ledger/nest';
import type { IssueAppealRecord, IssueCorrectionPaper } from '../paper.decider.js';

/** What makes more than a draft of a paper. */
class SignedBody {
  @IsText(100) documentNo: string;
  @IsSubjectId('unit') issuerUnitId: string;
  @IsText(100) sealRef: string;
  @IsCalendarDate() date: string;
}

export class IssueAppealRecordBody extends SignedBody implements DataOf<IssueAppealRecord> {
  @IsSubjectId('person') personId: string;
  @IsSubjectId('post') postId: string;
  @IsYear() year: number;
}
export class IssueAppealRecordRequest extends Request<IssueAppealRecordBody> {
  static readonly type = 'IssueAppealRecord';
  static readonly body = IssueAppealRecordBody;
}

export class IssueCorrectionPaperBody extends SignedBody implements DataOf<IssueCorrectionPaper> {
  @IsText(100) appealId: string;
  @IsEntityId('release') releaseId: string;
}
export class IssueCorrectionPaperRequest extends Request<IssueCorrectionPaperBody> {
  static readonly type = 'IssueCorrectionPaper';
  static readonly body = IssueCorrectionPaperBody;
}
