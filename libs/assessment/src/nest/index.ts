import { CorrectAppraisalScoreRequest, OpenAnnualAppraisalRequest, RecordAppraisalScoreRequest } from './appraisal.commands.js';
import { CorrectIndicatorScoreRequest, OpenPerformanceAssessmentRequest, RecordIndicatorScoreRequest } from './performance.commands.js';

export * from './appraisal.commands.js';
export * from './performance.commands.js';

/** Every command of persons in this context. */
export const assessmentRequests = [
  OpenPerformanceAssessmentRequest,
  RecordIndicatorScoreRequest,
  CorrectIndicatorScoreRequest,
  OpenAnnualAppraisalRequest,
  RecordAppraisalScoreRequest,
  CorrectAppraisalScoreRequest,
] as const;
