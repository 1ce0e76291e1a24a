import { must, type Decider, type NewEvent } from '#kernel';
import { weightFloorsFor, type BookInForce } from '#rulebook';
import type { AppraisalCommand, DeriveAppraisal } from './appraisal.commands.js';
import type { AppraisalEvent, AppraisalItem } from './appraisal.events.js';
import { mustBeAssessed, mustBeReasoned, mustBeScore, mustCiteDocument, mustBeCovered, mustMakeWhole, unitNeeds, yearEnd } from './guards.js';

type State = Readonly<{
  opened: boolean;
  items: readonly AppraisalItem[];
  scores: ReadonlyMap<string, number>;
  /** The performance total in millionths; kept from before the appraisal is opened. */
  performanceE6: number | null;
  totalE10: number | null;
}>;

/** A hundredth of a point in millionths, and in the appraisal's exact unit. */
const E6_PER_HUNDREDTH = 10_000;
const E10_PER_HUNDREDTH = 100_000_000;

function mustBeScoredByPeople({ opened, items }: State, itemId: string): void {
  must(opened, 'appraisal.not-open', { zh: '该单位该年度的年度考核尚未启动', en: 'this annual appraisal has not been opened' });
  const item = items.find(({ id }) => id === itemId);
  must(item, 'appraisal.unknown-item', { zh: `考核方案中没有项目“${itemId}”`, en: `the scheme has no item "${itemId}"` });
  must(item.from === 'scores', 'appraisal.item-derived', {
    zh: '该项目由绩效考核结果计入，不得评分',
    en: 'this item follows from the performance assessment and is not scored',
  });
}

/** One item carries the performance result, and weighs what the book asks for units of this kind: the floor's clause stands in the refusal. */
function mustWeighPerformance(items: readonly AppraisalItem[], unitKind: string, { book }: BookInForce): void {
  const fed = items.filter(({ from }) => from === 'performance');
  must(fed.length === 1, 'appraisal.performance-item', { zh: '须有且只有一个项目由绩效考核结果计入', en: 'exactly one item carries the performance result' });
  for (const { clauseId, indicator, floorBasisPoints } of weightFloorsFor(book, unitKind)) {
    const weight = fed.find(({ id }) => id === indicator)?.weightBasisPoints ?? 0;
    must(
      weight >= floorBasisPoints,
      'appraisal.weight-below-floor',
      {
        zh: `指标“${indicator}”权重${weight}低于下限${floorBasisPoints}（万分之一）`,
        en: `"${indicator}" weighs ${weight} basis points, the floor is ${floorBasisPoints}`,
      },
      clauseId,
    );
  }
}

/** Exact, in 10^-10 points: at most 10^12, an integer all the way. Null while anything is missing. */
function totalE10({ items, scores, performanceE6 }: State): number | null {
  let total = 0;
  for (const { id, from, weightBasisPoints } of items) {
    const score = scores.get(id);
    const e6 = from === 'performance' ? performanceE6 : score === undefined ? null : score * E6_PER_HUNDREDTH;
    if (e6 === null) return null;
    total += weightBasisPoints * e6;
  }
  return total;
}

function derivedEvents({ data: { unitId, year, performanceE6 } }: DeriveAppraisal, before: State): readonly NewEvent<AppraisalEvent>[] {
  const events: NewEvent<AppraisalEvent>[] = [];
  let state = before;
  if (performanceE6 !== undefined && performanceE6 !== state.performanceE6) {
    state = { ...state, performanceE6 };
    events.push({ type: 'AppraisalPerformanceDerived', data: { unitId, year, performanceE6 } });
  }
  const exact = state.opened ? totalE10(state) : null;
  if (exact !== state.totalE10) {
    const totalHundredths = exact === null ? null : Math.floor(exact / E10_PER_HUNDREDTH);
    events.push({ type: 'AnnualAppraisalTotalDerived', data: { unitId, year, totalHundredths, totalE10: exact } });
  }
  return events;
}

/** 年度考核: people weigh and score, the performance result and the total are derived. No consequence for anyone hangs on it (justice 1). */
export const appraisalDecider: Decider<State, AppraisalCommand, AppraisalEvent> = {
  category: 'appraisal',
  streamOf: ({ data: { unitId, year } }) => `appraisal-${unitId}-${year}`,
  initialState: { opened: false, items: [], scores: new Map(), performanceE6: null, totalE10: null },
  commands: {
    OpenAnnualAppraisal: { by: 'person', zh: '启动年度考核' },
    RecordAppraisalScore: { by: 'person', zh: '记录年度考核得分' },
    CorrectAppraisalScore: { by: 'person', zh: '更正年度考核得分' },
    DeriveAppraisal: { by: 'policy', zh: '推算年度考核总分' },
  },
  needs: { OpenAnnualAppraisal: ({ data: { unitId } }) => unitNeeds(unitId) },
  bookOn: { OpenAnnualAppraisal: ({ data: { year } }) => yearEnd(year) },
  decide: {
    OpenAnnualAppraisal: ({ data }, { opened }, input) => {
      must(!opened, 'appraisal.already-open', { zh: '该单位该年度的年度考核已启动', en: 'this annual appraisal is already open' });
      const { kind } = mustBeAssessed(data.unitId, input);
      const book = mustBeCovered(input, data.year);
      mustMakeWhole(data.items);
      mustWeighPerformance(data.items, kind, book);
      mustCiteDocument(data.documentRef);
      return [{ type: 'AnnualAppraisalOpened', data: { ...data, unitKind: kind } }];
    },
    RecordAppraisalScore: ({ data }, state) => {
      mustBeScoredByPeople(state, data.itemId);
      must(!state.scores.has(data.itemId), 'appraisal.score-exists', { zh: '该项目已有得分，请用更正', en: 'this item has a score: correct it' });
      mustBeScore(data);
      return [{ type: 'AppraisalScoreRecorded', data }];
    },
    CorrectAppraisalScore: ({ data }, state, input) => {
      mustBeScoredByPeople(state, data.itemId);
      const known = state.scores.get(data.itemId);
      must(known !== undefined, 'appraisal.no-score', { zh: '该项目尚无得分，无可更正', en: 'this item has no score to correct' });
      mustBeScore(data);
      must(known !== data.scoreHundredths, 'appraisal.score-same', { zh: '更正前后得分相同', en: 'the correction changes nothing' });
      mustBeReasoned(data, input);
      return [{ type: 'AppraisalScoreCorrected', data, validAt: { from: data.documentDate } }];
    },
    DeriveAppraisal: derivedEvents,
  },
  evolve: {
    AnnualAppraisalOpened: (state, { data: { items } }) => ({ ...state, opened: true, items }),
    AppraisalScoreRecorded: (state, { data }) => ({ ...state, scores: new Map(state.scores).set(data.itemId, data.scoreHundredths) }),
    AppraisalScoreCorrected: (state, { data }) => ({ ...state, scores: new Map(state.scores).set(data.itemId, data.scoreHundredths) }),
    AppraisalPerformanceDerived: (state, { data: { performanceE6 } }) => ({ ...state, performanceE6 }),
    AnnualAppraisalTotalDerived: (state, { data }) => ({ ...state, totalE10: data.totalE10 }),
  },
  commandOf: {
    AnnualAppraisalOpened: (_events, { data: { unitKind: _known, ...data } }) => ({ type: 'OpenAnnualAppraisal', data }),
    AppraisalScoreRecorded: (_events, { data }) => ({ type: 'RecordAppraisalScore', data }),
    AppraisalScoreCorrected: (_events, { data }) => ({ type: 'CorrectAppraisalScore', data }),
  },
};
