import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind } from '#kernel';

/** An item of the annual appraisal. `performance`: fed by the performance assessment's total; `scores`: scored by people. */
export type AppraisalItem = Readonly<{ id: string; zh: string; weightBasisPoints: number; from: 'performance' | 'scores' }>;
/** 年度考核: weighs the performance result against a unit's other work. Nothing removes anyone on it (justice 1). */
export type AnnualAppraisalOpened = Event<
  'AnnualAppraisalOpened',
  { unitId: string; unitKind: string; year: number; items: readonly AppraisalItem[]; documentRef: string }
>;
/** Scores in hundredths, 0 to 10000. */
export type AppraisalScoreRecorded = Event<
  'AppraisalScoreRecorded',
  { unitId: string; year: number; itemId: string; scoreHundredths: number; evidenceRefs: readonly string[] }
>;
export type AppraisalScoreCorrected = Event<
  'AppraisalScoreCorrected',
  { unitId: string; year: number; itemId: string; scoreHundredths: number; evidenceRefs: readonly string[]; reason: string; documentDate: CalendarDate }
>;
/** The performance result as it now enters the appraisal, in millionths of a point; null while it is undetermined. */
export type AppraisalPerformanceDerived = Event<'AppraisalPerformanceDerived', { unitId: string; year: number; performanceE6: number | null }>;
/** Null while an item lacks its score. `totalE10` is exact (a weight in basis points times millionths); `totalHundredths` is it without the rest. */
export type AnnualAppraisalTotalDerived = Event<
  'AnnualAppraisalTotalDerived',
  { unitId: string; year: number; totalHundredths: number | null; totalE10: number | null }
>;

export type AppraisalEvent =
  AnnualAppraisalOpened | AppraisalScoreRecorded | AppraisalScoreCorrected | AppraisalPerformanceDerived | AnnualAppraisalTotalDerived;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const appraisalEvents: Readonly<Record<AppraisalEvent['type'], EventDefinition>> = {
  AnnualAppraisalOpened: define('fact', '年度考核启动'),
  AppraisalScoreRecorded: define('fact', '年度考核评分'),
  AppraisalScoreCorrected: define('fact', '年度考核评分更正'),
  AppraisalPerformanceDerived: define('derived', '绩效结果计入年度考核'),
  AnnualAppraisalTotalDerived: define('derived', '年度考核总分'),
};
