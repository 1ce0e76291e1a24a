import type { Recorded } from '#kernel';
import type { VillageRegistered } from '#registry';
import type { ClauseOutcomeChanged, Consequence } from '#rulebook';
import { factsFrom, recorded, type Rows } from '../../../test/support/specification.js';
import { onAppraisalScoreRecorded, onPerformanceTotalDerived } from './appraisal.policy.js';
import { deductionOutcomes, type DeductionOutcomesRow } from './deduction-outcomes.view.js';
import { onClauseOutcomeChanged, onIndicatorScoreRecorded, onRuleBookPublished, onVillageRegistered } from './performance.policy.js';

const TOWN = 'unit-qinglan01';
const VILLAGE = 'village-shiban01';
const towns: Rows = { 'village-towns': { [VILLAGE]: { villageId: VILLAGE, townUnitId: TOWN } } };
const onTown: Consequence = { kind: 'deduction', pointsHundredths: 800, from: 'town-of-village' };
const onSelf: Consequence = { kind: 'deduction', pointsHundredths: 300, per: 'findings.agreed', from: 'self' };

const data: ClauseOutcomeChanged['data'] = {
  target: VILLAGE,
  targetKind: 'village',
  year: 2016,
  clauseId: 'X1',
  clauseHash: 'h',
  bookId: 'book',
  bookVersion: 1,
  outcome: 'met',
  consequence: onTown,
  values: { 'village.exit': 'failed' },
  evidence: ['e7'],
  missing: [],
};
type Change = Partial<ClauseOutcomeChanged['data']>;
const onUnit: Change = { target: TOWN, targetKind: 'unit', clauseId: 'X2', consequence: onSelf, values: { 'findings.agreed': 2 }, evidence: ['f1', 'f2'] };
const outcome = (change: Change = {}, index = 0) =>
  recorded({ type: 'ClauseOutcomeChanged', data: { ...data, ...change } }, index) as Recorded<ClauseOutcomeChanged>;

/** The view's row after these outcomes, as the policy meets it: the causing event included. */
function deductionRows(history: readonly Recorded<ClauseOutcomeChanged>[]): Record<string, DeductionOutcomesRow> {
  const rows: Record<string, DeductionOutcomesRow> = {};
  for (const event of history) {
    const row = deductionOutcomes.on.ClauseOutcomeChanged(rows[event.data.target], event, event.data.target);
    if (row) rows[event.data.target] = row;
  }
  return rows;
}

function react(history: readonly Change[], rows: Rows = towns) {
  const events = history.map(outcome);
  const last = events.at(-1)!;
  return onClauseOutcomeChanged.on.ClauseOutcomeChanged(
    last,
    factsFrom({ ...rows, 'deduction-outcomes': deductionRows(events) }, onClauseOutcomeChanged.needs?.ClauseOutcomeChanged?.(last) ?? []),
  );
}
const derives = (pointsHundredths: number, of: ClauseOutcomeChanged['data'] = data) => ({
  type: 'DerivePerformance',
  data: {
    unitId: TOWN,
    year: 2016,
    deduction: {
      clauseId: of.clauseId,
      target: of.target,
      pointsHundredths,
      basis: { bookId: of.bookId, bookVersion: of.bookVersion, clauseId: of.clauseId, clauseHash: 'h', events: of.evidence },
    },
  },
});

describe('what an outcome costs', () => {
  it('a met clause about a village costs its town', () => expect(react([{}])).toEqual([derives(800)]));
  it('a met clause about a unit costs the unit, as often as its fact counts', () => expect(react([onUnit])).toEqual([derives(600, { ...data, ...onUnit })]));
  it.each(['not-met', 'undetermined'] as const)('%s costs nothing', (said) => expect(react([{}, { outcome: said }])).toEqual([derives(0)]));
  it('an uncounted multiple costs nothing', () => expect(react([{ ...onUnit, values: {} }])).toEqual([derives(0, { ...data, ...onUnit })]));
  it('a clause that charges somebody else than its target costs nothing', () => {
    expect(react([{ consequence: onSelf, values: { 'findings.agreed': 2 } }])).toEqual([derives(0)]);
    const misplaced: Change = { ...onUnit, consequence: onTown };
    expect(react([misplaced])).toEqual([derives(0, { ...data, ...misplaced })]);
  });
  it("a clause that never cost points is nobody's business here", () => expect(react([{ consequence: { kind: 'grade' } }])).toEqual([]));
  it('a clause whose price a later book takes away gives the points back', () =>
    expect(react([{}, { bookVersion: 2, consequence: { kind: 'gap', zh: '缺口' } }])).toEqual([derives(0, { ...data, bookVersion: 2 })]));
  it("waits for the village's town", () => expect(react([{}], {})).toEqual([]));
});

describe('the other half of the join', () => {
  const registered = recorded({ type: 'VillageRegistered', data: { villageId: VILLAGE, name: '石板村', townUnitId: TOWN } }, 9) as Recorded<VillageRegistered>;
  const on = (...history: readonly Change[]) =>
    onVillageRegistered.on.VillageRegistered(
      registered,
      factsFrom({ 'deduction-outcomes': deductionRows(history.map(outcome)) }, onVillageRegistered.needs?.VillageRegistered?.(registered) ?? []),
    );
  it('a village registered late brings its outcomes along', () =>
    expect(on({}, { clauseId: 'X0', outcome: 'not-met' })).toEqual([derives(0, { ...data, clauseId: 'X0' }), derives(800)]));
  it('a village without any brings nothing', () => expect(on()).toEqual([]));
});

describe('what else is derived again', () => {
  const unit = { unitId: TOWN, year: 2016 };
  const any = (type: string, more: object = {}) => recorded({ type, data: { ...unit, ...more } }, 0) as never;
  it('performance on every score', () => {
    expect(onIndicatorScoreRecorded.on.IndicatorScoreRecorded(any('IndicatorScoreRecorded'), factsFrom({}, []))).toEqual([
      { type: 'DerivePerformance', data: unit },
    ]);
    expect(onIndicatorScoreRecorded.on.IndicatorScoreCorrected(any('IndicatorScoreCorrected'), factsFrom({}, []))).toEqual([
      { type: 'DerivePerformance', data: unit },
    ]);
  });
  it.each(['RuleBookPublished', 'RuleBookSuperseded'] as const)('every assessment under way on %s', (type) => {
    const event = any(type);
    const opened = { 'opened-assessments': { 'unit-b001-2016': { unitId: 'unit-b001', year: 2016 }, 'unit-a001-2015': { unitId: 'unit-a001', year: 2015 } } };
    expect(onRuleBookPublished.on[type](event, factsFrom(opened, onRuleBookPublished.needs?.[type]?.(event) ?? []))).toEqual([
      { type: 'DerivePerformance', data: { unitId: 'unit-a001', year: 2015 } },
      { type: 'DerivePerformance', data: { unitId: 'unit-b001', year: 2016 } },
    ]);
  });
  it('the appraisal on the performance total, exact', () => {
    expect(
      onPerformanceTotalDerived.on.PerformanceTotalDerived(any('PerformanceTotalDerived', { totalHundredths: 5840, totalE6: 58_400_001 }), factsFrom({}, [])),
    ).toEqual([{ type: 'DeriveAppraisal', data: { ...unit, performanceE6: 58_400_001 } }]);
    expect(
      onPerformanceTotalDerived.on.PerformanceTotalDerived(any('PerformanceTotalDerived', { totalHundredths: null, totalE6: null }), factsFrom({}, [])),
    ).toEqual([{ type: 'DeriveAppraisal', data: { ...unit, performanceE6: null } }]);
  });
  it.each(['AnnualAppraisalOpened', 'AppraisalScoreRecorded', 'AppraisalScoreCorrected'] as const)('the appraisal on %s', (type) =>
    expect(onAppraisalScoreRecorded.on[type](any(type), factsFrom({}, []))).toEqual([{ type: 'DeriveAppraisal', data: unit }]),
  );
});
