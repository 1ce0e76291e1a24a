import type { BookInForce } from '#rulebook';
import { specification, type Past } from '../../../test/support/specification.js';
import { appraisalDecider } from './appraisal.decider.js';

const unit = { unitId: 'unit-qinglan01', year: 2016 };
const itemsAt = (weight: number) => [
  { id: 'poverty', zh: '脱贫攻坚', weightBasisPoints: weight, from: 'performance' as const },
  { id: 'other', zh: '其他工作', weightBasisPoints: 10_000 - weight, from: 'scores' as const },
];
const scheme = { ...unit, items: itemsAt(6000), documentRef: '示例考字〔2016〕2号' };
const opened: Past = { type: 'AnnualAppraisalOpened', data: { ...scheme, unitKind: 'town' } };
const score = (scoreHundredths: number, itemId = 'other') => ({ ...unit, itemId, scoreHundredths, evidenceRefs: ['材料丙'] });
const scored = (scoreHundredths: number): Past => ({ type: 'AppraisalScoreRecorded', data: score(scoreHundredths) });
const correction = { ...score(7300), reason: '加总有误', documentDate: '2016-12-01' };
const performance = (performanceE6: number | null): Past => ({ type: 'AppraisalPerformanceDerived', data: { ...unit, performanceE6 } });
const total = (totalHundredths: number | null, totalE10: number | null): Past => ({
  type: 'AnnualAppraisalTotalDerived',
  data: { ...unit, totalHundredths, totalE10 },
});
const derive = (performanceE6?: number | null) =>
  ({ type: 'DeriveAppraisal', data: { ...unit, ...(performanceE6 !== undefined && { performanceE6 }) } }) as const;

const floor = (id: string, unitKind: string, floorBasisPoints: number) => ({
  id,
  status: 'on',
  consequence: { kind: 'weight-floor', indicator: 'poverty', unitKind, floorBasisPoints },
});
const book = { book: { clauses: [floor('FLOOR-T', 'town', 6000), floor('FLOOR-D', 'department', 5000)] }, interpretations: [] } as unknown as BookInForce;
const kind = (is: string) => ({ rows: { 'assessed-units': { [unit.unitId]: { unitId: unit.unitId, kind: is, name: '青岚镇' } } } });
const given = specification(appraisalDecider, { book, ...kind('town') });

describe('opening an annual appraisal', () => {
  const open = { type: 'OpenAnnualAppraisal', data: scheme } as const;
  const at = (weight: number) => ({ ...open, data: { ...scheme, items: itemsAt(weight) } });
  it("accepts a town's scheme at the floor", () =>
    given()
      .when(open)
      .then({ type: 'AnnualAppraisalOpened', data: { ...scheme, unitKind: 'town' } }));
  it("refuses it one basis point below, by the book's clause", () => given().when(at(5999)).thenRejected('appraisal.weight-below-floor', 'FLOOR-T'));
  it("goes by the unit's kind", () => {
    given()
      .when(at(5000), kind('department'))
      .thenData({ type: 'AnnualAppraisalOpened', data: { ...scheme, items: itemsAt(5000), unitKind: 'department' } });
    given().when(at(4999), kind('department')).thenRejected('appraisal.weight-below-floor', 'FLOOR-D');
  });
  it('takes the floor from the book: another book, another floor', () => {
    const low = { book: { clauses: [floor('LOW', 'town', 100)] }, interpretations: [] } as unknown as BookInForce;
    given()
      .when(at(100), { book: low })
      .thenData({ type: 'AnnualAppraisalOpened', data: { ...scheme, items: itemsAt(100), unitKind: 'town' } });
    given().when(at(99), { book: low }).thenRejected('appraisal.weight-below-floor', 'LOW');
  });
  it('refuses a floor met by an item that does not carry the performance result', () => {
    const [first, second] = itemsAt(6000);
    given()
      .when({
        ...open,
        data: {
          ...scheme,
          items: [
            { ...first!, from: 'scores' },
            { ...second!, from: 'performance' },
          ],
        },
      })
      .thenRejected('appraisal.weight-below-floor', 'FLOOR-T');
  });
  it.each([
    ['no item', 'scores'],
    ['two items', 'performance'],
  ] as const)('refuses %s that carry the performance result', (_what, from) =>
    given()
      .when({ ...open, data: { ...scheme, items: itemsAt(6000).map((item) => ({ ...item, from })) } })
      .thenRejected('appraisal.performance-item'),
  );
  it('refuses weights off by one', () =>
    given()
      .when({ ...open, data: { ...scheme, items: [itemsAt(6000)[0]!, { ...itemsAt(6000)[1]!, weightBasisPoints: 4001 }] } })
      .thenRejected('assessment.weights-sum'));
  it('refuses a second one, an unknown unit, a year without a book, a scheme without a document', () => {
    given(opened).when(open).thenRejected('appraisal.already-open');
    given().when(open, { rows: {} }).thenRejected('assessment.unit-not-assessed');
    given().when(open, { book: undefined }).thenRejected('assessment.year-not-covered');
    given()
      .when({ ...open, data: { ...scheme, documentRef: '' } })
      .thenRejected('assessment.document-missing');
  });
});

describe('scoring the other items', () => {
  const record = { type: 'RecordAppraisalScore', data: score(7290) } as const;
  const correct = { type: 'CorrectAppraisalScore', data: correction } as const;
  it('records and corrects', () => {
    given(opened)
      .when(record)
      .then({ type: 'AppraisalScoreRecorded', data: score(7290) });
    given(opened, scored(7290))
      .when(correct)
      .then({ type: 'AppraisalScoreCorrected', data: correction, validAt: { from: '2016-12-01' } });
    given(opened, scored(7290), { type: 'AppraisalScoreCorrected', data: { ...correction, scoreHundredths: 1 } })
      .when(correct)
      .thenData({ type: 'AppraisalScoreCorrected', data: correction });
  });
  it('leaves the performance result to the performance assessment', () =>
    given(opened)
      .when({ ...record, data: score(1, 'poverty') })
      .thenRejected('appraisal.item-derived'));
  it('refuses what has no place', () => {
    given().when(record).thenRejected('appraisal.not-open');
    given(opened)
      .when({ ...record, data: score(1, 'unknown') })
      .thenRejected('appraisal.unknown-item');
    given(opened, scored(1)).when(record).thenRejected('appraisal.score-exists');
    given(opened)
      .when({ ...record, data: score(10_001) })
      .thenRejected('assessment.score-invalid');
  });
  it('refuses corrections of nothing, to the same, without reason', () => {
    given(opened).when(correct).thenRejected('appraisal.no-score');
    given(opened, scored(7300)).when(correct).thenRejected('appraisal.score-same');
    given(opened, scored(7290))
      .when({ ...correct, data: { ...correction, reason: ' ' } })
      .thenRejected('assessment.reason-missing');
  });
});

describe("the appraisal's total", () => {
  it('weighs the performance result exactly: 0.60 × 58.40 + 0.40 × 72.90 = 64.20', () =>
    given(opened, scored(7290)).when(derive(58_400_000)).thenData(performance(58_400_000), total(6420, 642_000_000_000)));
  it('rises with the corrected result: 66.00', () =>
    given(opened, scored(7290), performance(58_400_000), total(6420, 642_000_000_000))
      .when(derive(61_400_000))
      .thenData(performance(61_400_000), total(6600, 660_000_000_000)));
  it('follows a corrected score', () =>
    given(opened, scored(7290), performance(58_400_000), total(6420, 642_000_000_000), { type: 'AppraisalScoreCorrected', data: correction })
      .when(derive())
      .thenData(total(6424, 642_400_000_000)));
  it('keeps what lies below a hundredth', () =>
    given(opened, scored(7290)).when(derive(58_400_001)).thenData(performance(58_400_001), total(6420, 642_000_006_000)));
  it('is undetermined while anything is missing', () => {
    given(opened).when(derive(58_400_000)).thenData(performance(58_400_000));
    given(opened, scored(7290)).when(derive()).thenNothing();
    given(opened, scored(7290), performance(58_400_000), total(6420, 642_000_000_000)).when(derive(null)).thenData(performance(null), total(null, null));
  });
  it('keeps a result that came before the appraisal was opened', () => {
    given().when(derive(58_400_000)).thenData(performance(58_400_000));
    given(performance(58_400_000), opened, scored(7290)).when(derive()).thenData(total(6420, 642_000_000_000));
    const whole: Past = {
      type: 'AnnualAppraisalOpened',
      data: { ...scheme, unitKind: 'town', items: [{ id: 'poverty', zh: '脱贫攻坚', weightBasisPoints: 10_000, from: 'performance' }] },
    };
    given(performance(58_400_000), whole).when(derive()).thenData(total(5840, 584_000_000_000));
  });
  it('says nothing twice', () => {
    given(opened, scored(7290), performance(58_400_000), total(6420, 642_000_000_000)).when(derive(58_400_000)).thenNothing();
    given().when(derive(null)).thenNothing();
  });
});
