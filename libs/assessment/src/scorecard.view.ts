import type { Basis, CalendarDate, Recorded, View } from '#kernel';
import type { IndicatorScoreCorrected, IndicatorScoreRecorded, PerformanceEvent } from './performance.events.js';

export type ScorecardScore = Readonly<{
  indicatorId: string;
  zh: string;
  weightBasisPoints: number;
  /** Null while nobody has scored it. */
  scoreHundredths: number | null;
  evidenceRefs: readonly string[];
  eventId: string | null;
  corrected: Readonly<{ fromHundredths: number; reason: string; documentDate: CalendarDate }> | null;
}>;
export type ScorecardDeduction = Readonly<{ clauseId: string; target: string; pointsHundredths: number; basis: readonly Basis[]; eventId: string }>;
export type ScorecardRow = Readonly<{
  unitId: string;
  year: number;
  /** False while only deductions are known. */
  opened: boolean;
  unitKind: string | null;
  documentRef: string | null;
  scores: readonly ScorecardScore[];
  /** Those that cost points now, by clause and target. */
  deductions: readonly ScorecardDeduction[];
  totalHundredths: number | null;
  totalE6: number | null;
  grade: string | null;
  gradeZh: string | null;
  bookId: string | null;
  bookVersion: number | null;
}>;

const blank = ({ data: { unitId, year } }: Recorded<PerformanceEvent>): ScorecardRow => ({
  unitId,
  year,
  opened: false,
  unitKind: null,
  documentRef: null,
  scores: [],
  deductions: [],
  totalHundredths: null,
  totalE6: null,
  grade: null,
  gradeZh: null,
  bookId: null,
  bookVersion: null,
});

function scored(row: ScorecardRow, { id, data }: Recorded<IndicatorScoreRecorded | IndicatorScoreCorrected>): ScorecardRow {
  const { indicatorId, scoreHundredths, evidenceRefs } = data;
  const scores = row.scores.map((score) => {
    if (score.indicatorId !== indicatorId) return score;
    const corrected = 'reason' in data ? { fromHundredths: score.scoreHundredths!, reason: data.reason, documentDate: data.documentDate } : null;
    return { ...score, scoreHundredths, evidenceRefs, eventId: id, corrected };
  });
  return { ...row, scores };
}

const place = ({ clauseId, target }: Readonly<{ clauseId: string; target: string }>): string => `${clauseId}@${target}`;

/** How does a unit stand in a year's performance assessment, and what made it so? What it was before is the row's own history. */
export const scorecard: View<ScorecardRow, PerformanceEvent> = {
  name: 'scorecard',
  version: 2,
  zh: '某单位某年度绩效考核得分、扣分、总分与等次如何？',
  keysOf: ({ data: { unitId, year } }) => [`${unitId}-${year}`],
  on: {
    PerformanceAssessmentOpened: (row, event) => {
      const { unitKind, documentRef, indicators } = event.data;
      const scores = indicators.map(({ id, zh, weightBasisPoints }) => ({
        indicatorId: id,
        zh,
        weightBasisPoints,
        scoreHundredths: null,
        evidenceRefs: [],
        eventId: null,
        corrected: null,
      }));
      return { ...(row ?? blank(event)), opened: true, unitKind, documentRef, scores };
    },
    IndicatorScoreRecorded: (row, event) => scored(row ?? blank(event), event),
    IndicatorScoreCorrected: (row, event) => scored(row ?? blank(event), event),
    PerformanceDeductionDerived: (row, event) => {
      const {
        data: { clauseId, target, pointsHundredths },
        basis = [],
        id,
      } = event;
      const before = row ?? blank(event);
      const others = before.deductions.filter((deduction) => place(deduction) !== place(event.data));
      const now = pointsHundredths === 0 ? [] : [{ clauseId, target, pointsHundredths, basis, eventId: id }];
      return { ...before, deductions: [...others, ...now].sort((a, b) => (place(a) < place(b) ? -1 : 1)) };
    },
    PerformanceTotalDerived: (row, event) => {
      const { totalHundredths, totalE6 } = event.data;
      return { ...(row ?? blank(event)), totalHundredths, totalE6 };
    },
    PerformanceGradeDetermined: (row, event) => {
      const { grade, gradeZh, bookId, bookVersion } = event.data;
      return { ...(row ?? blank(event)), grade, gradeZh, bookId, bookVersion };
    },
  },
};
