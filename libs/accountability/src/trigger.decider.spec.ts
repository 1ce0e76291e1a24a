import fc from 'fast-check';
import { decide, evolve, type Recorded } from '#kernel';
import { missedExit, rows } from '../../../test/support/accountability.js';
import { factsFrom, recorded, specification } from '../../../test/support/specification.js';
import { STRUCTURE_NEEDS, structureOf } from './structure.js';
import { triggerDecider, type DeriveTriggers } from './trigger.decider.js';
import { wantedTriggers } from './wanted.js';

const given = specification(triggerDecider);
const wanted = wantedTriggers(missedExit, structureOf(factsFrom(rows, STRUCTURE_NEEDS)));
const { basis } = missedExit;
const derive = (more: Partial<DeriveTriggers['data']> = {}): DeriveTriggers => ({
  type: 'DeriveTriggers',
  data: { target: 'village-vil1', year: 2016, clauseId: 'X-1', wanted, basis, ...more },
});
const triggered = wanted.map((trigger) => ({ type: 'ClauseTriggered', data: trigger, validAt: { from: '2017-01-20' }, basis: [basis] }) as const);
const fell = wanted.map(
  ({ target, year, clauseId, personId, postId, measure }) =>
    ({ type: 'ClauseTriggerFell', data: { target, year, clauseId, personId, postId, measure }, basis: [basis] }) as const,
);

describe('triggers', () => {
  it('are recorded for everybody wanted', () =>
    given()
      .when(derive())
      .then(...triggered));
  it('are not repeated', () =>
    given(...triggered)
      .when(derive())
      .thenNothing());
  it('are not repeated when the same evidence is named in another order', () => {
    const two = { ...basis, events: ['e1', 'e2'] };
    const known = triggered.map((event) => ({ ...event, basis: [two] }));
    given(...known)
      .when(derive({ basis: { ...two, events: ['e2', 'e1'] } }))
      .thenNothing();
  });
  it('follow the evidence and the book version', () => {
    const newer = { ...basis, bookVersion: 2 };
    given(...triggered)
      .when(derive({ basis: newer }))
      .then(...wanted.map((data) => ({ type: 'ClauseTriggerChanged', data, validAt: { from: '2017-01-20' }, basis: [newer] }) as const));
  });
  it('change with a holding only where it changed', () => {
    const [first, ...rest] = wanted;
    const changed = { ...first!, holding: { ...first!.holding, days: 42 } };
    given(...triggered)
      .when(derive({ wanted: [changed, ...rest] }))
      .then({ type: 'ClauseTriggerChanged', data: changed, validAt: { from: '2017-01-20' }, basis: [basis] });
  });
  it('fall for all when the clause is met no more', () =>
    given(...triggered)
      .when(derive({ wanted: [] }))
      .then(...[...fell].sort((a, b) => (a.data.personId < b.data.personId ? -1 : 1))));
  it('fall for one who no longer belongs to the set', () =>
    given(...triggered)
      .when(derive({ wanted: wanted.slice(1) }))
      .then(fell[0]!));
  it('of another clause stand', () =>
    given(...triggered)
      .when(derive({ clauseId: 'X-2', wanted: [] }))
      .thenNothing());
  it('come anew after they fell', () =>
    given(...triggered, ...fell)
      .when(derive())
      .then(...triggered));

  it('end as the wanted set, whatever was wanted before', () => {
    const subset = fc.subarray([...wanted]);
    fc.assert(
      fc.property(fc.array(subset, { maxLength: 6 }), subset, (before, last) => {
        const run = (state: typeof triggerDecider.initialState, set: typeof wanted) => {
          const input = { actor: {}, recordedAt: '2017-01-20T00:00:00.000Z', commandId: 'c', readAt: 0, facts: factsFrom({}, []) };
          return decide(triggerDecider, derive({ wanted: set }), state, input)
            .map((event, index) => recorded(event, index))
            .reduce<typeof triggerDecider.initialState>((soFar, event: Recorded) => evolve(triggerDecider, soFar, event), state);
        };
        const state = [...before, last].reduce(run, triggerDecider.initialState);
        expect(
          Object.values(state)
            .map(({ trigger }) => trigger.personId)
            .sort(),
        ).toEqual(last.map(({ personId }) => personId).sort());
      }),
    );
  });
});
