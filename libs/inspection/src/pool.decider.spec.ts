import { CLERK, listed, PEOPLE, pool, registered, roster, rowsOf, stated, worldOf } from '../../../test/support/inspection-round.js';
import { specification } from '../../../test/support/specification.js';
import { inspectorPools, isListed } from './inspector-pools.view.js';
import { poolDecider } from './pool.decider.js';
import { roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';

const rows = worldOf([roundOffices, roundPosts, roundSubjects], registered);
const given = specification(poolDecider, { rows, actor: CLERK });
const state = (change: object = {}) => ({ type: 'StateInspectorPool', data: { ...pool, ...change } }) as const;
const list = (change: object = {}) => ({ type: 'ListInspectors', data: { ...roster, ...change } }) as const;
const stranger = { actor: { personId: 'person-insp1' } };

describe('how many inspectors there are said to be', () => {
  it('is recorded with its paper', () =>
    given()
      .when(state())
      .then({ type: 'InspectorPoolStated', data: pool, validAt: { from: '2016-08-20' } }));
  it('may be said anew by a later paper', () =>
    given(stated)
      .when(state({ statedNumber: 99, date: '2016-09-01' }))
      .thenData({ type: 'InspectorPoolStated', data: { ...pool, statedNumber: 99, date: '2016-09-01' } }));
  it.each([
    ['nameless', { zh: '' }, 'text.blank'],
    ['of nobody', { statedNumber: 0 }, 'inspection.number-invalid'],
    ['in no groups', { statedGroups: 0 }, 'inspection.number-invalid'],
    ['in the future', { date: '2016-12-08' }, 'inspection.date-in-future'],
    ['without paper', { documentRef: '' }, 'inspection.document-missing'],
  ])('not %s', (_, change, code) => given().when(state(change)).thenRejected(code));
  it('not twice the same, for another year, or by an older paper', () => {
    given(stated).when(state()).thenRejected('inspection.pool-unchanged');
    given(stated)
      .when(state({ year: 2017 }))
      .thenRejected('inspection.pool-of-other-year');
    given(stated)
      .when(state({ date: '2016-08-19' }))
      .thenRejected('inspection.out-of-order');
  });
  it('by nobody but the command office', () => given().when(state(), stranger).thenRejected('inspection.not-command-office'));
});

describe('who they are', () => {
  it("is recorded whole, for the pool's year", () =>
    given(stated)
      .when(list())
      .then({ type: 'InspectorsListed', data: { ...roster, year: 2016 }, validAt: { from: '2016-08-25' } }));
  it('is recorded anew from a later day', () =>
    given(stated, listed)
      .when(list({ from: '2016-10-01', personIds: PEOPLE.slice(1) }))
      .thenData({ type: 'InspectorsListed', data: { ...roster, year: 2016, from: '2016-10-01', personIds: PEOPLE.slice(1) } }));
  it('not of a pool that nobody stated', () => given().when(list()).thenRejected('inspection.pool-unknown'));
  it.each([
    ['from no day', { from: '2016-13-01' }, 'date.invalid'],
    ['without paper', { documentRef: '' }, 'inspection.document-missing'],
    ['of nobody', { personIds: [] }, 'inspection.roster-empty'],
    ['with somebody twice', { personIds: [PEOPLE[0]!, PEOPLE[0]!] }, 'inspection.named-twice'],
    ['with somebody unknown', { personIds: ['person-nobody'] }, 'inspection.person-unknown'],
    ['from an earlier day', { from: '2016-08-24', personIds: PEOPLE.slice(1) }, 'inspection.out-of-order'],
    ['unchanged', { from: '2016-09-24' }, 'inspection.roster-unchanged'],
  ])('not %s', (_, change, code) => given(stated, listed).when(list(change)).thenRejected(code));
  it('by nobody but the command office', () => given(stated).when(list(), stranger).thenRejected('inspection.not-command-office'));
});

describe('inspector-pools', () => {
  const row = (...history: Parameters<typeof rowsOf>[1]) => rowsOf(inspectorPools, history)['pool-2016'];
  const as = (quantifier: string, statedNumber: number) => ({ ...stated, data: { ...pool, quantifier, statedNumber } });
  it('compares what is stated with what is listed: about a hundred is for people to judge', () =>
    expect(row(stated, listed)).toMatchObject({ stated: { number: 100, zh: '约100人', groups: 11 }, listed: 9, difference: -91, agrees: null }));
  it.each([
    ['exact', 9, true],
    ['exact', 10, false],
    ['exact', 8, false],
    ['at-least', 9, true],
    ['at-least', 10, false],
    ['at-least', 5, true],
  ])('%s %i: %p', (quantifier, number, agrees) => expect(row(as(quantifier, number), listed)).toMatchObject({ agrees }));
  it('does not compare before there is a roster', () => expect(row(stated)).toMatchObject({ listed: null, difference: null, agrees: null }));
  it('takes the roster of a day', () => {
    const later = { type: 'InspectorsListed', data: { ...roster, year: 2016, from: '2016-10-01', personIds: PEOPLE.slice(1) } };
    const both = row(as('exact', 9), listed, later);
    expect(both).toMatchObject({ listed: 8, agrees: false });
    expect(inspectorPools.validOn!(both, '2016-09-30')).toMatchObject({ listed: 9, agrees: true });
    expect(inspectorPools.validOn!(both, '2016-08-24')).toMatchObject({ listed: null });
    expect(inspectorPools.validOn!(both, '2016-08-19')).toBeUndefined();
    expect(['2016-08-24', '2016-08-25', '2016-09-30', '2016-10-01'].map((date) => isListed(both, PEOPLE[0]!, date))).toEqual([false, true, true, false]);
  });
  it('puts a roster of the same day in place of the other', () => {
    const again = { type: 'InspectorsListed', data: { ...roster, year: 2016, personIds: PEOPLE.slice(2) } };
    expect(row(stated, listed, again)).toMatchObject({ listed: 7, rosters: [{ eventId: 'e2' }] });
  });
});
