import type { AnyPolicy, Event, Recorded } from '#kernel';
import { act, SECRETARY } from '../../../test/support/accountability-case.js';
import { GU, happened, HE, missedExit, posts, QIN, rows } from '../../../test/support/accountability.js';
import { factsFrom, type Rows } from '../../../test/support/specification.js';
import { onClauseOutcomeChanged, onClauseTriggered, onHourEnded, onPostVacated, onResponsibilityChanged } from './accountability.policy.js';
import { accountabilityDues, caseDues } from './case-dues.js';
import type { CollectivelyDecided } from './case.events.js';
import { metMeasures, type MetMeasuresRow } from './met-measures.view.js';
import { wantedTriggers } from './wanted.js';
import { STRUCTURE_NEEDS, structureOf } from './structure.js';

/** What a policy sends, over nothing but the rows it declared. */
const react = (policy: AnyPolicy, event: Recorded<Event>, known: Rows = {}) =>
  policy.on[event.type]!(event, factsFrom(known, policy.needs?.[event.type]?.(event) ?? []));

const { basis, measure, posts: selector, targetAt } = missedExit;
const outcome = (more: Readonly<Record<string, unknown>> = {}) =>
  happened({
    type: 'ClauseOutcomeChanged',
    validAt: { from: '2017-01-20' },
    data: {
      target: 'village-vil1',
      targetKind: 'village',
      year: 2016,
      clauseId: 'X-1',
      clauseHash: basis.clauseHash,
      bookId: 'invented',
      bookVersion: 1,
      outcome: 'met',
      consequence: { kind: 'measure', measure, posts: selector, targetAt },
      values: {},
      evidence: ['e7'],
      missing: [],
      ...more,
    },
  });
const fold = (...events: readonly Recorded<Event>[]): MetMeasuresRow | undefined =>
  events.reduce<MetMeasuresRow | undefined>((row, event) => metMeasures.on.ClauseOutcomeChanged(row, event as never, 'village-vil1:2016'), undefined);
const known = (row: MetMeasuresRow | undefined) => ({ ...rows, 'met-measures': row ? { 'village-vil1:2016': row } : {} });
const wanted = wantedTriggers(missedExit, structureOf(factsFrom(rows, STRUCTURE_NEEDS)));

describe('a clause that names a measure', () => {
  it('met flags the whole wanted set', () => {
    expect(react(onClauseOutcomeChanged, outcome(), known(fold(outcome())))).toEqual([
      { type: 'DeriveTriggers', data: { target: 'village-vil1', year: 2016, clauseId: 'X-1', wanted, basis } },
    ]);
    expect(wanted.map(({ personId }) => personId)).toEqual([GU, HE, QIN]);
  });
  it.each(['not-met', 'undetermined'])('%s flags nobody', (word) =>
    expect(react(onClauseOutcomeChanged, outcome({ outcome: word, evidence: ['e8'] }), known(fold(outcome(), outcome({ outcome: word }))))).toEqual([
      { type: 'DeriveTriggers', data: { target: 'village-vil1', year: 2016, clauseId: 'X-1', wanted: [], basis: { ...basis, events: ['e8'] } } },
    ]),
  );
  it('that an amended book gave another consequence flags nobody any more', () => {
    const other = outcome({ consequence: { kind: 'nomination', says: 'barred' }, bookVersion: 2 });
    expect(react(onClauseOutcomeChanged, other, known(fold(outcome(), other)))).toMatchObject([{ data: { wanted: [], basis: { bookVersion: 2 } } }]);
  });
  it('of another kind is none of its business', () => {
    const other = outcome({ consequence: { kind: 'veto', effects: 'undetermined' } });
    expect(react(onClauseOutcomeChanged, other, known(fold(other)))).toEqual([]);
  });
  it('keeps the day on which it came to be met while evidence is added, and takes a new one after it fell', () => {
    const later = { validAt: { from: '2017-03-01' } };
    expect(fold(outcome(), { ...outcome({ evidence: ['e7', 'e9'] }), ...later })!.met[0]).toMatchObject({
      since: '2017-01-20',
      basis: { events: ['e7', 'e9'] },
    });
    expect(fold(outcome(), outcome({ outcome: 'not-met' }), { ...outcome(), ...later })!.met[0]).toMatchObject({ since: '2017-03-01' });
  });
});

describe('a change of who answers', () => {
  const met = known(fold(outcome()));
  const corrected = happened({
    type: 'TenureCorrected',
    data: { tenureId: 't', personId: QIN, postId: 'post-sec1', from: '2014-03-01', to: '2016-11-20', reason: 'r', documentRef: 'd' },
  });
  const sent = (event: Recorded<Event>, over: Rows = met) => react(onResponsibilityChanged, event, over);
  it('in a post of the town touches the town’s chain, its village’s and who is flagged there', () =>
    expect(sent(corrected).map(({ type, data }: Event<string, { target?: string; clauseId?: string }>) => [type, data.target, data.clauseId])).toEqual([
      ['DeriveChain', 'unit-town1', undefined],
      ['DeriveChain', 'village-vil1', undefined],
      ['DeriveTriggers', 'village-vil1', 'X-1'],
    ]));
  it('in a paired department touches its villages', () =>
    expect(
      sent(happened({ type: 'TenureStarted', data: { tenureId: 't', personId: 'person-lu01', postId: 'post-dept', from: '2015-01-01' } }), {
        ...rows,
        'met-measures': {},
      }).map(({ data }: Event<string, { target?: string }>) => data.target),
    ).toEqual(['unit-dept1', 'village-vil1']));
  it('of a duty touches its village; of a duty for a unit, also where that unit answers', () => {
    const duty = (targetId: string) =>
      happened({
        type: 'DutyAssigned',
        data: { dutyId: 'duty-agri', kind: 'agri-technician', targetId, year: 2016, personId: 'person-agr1', from: '2016-01-01' },
      });
    expect(sent(duty('village-vil1'), { ...rows, 'met-measures': {} })).toHaveLength(1);
    expect(sent(duty('unit-town1'), { ...rows, 'met-measures': {} })).toHaveLength(2);
  });
  it('of somebody who carries a duty without a post touches what the duty is for', () =>
    expect(
      sent(happened({ type: 'TenureStarted', data: { tenureId: 't', personId: 'person-agr1', postId: 'post-jw02', from: '2016-01-01' } }), {
        ...rows,
        'met-measures': {},
      }).map(({ data }: Event<string, { target?: string }>) => data.target),
    ).toEqual(['unit-jiwei', 'village-vil1']));
  it('in a village registered makes its chain', () =>
    expect(
      sent(happened({ type: 'VillageRegistered', data: { villageId: 'village-vil1', name: '示例村', townUnitId: 'unit-town1' } }), {
        ...rows,
        'met-measures': {},
      }),
    ).toMatchObject([{ type: 'DeriveChain', data: { targetKind: 'village' } }]));
  it('in an unknown post touches nothing', () =>
    expect(sent(happened({ type: 'PostRegistered', data: { postId: 'post-none' } }), { ...rows, 'responsibility-posts': posts, 'met-measures': {} })).toEqual(
      [],
    ));
});

describe('a trigger', () => {
  const trigger = wanted[0]!;
  it('is a ground of the case of that person, post and year', () =>
    expect(react(onClauseTriggered, happened({ type: 'ClauseTriggered', data: trigger, basis: [basis] }))).toEqual([
      { type: 'SetCaseBasis', data: { ...SECRETARY, clauseId: 'X-1', target: 'village-vil1', measure, state: 'triggered', days: 83, basis } },
    ]));
  it('that fell is a ground that fell', () => {
    const { target, year, clauseId, personId, postId } = trigger;
    expect(
      react(onClauseTriggered, happened({ type: 'ClauseTriggerFell', data: { target, year, clauseId, personId, postId, measure }, basis: [basis] })),
    ).toMatchObject([{ data: { state: 'fallen', days: 0, basis } }]);
  });
});

describe('clocks of a case', () => {
  const event = happened({
    type: 'CollectivelyDecided',
    recordedAt: '2017-02-10T03:00:00.000Z',
    data: { ...act('DecideCollectively').data, established: { openForms: [], formalitiesDueOn: '2017-03-10', effectUntil: '2018-02-10' } },
  }) as Recorded<CollectivelyDecided>;
  const hour = '2017-03-10T16:00:00.000Z';
  const row = caseDues.on.CollectivelyDecided(undefined, event, hour);
  it('end with the last day in Shanghai, and the calendar knows', () => {
    expect(caseDues.keysOf(event)).toEqual([hour, '2018-02-10T16:00:00.000Z']);
    expect(accountabilityDues.CollectivelyDecided!(event).map(({ dueAt }) => dueAt)).toEqual(caseDues.keysOf(event));
  });
  it('wake the case', () => {
    const ended = (at: string) => happened({ type: 'HourEnded', data: { hour: at } });
    expect(react(onHourEnded, ended(hour), { 'case-dues': { [hour]: row } })).toEqual([
      { type: 'MarkFormalitiesOverdue', data: { ...SECRETARY, dueOn: '2017-03-10' } },
    ]);
    const effect = '2018-02-10T16:00:00.000Z';
    expect(react(onHourEnded, ended(effect), { 'case-dues': { [effect]: caseDues.on.CollectivelyDecided(undefined, event, effect) } })).toEqual([
      { type: 'EndEffectPeriod', data: { ...SECRETARY, endedOn: '2018-02-10' } },
    ]);
    expect(react(onHourEnded, ended('2017-03-10T17:00:00.000Z'))).toEqual([]);
  });
  it('already past when recorded ring at the next hour', () => {
    const late = { ...event, recordedAt: '2017-04-01T03:20:00.000Z' };
    expect(caseDues.keysOf(late)[0]).toBe('2017-04-01T04:00:00.000Z');
  });
});

describe('a post vacated', () => {
  const executed = { type: 'MeasureExecuted', data: { ...act('ExecuteMeasure').data, established: { measure } } };
  it('by an executed measure ends the tenure', () =>
    expect(react(onPostVacated, happened(executed))).toEqual([
      { type: 'EndTenureByRemoval', data: { personId: GU, postId: 'post-sec1', to: '2017-02-24', reason: '处理执行：RemovalFromPost' } },
    ]));
  it('by a resignation too, by an approval not yet, by a measure that leaves the post never', () => {
    const congress = (result: string) =>
      happened({ type: 'CongressActRecorded', data: { ...act('RecordCongressAct', { result, tenureEndsOn: '2017-02-20' }).data } });
    expect(react(onPostVacated, congress('resigned'))).toMatchObject([{ data: { to: '2017-02-20' } }]);
    expect(react(onPostVacated, congress('approved'))).toEqual([]);
    expect(react(onPostVacated, happened({ ...executed, data: { ...executed.data, tenureEndsOn: undefined } }))).toEqual([]);
  });
});
