import { specification, type Past } from '../../../test/support/specification.js';
import type { ClauseOutcome } from './evaluate.js';
import { outcomesDecider, type RecordClauseOutcomes } from './outcomes.decider.js';
import type { ClauseOutcomeChanged } from './rulebook.events.js';

const given = specification(outcomesDecider);
const about = { target: 'unit-qinglan', targetKind: 'unit', year: 2016 } as const;
const veto: ClauseOutcome = {
  clauseId: 'V',
  clauseHash: 'h1',
  outcome: 'met',
  consequence: { kind: 'veto', effects: 'undetermined' },
  values: { 'performance.grade': 'poor' },
  evidence: ['e1'],
  missing: [],
};
const wish = (...outcomes: readonly ClauseOutcome[]): RecordClauseOutcomes => ({
  type: 'RecordClauseOutcomes',
  data: { ...about, bookId: 'book', bookVersion: 1, outcomes },
});
const data = (outcome: ClauseOutcome, bookVersion = 1): ClauseOutcomeChanged['data'] => ({ ...about, bookId: 'book', bookVersion, ...outcome });
const changed = (outcome: ClauseOutcome, bookVersion = 1): Past => ({ type: 'ClauseOutcomeChanged', data: data(outcome, bookVersion) });
const event = (outcome: ClauseOutcome, bookVersion = 1) => ({ type: 'ClauseOutcomeChanged', data: data(outcome, bookVersion) }) as const;
const open: ClauseOutcome = { ...veto, outcome: 'undetermined', values: {}, evidence: [], missing: ['performance.grade'] };
const notMet: ClauseOutcome = { ...veto, outcome: 'not-met', values: { 'performance.grade': 'fair' }, evidence: ['e2'] };

describe('outcomes of a target and year', () => {
  it('have one stream', () => expect(outcomesDecider.streamOf(wish())).toBe('outcomes-unit-qinglan-2016'));
  it('are recorded with what they rest on', () =>
    given()
      .when(wish(veto))
      .then({
        ...event(veto),
        basis: [{ bookId: 'book', bookVersion: 1, clauseId: 'V', clauseHash: 'h1', events: ['e1'] }],
      }));
  it('begin undetermined, silently', () => given().when(wish(open)).thenNothing());
  it('say that a clause is not met', () => given().when(wish(notMet)).thenData(event(notMet)));
  it('are recorded once', () => given(changed(veto)).when(wish(veto)).thenNothing());
  it('change where the outcome does', () => given(changed(veto)).when(wish(notMet)).thenData(event(notMet)));
  it('become undetermined again where knowledge is lost', () => given(changed(veto)).when(wish(open)).thenData(event(open)));
  it('change where the evidence does', () =>
    given(changed(veto))
      .when(wish({ ...veto, evidence: ['e1', 'e9'] }))
      .thenData(event({ ...veto, evidence: ['e1', 'e9'] })));
  it('take evidence for a set', () =>
    given(changed({ ...veto, evidence: ['e1', 'e9'] }))
      .when(wish({ ...veto, evidence: ['e9', 'e1', 'e9'] }))
      .thenNothing());
  it('change where the values do', () =>
    given(changed(veto))
      .when(wish({ ...veto, values: { 'performance.grade': 'poor', 'unit.kind': 'town' } }))
      .thenData(event({ ...veto, values: { 'performance.grade': 'poor', 'unit.kind': 'town' } })));
  it('change where the clause reads otherwise', () =>
    given(changed(veto))
      .when(wish({ ...veto, clauseHash: 'h2' }))
      .thenData(event({ ...veto, clauseHash: 'h2' })));
  it('change where another version of the book says the same', () =>
    given(changed(veto, 1))
      .when({ ...wish(), data: { ...wish(veto).data, bookVersion: 2 } })
      .thenData(event(veto, 2)));
  it('change where an interpretation gives the consequence a meaning', () => {
    const reaching: ClauseOutcome = { ...veto, consequence: { kind: 'veto', effects: ['honours'] } };
    given(changed(veto)).when(wish(reaching)).thenData(event(reaching));
  });
  it('change clause by clause', () =>
    given(changed(veto))
      .when(wish(veto, { ...notMet, clauseId: 'W' }))
      .thenData(event({ ...notMet, clauseId: 'W' })));

  const fallen: ClauseOutcome = { ...veto, outcome: 'not-met', values: {}, evidence: [] };
  it('of a clause that the book drops fall: not met, resting on nothing', () => given(changed(veto)).when(wish()).thenData(event(fallen)));
  it('of a dropped clause fall once', () => given(changed(veto), changed(fallen)).when(wish()).thenNothing());
  it('of an undetermined clause that is dropped fall too', () => given(changed(veto), changed(open)).when(wish()).thenData(event(fallen)));
  it('of a clause dropped and brought back are met again', () => given(changed(veto), changed(fallen)).when(wish(veto)).thenData(event(veto)));
  it('all fall where no book judges the year any more', () =>
    given(changed(veto))
      .when({ type: 'RecordClauseOutcomes', data: { ...about, bookId: null, bookVersion: null, outcomes: [] } })
      .thenData(event(fallen)));
});
