import { rowsOf } from '../../../test/support/inspection-round.js';
import { AGAINST, APPEAL, CASE, SECRETARY } from '../../../test/support/redress.js';
import type { Past } from '../../../test/support/specification.js';
import { entitlements, type EntitlementsRow } from './entitlements.view.js';

const tenure = { tenureId: 'tenure-1', personId: SECRETARY, postId: CASE.postId, from: '2014-01-01' };
const started: Past = { type: 'TenureStarted', data: tenure };
const decided = (more: object = {}): Past => ({
  type: 'CollectivelyDecided',
  data: { ...CASE, measure: 'RemovalFromPost', date: '2017-02-10', established: { effectUntil: '2018-02-09', openForms: [] }, ...more },
});
const executed: Past = { type: 'MeasureExecuted', id: 'executed', data: { ...CASE, date: '2017-02-24', tenureEndsOn: '2017-02-24' } };
const removed: Past = { type: 'TenureEnded', causationId: 'executed', data: { ...tenure, to: '2017-02-24', reason: '处理执行' } };
const outcome = (type: string, more: object = {}): Past => ({ type, data: { appealId: APPEAL, against: AGAINST, ...more } });
const corrected = (kind: string, more: object = {}): Past => ({
  type: 'DecisionCorrected',
  data: { ...CASE, kind, established: { publications: [] }, ...more },
});

const rowAfter = (...history: readonly Past[]) => rowsOf(entitlements, history)[SECRETARY] as EntitlementsRow;
const service = (to?: string) => [{ tenureId: 'tenure-1', postId: CASE.postId, from: '2014-01-01', ...(to !== undefined && { to }) }];
const limit = (measure: string, until?: string) => [{ postId: CASE.postId, year: 2016, measure, from: '2017-02-10', ...(until !== undefined && { until }) }];
const shown = (...history: readonly Past[]) => {
  const { service: held, limits } = rowAfter(...history);
  return [held, limits];
};

describe('entitlements', () => {
  it('end with a removal that stands, and its effect period bars', () =>
    expect(shown(started, decided(), executed, removed)).toEqual([service('2017-02-24'), limit('RemovalFromPost', '2018-02-09')]));
  it('stay untouched by a decision that nobody carried out', () =>
    expect(shown(started, decided())).toEqual([service(), limit('RemovalFromPost', '2018-02-09')]));
  it.each([
    ['the appeal', outcome('DecisionRevoked')],
    ['the organ itself', corrected('revoked')],
  ])('hold from the original date after a revocation by %s', (_, fell) => expect(shown(started, decided(), executed, removed, fell)).toEqual([service(), []]));
  it('end on the day of leaving where the person left anyway', () => {
    const left: Past = { type: 'TenureEnded', data: { ...tenure, to: '2016-12-01', reason: '调动' } };
    expect(shown(started, left, decided(), outcome('DecisionRevoked'))).toEqual([service('2016-12-01'), []]);
  });
  it('follow a correction of the tenure in valid time', () => {
    const moved: Past = { type: 'TenureCorrected', data: { ...tenure, to: '2016-11-20', reason: '迟到文件', documentRef: '示例1号' } };
    expect(shown(started, moved)).toEqual([service('2016-11-20'), []]);
  });
  it('of a variation are as decided: the lighter measure from the original date, the post until it is said otherwise', () => {
    const varied = [
      outcome('DecisionVaried', { measure: 'Admonition' }),
      corrected('varied', { measure: 'Admonition', established: { effectUntil: '2017-08-09' } }),
    ];
    expect(shown(started, decided(), executed, removed, varied[0]!)).toEqual([service(), limit('Admonition')]);
    expect(shown(started, decided(), executed, removed, ...varied)).toEqual([service(), limit('Admonition', '2017-08-09')]);
    const again: Past = { type: 'MeasureExecuted', data: { ...CASE, date: '2017-06-01', tenureEndsOn: '2017-06-01' } };
    expect(shown(started, decided(), executed, removed, ...varied, again)).toEqual([service('2017-06-01'), limit('Admonition', '2017-08-09')]);
  });
  it('know no measure that the congress did not let pass', () => {
    const act = (result: string): Past => ({ type: 'CongressActRecorded', data: { ...CASE, result } });
    expect(shown(started, decided(), act('refused'))).toEqual([service(), []]);
    expect(shown(started, decided(), act('approved'))).toEqual([service(), limit('RemovalFromPost', '2018-02-09')]);
  });
  it('after an appeal about a unit are nobody’s', () =>
    expect(rowsOf(entitlements, [outcome('DecisionRevoked', { against: { kind: 'grade', unitId: 'unit-town1', year: 2016 } })])).toEqual({}));
  it('only of the decision that fell: another post and another year stand', () => {
    const other = decided({ year: 2015, measure: 'Admonition', established: { openForms: [] } });
    const [held, limits] = shown(started, decided(), other, outcome('DecisionRevoked'));
    expect([held, limits]).toEqual([service(), [{ postId: CASE.postId, year: 2015, measure: 'Admonition', from: '2017-02-10' }]]);
  });
  it('can be asked for a date', () => {
    const row = rowAfter(started, decided(), executed, removed);
    expect(entitlements.validOn!(row, '2017-02-23')).toMatchObject({ service: service('2017-02-24'), limits: limit('RemovalFromPost', '2018-02-09') });
    expect(entitlements.validOn!(row, '2018-02-09')).toMatchObject({ service: [], limits: limit('RemovalFromPost', '2018-02-09') });
    expect(entitlements.validOn!(row, '2018-02-10')).toBeUndefined();
  });
});
