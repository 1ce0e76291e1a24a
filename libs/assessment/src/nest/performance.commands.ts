import { IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsSet, IsSlug, IsSubjectId, IsText, IsYear, NestedEach, Request, type DataOf } from '#ledger/nest';
import type { CorrectIndicatorScore, OpenPerformanceAssessment, RecordIndicatorScore } from '../performance.commands.js';

/** A share of the whole, in basis points. */
const BASIS_POINTS_MAX = 10_000;
const SCORE_MAX = 10_000;

export class UnitYearBody {
  @IsSubjectId('unit') unitId: string;
  @IsYear() year: number;
}

export class IndicatorBody {
  @IsSlug() id: string;
  @IsText(60) zh: string;
  @IsInt() @Min(1) @Max(BASIS_POINTS_MAX) weightBasisPoints: number;
}
export class OpenPerformanceAssessmentBody extends UnitYearBody implements DataOf<OpenPerformanceAssessment> {
  @NestedEach(() => IndicatorBody) indicators: IndicatorBody[];
  @IsText() documentRef: string;
}
export class OpenPerformanceAssessmentRequest extends Request<OpenPerformanceAssessmentBody> {
  static readonly type = 'OpenPerformanceAssessment';
  static readonly body = OpenPerformanceAssessmentBody;
}

export class ScoreBody extends UnitYearBody {
  @IsInt() @Min(0) @Max(SCORE_MAX) scoreHundredths: number;
  @IsSet() @IsText(200, { each: true }) evidenceRefs: string[];
}
export class RecordIndicatorScoreBody extends ScoreBody implements DataOf<RecordIndicatorScore> {
  @IsSlug() indicatorId: string;
}
export class RecordIndicatorScoreRequest extends Request<RecordIndicatorScoreBody> {
  static readonly type = 'RecordIndicatorScore';
  static readonly body = RecordIndicatorScoreBody;
}

export class CorrectIndicatorScoreBody extends RecordIndicatorScoreBody implements DataOf<CorrectIndicatorScore> {
  @IsText(500) reason: string;
  @IsCalendarDate() documentDate: string;
}
export class CorrectIndicatorScoreRequest extends Request<CorrectIndicatorScoreBody> {
  static readonly type = 'CorrectIndicatorScore';
  static readonly body = CorrectIndicatorScoreBody;
}
