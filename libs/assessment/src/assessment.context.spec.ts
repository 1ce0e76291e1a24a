import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { evolve } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import { assessmentContext } from './index.js';
import { assessmentRequests } from './nest/index.js';

const FIXTURES = join(__dirname, '../../../test/fixtures/events');
const golden = (type: string, version = 1) =>
  JSON.parse(readFileSync(join(FIXTURES, `${type}.v${version}.json`), 'utf8')) as Past & { version: number; data: Record<string, unknown> };

describe('the manifest of assessment', () => {
  it.each(Object.entries(assessmentContext.events))('%s: its golden file is still understood', (type, { version, subjectsOf, zh }) => {
    const event = golden(type, version);
    expect(event).toMatchObject({ type, version });
    expect(zh).not.toBe('');
    expect(subjectsOf(event.data)).toContain('unit-qinglan01');
    const decider = assessmentContext.deciders.find((candidate) => Object.hasOwn(candidate.evolve, type))!;
    expect(evolve(decider, decider.initialState, recorded(event, 0))).not.toEqual(decider.initialState);
    const [view] = assessmentContext.views.filter((candidate) => ['scorecard', 'appraisal-card'].includes(candidate.name) && Object.hasOwn(candidate.on, type));
    expect(view?.on[type]?.(undefined, recorded(event, 0), 'unit-qinglan01-2016')).toMatchObject({ unitId: 'unit-qinglan01', year: 2016 });
  });
  it("names a deduction's village as a subject, too", () =>
    expect(assessmentContext.events['PerformanceDeductionDerived']?.subjectsOf(golden('PerformanceDeductionDerived').data)).toEqual([
      'unit-qinglan01',
      'village-shiban01',
    ]));
  it('gives every command of people a door, and policies none', () => {
    const doors = assessmentContext.deciders.flatMap(({ commands }) =>
      Object.entries(commands)
        .filter(([, { by }]) => by === 'person')
        .map(([type]) => type),
    );
    expect(assessmentRequests.map(({ type }) => type as string).sort()).toEqual(doors.sort());
  });
});

describe('what the evaluator hears', () => {
  const about = { target: 'unit-qinglan01', year: 2016 };
  const facts = (type: string, change: object = {}) => {
    const event = golden(type);
    return assessmentContext.facts?.[type]?.(recorded({ ...event, data: { ...event.data, ...change } }, 0));
  };
  it("the unit's kind, on opening", () => expect(facts('PerformanceAssessmentOpened')).toEqual([{ ...about, fact: 'unit.kind', op: 'set', value: 'town' }]));
  it('the total', () => expect(facts('PerformanceTotalDerived')).toEqual([{ ...about, fact: 'performance.total', op: 'set', value: 5840 }]));
  it('a total of nothing is a total', () =>
    expect(facts('PerformanceTotalDerived', { totalHundredths: 0 })).toEqual([{ ...about, fact: 'performance.total', op: 'set', value: 0 }]));
  it('that the total is open', () =>
    expect(facts('PerformanceTotalDerived', { totalHundredths: null })).toEqual([{ ...about, fact: 'performance.total', op: 'clear' }]));
  it('the grade', () => expect(facts('PerformanceGradeDetermined')).toEqual([{ ...about, fact: 'performance.grade', op: 'set', value: 'poor' }]));
  it('that the grade is open', () =>
    expect(facts('PerformanceGradeDetermined', { grade: null })).toEqual([{ ...about, fact: 'performance.grade', op: 'clear' }]));
  it('nothing of the annual appraisal: no clause hangs on it', () =>
    expect(Object.keys(assessmentContext.facts ?? {}).filter((type) => type.includes('Appraisal'))).toEqual([]));
});

describe('bodies', () => {
  const problems = (type: string, body: object) => {
    const request = assessmentRequests.find((candidate) => candidate.type === type)!;
    return validateSync(plainToInstance<object, object>(request.body, body), { whitelist: true, forbidNonWhitelisted: true }).map(({ property }) => property);
  };
  const { unitKind: _known, ...scheme } = golden('PerformanceAssessmentOpened').data;
  const { unitKind: _kind, ...appraisal } = golden('AnnualAppraisalOpened').data;
  it('take what the events show', () => {
    expect(problems('OpenPerformanceAssessment', scheme)).toEqual([]);
    expect(problems('OpenAnnualAppraisal', appraisal)).toEqual([]);
    for (const [type, event] of [
      ['RecordIndicatorScore', 'IndicatorScoreRecorded'],
      ['CorrectIndicatorScore', 'IndicatorScoreCorrected'],
      ['RecordAppraisalScore', 'AppraisalScoreRecorded'],
      ['CorrectAppraisalScore', 'AppraisalScoreCorrected'],
    ] as const) {
      expect(problems(type, golden(event).data)).toEqual([]);
    }
  });
  it('refuse unknown fields, fractions, odd ids and empty evidence', () => {
    expect(problems('OpenPerformanceAssessment', { ...scheme, unitKind: 'town' })).toEqual(['unitKind']);
    expect(problems('OpenPerformanceAssessment', { ...scheme, indicators: [{ id: 'a', zh: '甲', weightBasisPoints: 0.5 }] })).toEqual(['indicators']);
    expect(problems('OpenAnnualAppraisal', { ...appraisal, items: [{ id: 'a', zh: '甲', weightBasisPoints: 10_000, from: 'elsewhere' }] })).toEqual(['items']);
    expect(
      problems('RecordIndicatorScore', { ...golden('IndicatorScoreRecorded').data, unitId: 'person-0001', scoreHundredths: 10_001, evidenceRefs: [] }).sort(),
    ).toEqual(['evidenceRefs', 'scoreHundredths', 'unitId']);
    expect(problems('CorrectIndicatorScore', { ...golden('IndicatorScoreCorrected').data, documentDate: '2016-02-30' })).toEqual(['documentDate']);
  });
});
