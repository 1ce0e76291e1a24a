import type { Basis } from '#kernel';
import { clauseHash, type BookInForce, type Clause } from '#rulebook';
import { specification, type Past } from '../../../test/support/specification.js';
import { performanceDecider } from './performance.decider.js';

const unit = { unitId: 'unit-qinglan01', year: 2016 };
const indicators = [
  { id: 'reduction', zh: '减贫成效', weightBasisPoints: 6000 },
  { id: 'funds', zh: '扶贫资金', weightBasisPoints: 4000 },
];
const scheme = { ...unit, indicators, documentRef: '示例考字〔2016〕1号' };
const opened: Past = { type: 'PerformanceAssessmentOpened', data: { ...scheme, unitKind: 'town' } };
const score = (indicatorId: string, scoreHundredths: number) => ({ ...unit, indicatorId, scoreHundredths, evidenceRefs: ['材料甲'] });
const scored = (indicatorId: string, scoreHundredths: number): Past => ({ type: 'IndicatorScoreRecorded', data: score(indicatorId, scoreHundredths) });
const correction = { ...score('funds', 7000), reason: '复核漏计', documentDate: '2016-12-01' };
const basisOn = (clauseId: string, ...events: readonly string[]): Basis => ({ bookId: 'book', bookVersion: 1, clauseId, clauseHash: 'h', events });
const deduction = (pointsHundredths: number, clauseId = 'X', ...events: readonly string[]) => ({
  clauseId,
  target: 'village-shiban01',
  pointsHundredths,
  basis: basisOn(clauseId, ...events),
});
const deducted = (pointsHundredths: number, clauseId = 'X', ...events: readonly string[]) => ({
  type: 'PerformanceDeductionDerived',
  data: { ...unit, clauseId, target: 'village-shiban01', pointsHundredths },
  basis: [basisOn(clauseId, ...events)],
});
const total = (totalE6: number): Past => ({ type: 'PerformanceTotalDerived', data: { ...unit, totalHundredths: Math.floor(totalE6 / 10_000), totalE6 } });
const graded = (grade: string | null, gradeZh: string | null, bookVersion = 1): Past => ({
  type: 'PerformanceGradeDetermined',
  data: { ...unit, grade, gradeZh, bookId: 'book', bookVersion },
});
const derive = { type: 'DerivePerformance', data: unit } as const;
const deriveWith = (...of: Parameters<typeof deduction>) => ({ type: 'DerivePerformance', data: { ...unit, deduction: deduction(...of) } }) as const;

const grading = { id: 'G', status: 'on', consequence: { kind: 'grade' } } as unknown as Clause;
const levels = [
  { id: 'poor', zh: '较差', minHundredths: 0, source: '甲' },
  { id: 'fair', zh: '一般', minHundredths: 6000, source: '甲' },
  { id: 'excellent', zh: '优秀', minHundredths: 9000, source: '甲' },
];
const bookOf = (more: object): BookInForce =>
  ({ book: { id: 'book', version: 1, grades: { maxHundredths: 10000, levels }, clauses: [grading], ...more }, interpretations: [] }) as unknown as BookInForce;
const book = bookOf({});
const rows = { 'assessed-units': { [unit.unitId]: { unitId: unit.unitId, kind: 'town', name: '青岚镇' } } };
const given = specification(performanceDecider, { book, rows });

describe('opening a performance assessment', () => {
  const open = { type: 'OpenPerformanceAssessment', data: scheme } as const;
  it("knows the unit's kind from the register", () =>
    given()
      .when(open)
      .then({ type: 'PerformanceAssessmentOpened', data: { ...scheme, unitKind: 'town' } }));
  it('also after a clause about the unit was met', () =>
    given(deducted(800))
      .when(open)
      .thenData({ type: 'PerformanceAssessmentOpened', data: { ...scheme, unitKind: 'town' } }));
  it('once', () => given(opened).when(open).thenRejected('assessment.already-open'));
  it('not for a unit that is neither town nor department', () => given().when(open, { rows: {} }).thenRejected('assessment.unit-not-assessed'));
  it('not before a book is in force', () => given().when(open, { book: undefined }).thenRejected('assessment.year-not-covered'));
  it('not for a year that the book does not judge', () =>
    given()
      .when(open, { book: bookOf({ appliesToYears: { from: 2017, to: 2018 } }) })
      .thenRejected('assessment.year-not-covered'));
  it('not without a document', () =>
    given()
      .when({ ...open, data: { ...scheme, documentRef: ' ' } })
      .thenRejected('assessment.document-missing'));
  it.each([
    ['one basis point short', [{ ...indicators[0]!, weightBasisPoints: 5999 }, indicators[1]!], 'assessment.weights-sum'],
    ['one basis point over', [{ ...indicators[0]!, weightBasisPoints: 6001 }, indicators[1]!], 'assessment.weights-sum'],
    ['without indicators', [], 'assessment.weights-sum'],
    ['with a weight of nothing', [...indicators, { id: 'idle', zh: '空', weightBasisPoints: 0 }], 'assessment.weight-invalid'],
    ['with a fraction', [{ ...indicators[0]!, weightBasisPoints: 5999.5 }, indicators[1]!], 'assessment.weight-invalid'],
    ['with an id twice', [indicators[0]!, { ...indicators[1]!, id: 'reduction' }], 'assessment.items-unclear'],
    ['with an unnamed indicator', [indicators[0]!, { ...indicators[1]!, zh: ' ' }], 'assessment.items-unclear'],
  ])('not %s', (_what, changed, code) =>
    given()
      .when({ ...open, data: { ...scheme, indicators: changed } })
      .thenRejected(code),
  );
});

describe('scoring', () => {
  const record = { type: 'RecordIndicatorScore', data: score('funds', 6140) } as const;
  it('records a fact with its evidence', () =>
    given(opened)
      .when(record)
      .then({ type: 'IndicatorScoreRecorded', data: score('funds', 6140) }));
  it('not before the assessment is open', () => given(deducted(800)).when(record).thenRejected('assessment.not-open'));
  it('not of an indicator outside the scheme', () =>
    given(opened)
      .when({ ...record, data: score('toString', 1) })
      .thenRejected('assessment.unknown-indicator'));
  it('not twice', () => given(opened, scored('funds', 1)).when(record).thenRejected('assessment.score-exists'));
  it.each([[-1], [10001], [60.5]])('not %p hundredths', (points) =>
    given(opened)
      .when({ ...record, data: score('funds', points) })
      .thenRejected('assessment.score-invalid'),
  );
  it.each([
    [[], 'assessment.evidence-missing'],
    [[' '], 'assessment.evidence-missing'],
    [['甲', '甲'], 'assessment.evidence-twice'],
  ])('not on evidence %j', (evidenceRefs, code) =>
    given(opened)
      .when({ ...record, data: { ...score('funds', 1), evidenceRefs } })
      .thenRejected(code),
  );

  const correct = { type: 'CorrectIndicatorScore', data: correction } as const;
  it("is corrected as of the document's date", () =>
    given(opened, scored('funds', 6140))
      .when(correct)
      .then({ type: 'IndicatorScoreCorrected', data: correction, validAt: { from: '2016-12-01' } }));
  it('is corrected again', () =>
    given(opened, scored('funds', 6140), { type: 'IndicatorScoreCorrected', data: { ...correction, scoreHundredths: 6500 } })
      .when(correct)
      .thenData({ type: 'IndicatorScoreCorrected', data: correction }));
  it('is not corrected to what it is', () => given(opened, scored('funds', 7000)).when(correct).thenRejected('assessment.score-same'));
  it('is not corrected before it is given', () => {
    given().when(correct).thenRejected('assessment.not-open');
    given(opened).when(correct).thenRejected('assessment.no-score');
    given(opened)
      .when({ ...correct, data: { ...correction, indicatorId: 'other' } })
      .thenRejected('assessment.unknown-indicator');
  });
  it('is corrected for a reason, by a paper that exists', () => {
    const history = [opened, scored('funds', 6140)];
    given(...history)
      .when({ ...correct, data: { ...correction, reason: '' } })
      .thenRejected('assessment.reason-missing');
    given(...history)
      .when({ ...correct, data: { ...correction, documentDate: '2016-02-30' } })
      .thenRejected('date.invalid');
    given(...history)
      .when({ ...correct, data: { ...correction, documentDate: '2016-12-08' } })
      .thenRejected('assessment.document-in-future');
    given(...history)
      .when({ ...correct, data: { ...correction, documentDate: '2015-12-31' } })
      .thenRejected('assessment.document-before-year');
    given(...history)
      .when({ ...correct, data: { ...correction, evidenceRefs: [] } })
      .thenRejected('assessment.evidence-missing');
    given(...history)
      .when({ ...correct, data: { ...correction, scoreHundredths: 10001 } })
      .thenRejected('assessment.score-invalid');
  });
});

describe('what follows from scores', () => {
  const both = [opened, scored('reduction', 6140), scored('funds', 6140)];
  it('is nothing while a score is missing', () => given(opened, scored('funds', 6140)).when(derive).thenNothing());
  it('is nothing before the assessment is open', () => given().when(derive).thenNothing());
  it('is a total and its grade, resting on the grading clause and the scores', () =>
    given(...both)
      .when(derive)
      .then(total(61_400_000) as never, { ...graded('fair', '一般'), basis: [{ ...basisOn('G', 'e1', 'e2'), clauseHash: clauseHash(grading) }] } as never));
  it('is recorded when it differs, and only then', () => {
    given(...both, total(61_400_000), graded('fair', '一般'))
      .when(derive)
      .thenNothing();
    given(...both, total(61_000_000), graded('fair', '一般'))
      .when(derive)
      .thenData(total(61_400_000));
    given(...both, total(61_400_000), graded('poor', '较差'))
      .when(derive)
      .thenData(graded('fair', '一般'));
  });
  it('compares unrounded: 59.999999 is not 60', () => {
    const scheme3 = [
      { id: 'a', zh: '甲', weightBasisPoints: 9999 },
      { id: 'b', zh: '乙', weightBasisPoints: 1 },
    ];
    given({ ...opened, data: { ...scheme, unitKind: 'town', indicators: scheme3 } }, scored('a', 6000), scored('b', 5999))
      .when(derive)
      .thenData({ type: 'PerformanceTotalDerived', data: { ...unit, totalHundredths: 5999, totalE6: 59_999_999 } }, graded('poor', '较差'));
  });
  it('is graded by the book, not by the code', () => {
    const other = bookOf({
      version: 2,
      grades: {
        maxHundredths: 10000,
        levels: [
          { id: 'b', zh: '乙', minHundredths: 0 },
          { id: 'a', zh: '甲', minHundredths: 6140 },
        ],
      },
      clauses: [],
    });
    given(...both, total(61_400_000), graded('fair', '一般'))
      .when(derive, { book: other })
      .then(graded('a', '甲', 2) as never);
  });
  it('says which book graded, also when the grade stays', () =>
    given(...both, total(61_400_000), graded('fair', '一般'))
      .when(derive, { book: bookOf({ version: 2 }) })
      .thenData(graded('fair', '一般', 2)));
  it('is undetermined without a book', () => {
    given(...both)
      .when(derive, { book: undefined })
      .thenData(total(61_400_000));
    given(...both, total(61_400_000), graded('fair', '一般'))
      .when(derive, { book: undefined })
      .thenData(graded(null, null));
    given(...both, total(61_400_000), graded(null, null))
      .when(derive, { book: undefined })
      .thenNothing();
  });
});

describe('deductions', () => {
  const both = [opened, scored('reduction', 6140), scored('funds', 6140), total(61_400_000), graded('fair', '一般')];
  it('cost points and change the grade', () =>
    given(...both)
      .when(deriveWith(300, 'X', 'f1'))
      .then(
        deducted(300, 'X', 'f1'),
        { ...total(58_400_000), basis: [basisOn('X', 'f1')] } as never,
        { ...graded('poor', '较差'), basis: [{ ...basisOn('G', 'e1', 'e2', 'f1'), clauseHash: clauseHash(grading) }] } as never,
      ));
  it('are replaced, not added up', () =>
    given(...both, deducted(300), total(58_400_000), graded('poor', '较差'))
      .when(deriveWith(600))
      .thenData({ type: 'PerformanceDeductionDerived', data: deducted(600).data }, total(55_400_000)));
  it('are given back', () =>
    given(...both, deducted(300), total(58_400_000), graded('poor', '较差'))
      .when(deriveWith(0))
      .thenData({ type: 'PerformanceDeductionDerived', data: deducted(0).data }, total(61_400_000), graded('fair', '一般')));
  it('that change nothing are not recorded', () => {
    given(...both, deducted(300, 'X', 'f1'), total(58_400_000), graded('poor', '较差'))
      .when(deriveWith(300, 'X', 'f1'))
      .thenNothing();
    given(...both)
      .when(deriveWith(0, 'X', 'f9'))
      .thenNothing();
    given(...both, deducted(0))
      .when(deriveWith(0, 'X', 'f9'))
      .thenNothing();
  });
  it('follow the evidence at the same price', () =>
    given(...both, deducted(300, 'X', 'f1'), total(58_400_000), graded('poor', '较差'))
      .when(deriveWith(300, 'X', 'f2'))
      .then(deducted(300, 'X', 'f2')));
  it('of several clauses stand side by side', () =>
    given(...both, deducted(300), total(58_400_000), graded('poor', '较差'))
      .when(deriveWith(800, 'Y'))
      .thenData({ type: 'PerformanceDeductionDerived', data: deducted(800, 'Y').data }, total(50_400_000)));
  it('never take a total below nothing', () =>
    given(...both)
      .when(deriveWith(9000))
      .thenData({ type: 'PerformanceDeductionDerived', data: deducted(9000).data }, total(0), graded('poor', '较差')));
  it('met before the assessment is open count once it is', () => {
    given()
      .when(deriveWith(300, 'X', 'f1'))
      .then(deducted(300, 'X', 'f1'));
    given(deducted(300), opened, scored('reduction', 6140), scored('funds', 6140)).when(derive).thenData(total(58_400_000), graded('poor', '较差'));
  });
});
