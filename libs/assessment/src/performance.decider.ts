import { must, sameJson, type Basis, type DecisionInput, type Decider, type NewEvent } from '#kernel';
import { clauseHash, clausesOfKind, gradeFor, type RuleBook } from '#rulebook';
import { bookOfYear, mustBeAssessed, mustBeCovered, mustBeReasoned, mustBeScore, mustCiteDocument, mustMakeWhole, unitNeeds, yearEnd } from './guards.js';
import type { DerivePerformance, PerformanceCommand } from './performance.commands.js';
import type { Indicator, IndicatorScoreRecorded, PerformanceDeductionDerived, PerformanceEvent, PerformanceGradeDetermined } from './performance.events.js';
import { hundredthsOfE6, totalE6, type StandingDeduction, type StandingScore } from './performance.totals.js';

type Graded = Pick<PerformanceGradeDetermined['data'], 'grade' | 'gradeZh' | 'bookId' | 'bookVersion'>;
type State = Readonly<{
  opened: boolean;
  indicators: readonly Indicator[];
  scores: ReadonlyMap<string, StandingScore>;
  /** By clause and target; kept from before the assessment is opened, when a clause was met that early. */
  deductions: ReadonlyMap<string, StandingDeduction>;
  totalE6: number | null;
  graded: Graded | null;
}>;

const deductionKey = ({ clauseId, target }: Readonly<{ clauseId: string; target: string }>): string => `${clauseId}@${target}`;
const NOT_OPEN = { zh: '该单位该年度的绩效考核尚未启动', en: 'this performance assessment has not been opened' };

function mustKnowIndicator({ opened, indicators }: State, indicatorId: string): void {
  must(opened, 'assessment.not-open', NOT_OPEN);
  must(
    indicators.some(({ id }) => id === indicatorId),
    'assessment.unknown-indicator',
    { zh: `考核方案中没有指标“${indicatorId}”`, en: `the scheme has no indicator "${indicatorId}"` },
  );
}

/** Evidence that changed under the same price is recorded too: the record's ground follows the evidence. */
function deductionEvents({ data: { unitId, year, deduction } }: DerivePerformance, { deductions }: State): readonly NewEvent<PerformanceDeductionDerived>[] {
  if (!deduction) return [];
  const { basis, ...said } = deduction;
  const known = deductions.get(deductionKey(said));
  const price = known?.pointsHundredths ?? 0;
  const same = price === said.pointsHundredths && (price === 0 || sameJson(known?.basis, basis));
  return same ? [] : [{ type: 'PerformanceDeductionDerived', data: { unitId, year, ...said }, basis: [basis] }];
}

/** Total and grade, where they differ from what is recorded. */
function resultEvents({ data: { unitId, year } }: DerivePerformance, state: State, input: DecisionInput): readonly NewEvent<PerformanceEvent>[] {
  if (!state.opened) return [];
  const exact = totalE6(state.indicators, state.scores, state.deductions.values());
  const totalHundredths = hundredthsOfE6(exact);
  const book = bookOfYear(input, year)?.book;
  const events: NewEvent<PerformanceEvent>[] = [];
  if (exact !== state.totalE6) {
    const basis = groundsOf(state);
    events.push({ type: 'PerformanceTotalDerived', data: { unitId, year, totalHundredths, totalE6: exact }, ...(basis.length > 0 && { basis }) });
  }
  const graded = gradedBy(book, totalHundredths, state.graded);
  if (graded && !sameJson(graded, state.graded)) {
    events.push({ type: 'PerformanceGradeDetermined', data: { unitId, year, ...graded }, ...gradeBasis(book, state) });
  }
  return events;
}

/** What the book makes of a total. Nothing to say while there never was a grade; undetermined once total or book are gone. */
function gradedBy(book: RuleBook | undefined, totalHundredths: number | null, known: Graded | null): Graded | null {
  if (!book || totalHundredths === null) return known && { ...known, grade: null, gradeZh: null };
  const { id, zh } = gradeFor(book, totalHundredths);
  return { grade: id, gradeZh: zh, bookId: book.id, bookVersion: book.version };
}

/** The grounds of the deductions that cost points now. */
const groundsOf = ({ deductions }: State): readonly Basis[] =>
  [...deductions.values()].flatMap(({ pointsHundredths, basis }) => (pointsHundredths !== 0 && basis ? [basis] : []));

/** A grade rests on the book's grading clause, and on the scores and deductions as they are now. */
function gradeBasis(book: RuleBook | undefined, state: State): Readonly<{ basis?: readonly Basis[] }> {
  const clauses = book ? clausesOfKind(book, 'grade') : [];
  if (!book || clauses.length === 0) return {};
  const scores = [...state.scores.values()].map(({ eventId }) => eventId);
  const events = [...new Set([...scores, ...groundsOf(state).flatMap((basis) => basis.events)])].sort();
  return { basis: clauses.map((clause) => ({ bookId: book.id, bookVersion: book.version, clauseId: clause.id, clauseHash: clauseHash(clause), events })) };
}

const scored = (scores: State['scores'], { indicatorId, scoreHundredths }: IndicatorScoreRecorded['data'], eventId: string): State['scores'] =>
  new Map(scores).set(indicatorId, { scoreHundredths, eventId });
const priced = (deductions: State['deductions'], data: PerformanceDeductionDerived['data'], basis: readonly Basis[] | undefined): State['deductions'] =>
  new Map(deductions).set(deductionKey(data), { pointsHundredths: data.pointsHundredths, basis: basis?.[0] ?? null });

/** The weights and scores are people's facts; every number that follows from them is derived, and only its changes are recorded. */
export const performanceDecider: Decider<State, PerformanceCommand, PerformanceEvent> = {
  category: 'performance',
  streamOf: ({ data: { unitId, year } }) => `performance-${unitId}-${year}`,
  initialState: { opened: false, indicators: [], scores: new Map(), deductions: new Map(), totalE6: null, graded: null },
  commands: {
    OpenPerformanceAssessment: { by: 'person', zh: '启动绩效考核' },
    RecordIndicatorScore: { by: 'person', zh: '记录指标得分' },
    CorrectIndicatorScore: { by: 'person', zh: '更正指标得分' },
    DerivePerformance: { by: 'policy', zh: '推算绩效结果' },
  },
  needs: { OpenPerformanceAssessment: ({ data: { unitId } }) => unitNeeds(unitId) },
  bookOn: {
    OpenPerformanceAssessment: ({ data: { year } }) => yearEnd(year),
    DerivePerformance: ({ data: { year } }) => yearEnd(year),
  },
  decide: {
    OpenPerformanceAssessment: ({ data }, { opened }, input) => {
      must(!opened, 'assessment.already-open', { zh: '该单位该年度的绩效考核已启动', en: 'this performance assessment is already open' });
      const { kind } = mustBeAssessed(data.unitId, input);
      mustBeCovered(input, data.year);
      mustMakeWhole(data.indicators);
      mustCiteDocument(data.documentRef);
      return [{ type: 'PerformanceAssessmentOpened', data: { ...data, unitKind: kind } }];
    },
    RecordIndicatorScore: ({ data }, state) => {
      mustKnowIndicator(state, data.indicatorId);
      must(!state.scores.has(data.indicatorId), 'assessment.score-exists', { zh: '该指标已有得分，请用更正', en: 'this indicator has a score: correct it' });
      mustBeScore(data);
      return [{ type: 'IndicatorScoreRecorded', data }];
    },
    CorrectIndicatorScore: ({ data }, state, input) => {
      mustKnowIndicator(state, data.indicatorId);
      const known = state.scores.get(data.indicatorId);
      must(known, 'assessment.no-score', { zh: '该指标尚无得分，无可更正', en: 'this indicator has no score to correct' });
      mustBeScore(data);
      must(known.scoreHundredths !== data.scoreHundredths, 'assessment.score-same', { zh: '更正前后得分相同', en: 'the correction changes nothing' });
      mustBeReasoned(data, input);
      return [{ type: 'IndicatorScoreCorrected', data, validAt: { from: data.documentDate } }];
    },
    DerivePerformance: (command, state, input) => {
      const deductions = deductionEvents(command, state);
      const after = deductions.reduce((soFar, { data, basis }) => ({ ...soFar, deductions: priced(soFar.deductions, data, basis) }), state);
      return [...deductions, ...resultEvents(command, after, input)];
    },
  },
  evolve: {
    PerformanceAssessmentOpened: (state, { data: { indicators } }) => ({ ...state, opened: true, indicators }),
    IndicatorScoreRecorded: (state, { id, data }) => ({ ...state, scores: scored(state.scores, data, id) }),
    IndicatorScoreCorrected: (state, { id, data }) => ({ ...state, scores: scored(state.scores, data, id) }),
    PerformanceDeductionDerived: (state, { data, basis }) => ({ ...state, deductions: priced(state.deductions, data, basis) }),
    PerformanceTotalDerived: (state, { data }) => ({ ...state, totalE6: data.totalE6 }),
    PerformanceGradeDetermined: (state, { data: { grade, gradeZh, bookId, bookVersion } }) => ({ ...state, graded: { grade, gradeZh, bookId, bookVersion } }),
  },
  commandOf: {
    PerformanceAssessmentOpened: (_events, { data: { unitKind: _known, ...data } }) => ({ type: 'OpenPerformanceAssessment', data }),
    IndicatorScoreRecorded: (_events, { data }) => ({ type: 'RecordIndicatorScore', data }),
    IndicatorScoreCorrected: (_events, { data }) => ({ type: 'CorrectIndicatorScore', data }),
  },
};
