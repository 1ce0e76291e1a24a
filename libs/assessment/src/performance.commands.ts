import type { Basis, Command } from '#kernel';
import type { IndicatorScoreCorrected, IndicatorScoreRecorded, PerformanceAssessmentOpened } from './performance.events.js';

/** The unit's kind is not said but known from the register. */
export type OpenPerformanceAssessment = Command<'OpenPerformanceAssessment', Omit<PerformanceAssessmentOpened['data'], 'unitKind'>>;
export type RecordIndicatorScore = Command<'RecordIndicatorScore', IndicatorScoreRecorded['data']>;
export type CorrectIndicatorScore = Command<'CorrectIndicatorScore', IndicatorScoreCorrected['data']>;
/** What one clause about one target costs now, with its ground; 0 when nothing. */
export type Deduction = Readonly<{ clauseId: string; target: string; pointsHundredths: number; basis: Basis }>;
/** Brings deductions, total and grade up to what is now known. */
export type DerivePerformance = Command<'DerivePerformance', { unitId: string; year: number; deduction?: Deduction }>;
export type PerformanceCommand = OpenPerformanceAssessment | RecordIndicatorScore | CorrectIndicatorScore | DerivePerformance;
