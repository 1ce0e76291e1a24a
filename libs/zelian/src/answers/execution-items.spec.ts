import type { Recorded } from '#kernel';
import type { CaseEvent } from '#accountability';
import { itemsOf, type Executing, type ExecutionItem } from './execution-items.js';

const event = (type: string, date: string, data: object = {}) =>
  ({
    id: `event-${type}`,
    type,
    data: { date, ...data },
    validAt: { from: date },
    actor: { personId: 'person-clerk' },
    position: 1,
  }) as unknown as Recorded<CaseEvent>;
const POST = {
  appointedBy: 'election',
  tenures: [{ tenureId: 'tenure-1', personId: 'person-a', from: '2015-01-01', to: '2017-03-01' }],
} as unknown as Executing['post'];
const decided: Executing = {
  ...{ personId: 'person-a', measure: 'RemovalFromPost', decidedOn: '2017-02-01', date: '2017-04-01', clocks: { formalitiesDueOn: '2017-03-01' } },
  ...{ events: [], corrected: null, correction: undefined, ruling: null, post: POST, book: undefined },
};
const stated = (change: Partial<Executing>) => new Map(itemsOf({ ...decided, ...change }).map((item) => [item.item, item]));
const states = (change: Partial<Executing>, ...items: readonly ExecutionItem['item'][]) => items.map((item) => stated(change).get(item)!.state);

describe('what has to happen after a decision', () => {
  it('is all open at first, and late past the last day, whatever the book does not say is undetermined', () => {
    expect(states({}, 'announcement', 'service', 'congress', 'execution', 'tenure', 'archive')).toEqual(Array(6).fill('open'));
    expect(states({}, 'consequences', 'effect-period')).toEqual(['undetermined', 'undetermined']);
    expect([stated({}).get('execution')!.late, stated({ date: '2017-03-01' }).get('execution')!.late]).toEqual([true, false]);
  });

  it('what was done after the last day is done, and late', () => {
    expect(stated({ events: [event('MeasureExecuted', '2017-03-02')] }).get('execution')).toMatchObject({ state: 'done', late: true });
  });

  it.each([
    ['the decision was revoked', { corrected: 'revoked' }],
    ['the congress refused', { events: [event('CongressActRecorded', '2017-03-01', { result: 'refused' })] }],
    ['the person resigned', { events: [event('CongressActRecorded', '2017-03-01', { result: 'resigned', tenureEndsOn: '2017-03-01' })] }],
  ] as const)('once %s nothing is left to execute, and the file is still closed', (_, change) => {
    expect(states(change, 'execution', 'archive')).toEqual(['not-applicable', 'open']);
    expect(stated(change).get('execution')!.why).not.toBeNull();
  });

  it('a ruling on appeal is carried out by an act of the case; a revocation stops the execution before that', () => {
    const ruling = { result: 'revoked', decidedOn: '2017-03-10', documentNo: '申1号', carriedOut: false } as const;
    expect(states({}, 'ruling')).toEqual(['not-applicable']);
    expect(states({ ruling }, 'ruling', 'execution', 'effect-period')).toEqual(['open', 'not-applicable', 'not-applicable']);
    expect(states({ ruling: { ...ruling, result: 'varied' } }, 'ruling', 'execution')).toEqual(['open', 'open']);
    const correction = event('DecisionCorrected', '2017-03-12');
    expect(stated({ ruling, corrected: 'revoked', correction }).get('ruling')).toMatchObject({ state: 'done', done: { date: '2017-03-12' } });
  });

  it('a public notice has served nobody until its days have run', () => {
    const served = [event('DecisionServed', '2017-02-10', { established: { effectiveOn: '2017-04-11' } })];
    expect(stated({ events: served, date: '2017-04-10' }).get('service')).toMatchObject({
      state: 'open',
      why: { zh: expect.stringContaining('2017-04-11') as string },
    });
    expect(stated({ events: served, date: '2017-04-11' }).get('service')).toMatchObject({ state: 'done', done: { date: '2017-04-11' } });
  });

  it('a post is left when registry says so, not when somebody says that it will be', () => {
    const executed = (tenureEndsOn?: string) => [event('MeasureExecuted', '2017-02-20', tenureEndsOn === undefined ? {} : { tenureEndsOn })];
    expect(states({ events: executed('2017-03-01') }, 'tenure')).toEqual(['done']);
    expect(states({ events: executed('2017-02-20') }, 'tenure')).toEqual(['open']);
    expect(states({ events: executed() }, 'tenure')).toEqual(['undetermined']);
    expect(states({ measure: 'Admonition' }, 'tenure', 'congress')).toEqual(['not-applicable', 'not-applicable']);
  });
});
