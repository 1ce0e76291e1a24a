import { IsIn } from 'class-validator';
import { IsCalendarDate, IsSlug, IsText, NestedEach, Request, type DataOf } from '#ledger/nest';
import type { CorrectAppraisalScore, OpenAnnualAppraisal, RecordAppraisalScore } from '../appraisal.commands.js';
import { IndicatorBody, ScoreBody, UnitYearBody } from './performance.commands.js';

export class AppraisalItemBody extends IndicatorBody {
  @IsIn(['performance', 'scores']) from: 'performance' | 'scores';
}
export class OpenAnnualAppraisalBody extends UnitYearBody implements DataOf<OpenAnnualAppraisal> {
  @NestedEach(() => AppraisalItemBody) items: AppraisalItemBody[];
  @IsText() documentRef: string;
}
export class OpenAnnualAppraisalRequest extends Request<OpenAnnualAppraisalBody> {
  static readonly type = 'OpenAnnualAppraisal';
  static readonly body = OpenAnnualAppraisalBody;
}

export class RecordAppraisalScoreBody extends ScoreBody implements DataOf<RecordAppraisalScore> {
  @IsSlug() itemId: string;
}
export class RecordAppraisalScoreRequest extends Request<RecordAppraisalScoreBody> {
  static readonly type = 'RecordAppraisalScore';
  static readonly body = RecordAppraisalScoreBody;
}

export class CorrectAppraisalScoreBody extends RecordAppraisalScoreBody implements DataOf<CorrectAppraisalScore> {
  @IsText(500) reason: string;
  @IsCalendarDate() documentDate: string;
}
export class CorrectAppraisalScoreRequest extends Request<CorrectAppraisalScoreBody> {
  static readonly type = 'CorrectAppraisalScore';
  static readonly body = CorrectAppraisalScoreBody;
}
