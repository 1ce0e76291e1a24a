import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind } from '#kernel';

/** An item of the scheme: the share it has in the total, in basis points; all together exactly 10000. */
export type Indicator = Readonly<{ id: string; zh: string; weightBasisPoints: number }>;
/** 脱贫攻坚绩效考核: what veto, nomination and removal hang on. */
export type PerformanceAssessmentOpened = Event<
  'PerformanceAssessmentOpened',
  { unitId: string; unitKind: string; year: number; indicators: readonly Indicator[]; documentRef: string }
>;
/** Scores in hundredths, 0 to 10000; `evidenceRefs` name the papers they rest on. */
export type IndicatorScoreRecorded = Event<
  'IndicatorScoreRecorded',
  { unitId: string; year: number; indicatorId: string; scoreHundredths: number; evidenceRefs: readonly string[] }
>;
export type IndicatorScoreCorrected = Event<
  'IndicatorScoreCorrected',
  { unitId: string; year: number; indicatorId: string; scoreHundredths: number; evidenceRefs: readonly string[]; reason: string; documentDate: CalendarDate }
>;
/** What one met clause about one target costs the unit now; 0 when it no longer does. Replaces the earlier word, never adds to it. */
export type PerformanceDeductionDerived = Event<
  'PerformanceDeductionDerived',
  { unitId: string; year: number; clauseId: string; target: string; pointsHundredths: number }
>;
/**
 * Weighted scores less deductions, never below 0; null while a score is missing. `totalE6` is the exact total in millionths of a point
 * (a weight in basis points times a score in hundredths); `totalHundredths` is it without the rest, for show and for the book's facts.
 */
export type PerformanceTotalDerived = Event<
  'PerformanceTotalDerived',
  { unitId: string; year: number; totalHundredths: number | null; totalE6: number | null }
>;
/** The book's grade for the total; null while undetermined. */
export type PerformanceGradeDetermined = Event<
  'PerformanceGradeDetermined',
  { unitId: string; year: number; grade: string | null; gradeZh: string | null; bookId: string; bookVersion: number }
>;

export type PerformanceEvent =
  | PerformanceAssessmentOpened
  | IndicatorScoreRecorded
  | IndicatorScoreCorrected
  | PerformanceDeductionDerived
  | PerformanceTotalDerived
  | PerformanceGradeDetermined;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const performanceEvents: Readonly<Record<PerformanceEvent['type'], EventDefinition>> = {
  PerformanceAssessmentOpened: define('fact', '绩效考核启动'),
  IndicatorScoreRecorded: define('fact', '绩效指标评分'),
  IndicatorScoreCorrected: define('fact', '绩效指标评分更正'),
  PerformanceDeductionDerived: define('derived', '绩效扣分'),
  PerformanceTotalDerived: define('derived', '绩效总分'),
  PerformanceGradeDetermined: define('derived', '绩效等次确定'),
};
