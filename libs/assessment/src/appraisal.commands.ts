import type { Command } from '#kernel';
import type { AnnualAppraisalOpened, AppraisalPerformanceDerived, AppraisalScoreCorrected, AppraisalScoreRecorded } from './appraisal.events.js';

/** The unit's kind is not said but known from the register. */
export type OpenAnnualAppraisal = Command<'OpenAnnualAppraisal', Omit<AnnualAppraisalOpened['data'], 'unitKind'>>;
export type RecordAppraisalScore = Command<'RecordAppraisalScore', AppraisalScoreRecorded['data']>;
export type CorrectAppraisalScore = Command<'CorrectAppraisalScore', AppraisalScoreCorrected['data']>;
/** Brings the total up to what is now known; `performanceE6` when the performance result has changed. */
export type DeriveAppraisal = Command<'DeriveAppraisal', Omit<AppraisalPerformanceDerived['data'], 'performanceE6'> & { performanceE6?: number | null }>;
export type AppraisalCommand = OpenAnnualAppraisal | RecordAppraisalScore | CorrectAppraisalScore | DeriveAppraisal;
