import { dateOf, isDate, must, yearInterval, type CalendarDate, type DecisionInput, type Need } from '#kernel';
import { appliesToYear, bookIfAny, type BookInForce } from '#rulebook';
import { assessedUnits, type AssessedUnitRow } from './assessed-units.view.js';

/** The whole of a scheme, in basis points: one hundredth of a percent. */
export const WHOLE_BASIS_POINTS = 10_000;
const SCORE_HUNDREDTHS_MAX = 10_000;

/** The day whose book judges a year: its last. */
export const yearEnd = (year: number): CalendarDate => `${year}-12-31`;

/** What a decision about a unit has to ask for before `mustBeAssessed`. */
export const unitNeeds = (unitId: string): readonly Need[] => [{ view: assessedUnits.name, key: unitId }];

/** Towns and departments are judged under the book; nobody else. Gives the unit's row. */
export function mustBeAssessed(unitId: string, { facts }: DecisionInput): AssessedUnitRow {
  const unit = facts.get<AssessedUnitRow>(assessedUnits.name, unitId);
  must(unit, 'assessment.unit-not-assessed', { zh: '单位未登记，或不是镇、部门', en: 'not a registered town or department' });
  return unit;
}

/** A share in the total, with a name of its own. */
type Weighted = Readonly<{ id: string; zh: string; weightBasisPoints: number }>;

/** A scheme's parts are told apart, each weighs something, and together they make exactly the whole. */
export function mustMakeWhole(items: readonly Weighted[]): void {
  const named = items.every(({ id, zh }) => id.trim() !== '' && zh.trim() !== '');
  must(named && new Set(items.map(({ id }) => id)).size === items.length, 'assessment.items-unclear', {
    zh: '指标须有名称且编号不得重复',
    en: 'every indicator needs a name and an id of its own',
  });
  must(
    items.every(({ weightBasisPoints: weight }) => Number.isSafeInteger(weight) && weight > 0),
    'assessment.weight-invalid',
    { zh: '权重须为正整数（万分之一）', en: 'a weight is a positive whole number of basis points' },
  );
  const sum = items.reduce((total, { weightBasisPoints }) => total + weightBasisPoints, 0);
  must(sum === WHOLE_BASIS_POINTS, 'assessment.weights-sum', {
    zh: `权重合计须为10000，现为${sum}`,
    en: `weights must sum to exactly 10000 basis points, not ${sum}`,
  });
}

/** A score lies on the scale and rests on papers that can be named. */
export function mustBeScore({ scoreHundredths: score, evidenceRefs }: Readonly<{ scoreHundredths: number; evidenceRefs: readonly string[] }>): void {
  must(Number.isSafeInteger(score) && score >= 0 && score <= SCORE_HUNDREDTHS_MAX, 'assessment.score-invalid', {
    zh: '得分须为0至10000的整数（百分之一分）',
    en: 'a score is a whole number of hundredths from 0 to 10000',
  });
  must(evidenceRefs.length > 0 && evidenceRefs.every((ref) => ref.trim() !== ''), 'assessment.evidence-missing', {
    zh: '评分须注明依据材料',
    en: 'a score has to name the papers it rests on',
  });
  must(new Set(evidenceRefs).size === evidenceRefs.length, 'assessment.evidence-twice', { zh: '同一依据材料重复列出', en: 'the same paper is named twice' });
}

type Correction = Readonly<{ year: number; reason: string; documentDate: CalendarDate }>;
/** A correction says why, by a paper that already exists and is no older than the year whose score it corrects. */
export function mustBeReasoned({ year, reason, documentDate }: Correction, { recordedAt }: DecisionInput): void {
  must(reason.trim() !== '', 'assessment.reason-missing', { zh: '更正须说明理由', en: 'a correction has to say why' });
  must(isDate(documentDate), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(documentDate <= dateOf(recordedAt), 'assessment.document-in-future', {
    zh: '文件日期不得晚于记录日',
    en: 'the document cannot be dated after the day it is recorded',
  });
  must(documentDate >= yearInterval(year).from, 'assessment.document-before-year', {
    zh: `文件日期早于${year}年度`,
    en: `the document is dated before ${year}, the year whose score it corrects`,
  });
}

/** A scheme is issued by a document. */
export const mustCiteDocument = (documentRef: string): void =>
  must(documentRef.trim() !== '', 'assessment.document-missing', { zh: '须注明考核方案文号', en: 'the document that issues the scheme has to be named' });

/** The book that judges a year, if any does: deciders that policies command must not refuse. */
export function bookOfYear(input: DecisionInput, year: number): BookInForce | undefined {
  const found = bookIfAny(input);
  return found && appliesToYear(found.book, year) ? found : undefined;
}

/** Facts about a year that no book covers are refused. */
export function mustBeCovered(input: DecisionInput, year: number): BookInForce {
  const found = bookOfYear(input, year);
  must(found, 'assessment.year-not-covered', { zh: `${year}年度没有适用的规则`, en: `no rule book covers the year ${year}` });
  return found;
}
