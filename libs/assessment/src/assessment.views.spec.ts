import type { AnyView } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import { appraisalCard, type AppraisalCardRow } from './appraisal-card.view.js';
import { assessedUnits } from './assessed-units.view.js';
import { openedAssessments } from './opened-assessments.view.js';
import { scoreEvidence } from './score-evidence.view.js';
import { scorecard, type ScorecardRow } from './scorecard.view.js';
import { villageTowns } from './village-towns.view.js';

const unit = { unitId: 'unit-qinglan01', year: 2016 };
const KEY = 'unit-qinglan01-2016';

/** All rows of a view after a history, kept as the read model keeps them. */
function rowsOf<Row>(view: AnyView, ...history: readonly Past[]): Readonly<Record<string, Row>> {
  const rows: Record<string, Row> = {};
  for (const event of history.map(recorded)) {
    for (const key of view.keysOf(event)) {
      const row = view.on[event.type]!(rows[key], event, key) as Row | undefined;
      if (row === undefined) delete rows[key];
      else rows[key] = row;
    }
  }
  return rows;
}

const opened: Past = {
  type: 'PerformanceAssessmentOpened',
  data: {
    ...unit,
    unitKind: 'town',
    documentRef: '甲',
    indicators: [
      { id: 'a', zh: '减贫', weightBasisPoints: 6000 },
      { id: 'b', zh: '资金', weightBasisPoints: 4000 },
    ],
  },
};
const scored: Past = { type: 'IndicatorScoreRecorded', data: { ...unit, indicatorId: 'a', scoreHundredths: 6140, evidenceRefs: ['材料甲'] } };
const corrected: Past = {
  type: 'IndicatorScoreCorrected',
  data: { ...unit, indicatorId: 'a', scoreHundredths: 6440, evidenceRefs: ['材料乙'], reason: '漏计', documentDate: '2017-03-01' },
};
const basis = [{ bookId: 'book', bookVersion: 1, clauseId: 'X', clauseHash: 'h', events: ['f1'] }];
const deducted = (pointsHundredths: number, clauseId = 'X'): Past => ({
  type: 'PerformanceDeductionDerived',
  data: { ...unit, clauseId, target: unit.unitId, pointsHundredths },
  basis,
});
const total = (totalHundredths: number): Past => ({ type: 'PerformanceTotalDerived', data: { ...unit, totalHundredths, totalE6: totalHundredths * 10_000 } });
const graded = (grade: string, gradeZh: string): Past => ({
  type: 'PerformanceGradeDetermined',
  data: { ...unit, grade, gradeZh, bookId: 'book', bookVersion: 1 },
});

describe('scorecard', () => {
  const card = (...history: readonly Past[]) => rowsOf<ScorecardRow>(scorecard, ...history)[KEY];
  it('lists what is to be scored', () =>
    expect(card(opened)).toMatchObject({
      opened: true,
      unitKind: 'town',
      documentRef: '甲',
      totalHundredths: null,
      scores: [{ indicatorId: 'a', weightBasisPoints: 6000, scoreHundredths: null }, { indicatorId: 'b' }],
    }));
  it('shows scores with their evidence', () =>
    expect(card(opened, scored)?.scores[0]).toMatchObject({ scoreHundredths: 6140, evidenceRefs: ['材料甲'], eventId: 'e1', corrected: null }));
  it('shows what a correction changed and why', () =>
    expect(card(opened, scored, corrected)?.scores[0]).toMatchObject({
      scoreHundredths: 6440,
      evidenceRefs: ['材料乙'],
      eventId: 'e2',
      corrected: { fromHundredths: 6140, reason: '漏计', documentDate: '2017-03-01' },
    }));
  it("shows each clause's deduction once, with its ground, while it costs points", () => {
    expect(card(opened, deducted(300), deducted(600), deducted(800, 'A'))?.deductions).toMatchObject([
      { clauseId: 'A', pointsHundredths: 800 },
      { clauseId: 'X', pointsHundredths: 600, basis, eventId: 'e2' },
    ]);
    expect(card(opened, deducted(300), deducted(0))?.deductions).toEqual([]);
  });
  it('keeps deductions from before the opening', () => expect(card(deducted(300), opened)).toMatchObject({ opened: true, deductions: [{ clauseId: 'X' }] }));
  it('says so when only deductions are known', () => expect(card(deducted(300))).toMatchObject({ opened: false, scores: [] }));
  it('shows the last total and grade, and of which book', () => {
    const known = [opened, total(5840), graded('poor', '较差'), total(6140), graded('fair', '一般')];
    expect(card(...known)).toMatchObject({ totalHundredths: 6140, totalE6: 61_400_000, grade: 'fair', gradeZh: '一般', bookId: 'book', bookVersion: 1 });
    expect(known.map((_, last) => card(...known.slice(0, last + 1))).map((row) => [row?.totalHundredths, row?.grade])).toEqual([
      [null, null],
      [5840, null],
      [5840, 'poor'],
      [6140, 'poor'],
      [6140, 'fair'],
    ]);
  });
});

const items = [
  { id: 'performance', zh: '脱贫攻坚', weightBasisPoints: 6000, from: 'performance' },
  { id: 'other', zh: '其他', weightBasisPoints: 4000, from: 'scores' },
];
const appraisal: Past = { type: 'AnnualAppraisalOpened', data: { ...unit, unitKind: 'town', documentRef: '乙', items } };
const appraised: Past = { type: 'AppraisalScoreRecorded', data: { ...unit, itemId: 'other', scoreHundredths: 7290, evidenceRefs: ['材料甲', '材料丙'] } };
const fed = (performanceE6: number | null): Past => ({ type: 'AppraisalPerformanceDerived', data: { ...unit, performanceE6 } });

describe('appraisal-card', () => {
  const card = (...history: readonly Past[]) => rowsOf<AppraisalCardRow>(appraisalCard, ...history)[KEY];
  it('shows the performance result where it weighs, whenever it came', () => {
    for (const row of [card(appraisal, fed(58_409_999)), card(fed(58_409_999), appraisal)])
      expect(row).toMatchObject({ opened: true, performanceE6: 58_409_999, items: [{ id: 'performance', scoreHundredths: 5840 }, { scoreHundredths: null }] });
    expect(card(appraisal, fed(58_400_000), fed(null))?.items[0]).toMatchObject({ scoreHundredths: null });
  });
  it('shows scores, corrections and the last total', () => {
    const correction: Past = {
      type: 'AppraisalScoreCorrected',
      data: { ...unit, itemId: 'other', scoreHundredths: 7300, evidenceRefs: ['材料丁'], reason: '加总有误', documentDate: '2017-03-01' },
    };
    const totals = [
      [6420, 642_000_000_000],
      [6424, 642_400_000_000],
    ].map(([totalHundredths, totalE10]) => ({ type: 'AnnualAppraisalTotalDerived', data: { ...unit, totalHundredths, totalE10 } }));
    const row = card(appraisal, fed(58_400_000), appraised, totals[0]!, correction, totals[1]!);
    expect(row).toMatchObject({
      totalHundredths: 6424,
      totalE10: 642_400_000_000,
      items: [{}, { scoreHundredths: 7300, evidenceRefs: ['材料丁'], eventId: 'e4' }],
    });
    expect(card(appraisal, fed(58_400_000), appraised, totals[0]!)).toMatchObject({ totalHundredths: 6420 });
  });
});

describe('the views that decisions read', () => {
  const registered = (kind: string): Past => ({ type: 'UnitRegistered', data: { unitId: unit.unitId, kind, name: '青岚镇' } });
  it.each(['town', 'department'])('assessed-units has every %s', (kind) =>
    expect(rowsOf(assessedUnits, registered(kind))).toEqual({ [unit.unitId]: { unitId: unit.unitId, kind, name: '青岚镇' } }),
  );
  it.each(['county', 'organ', 'city'])('assessed-units has no %s', (kind) => expect(rowsOf(assessedUnits, registered(kind))).toEqual({}));
  it("village-towns knows each village's town", () =>
    expect(rowsOf(villageTowns, { type: 'VillageRegistered', data: { villageId: 'village-shiban01', name: '石板村', townUnitId: unit.unitId } })).toEqual({
      'village-shiban01': { villageId: 'village-shiban01', townUnitId: unit.unitId },
    }));
  it('opened-assessments lists what is under way', () =>
    expect(rowsOf(openedAssessments, opened)).toEqual({ [KEY]: { ...unit, unitKind: 'town', documentRef: '甲' } }));
});

describe('score-evidence', () => {
  it('names every score that a paper supports, of both instruments', () => {
    const rows = rowsOf<{ scores: readonly unknown[] }>(scoreEvidence, scored, corrected, appraised);
    expect(Object.keys(rows).sort()).toEqual(['材料丙', '材料乙', '材料甲'].sort());
    expect(rows['材料甲']?.scores).toMatchObject([
      { instrument: 'performance', itemId: 'a', scoreHundredths: 6140, correction: false, eventId: 'e0' },
      { instrument: 'appraisal', itemId: 'other', scoreHundredths: 7290 },
    ]);
    expect(rows['材料乙']?.scores).toMatchObject([{ correction: true }]);
  });
});
