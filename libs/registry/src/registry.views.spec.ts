import fc from 'fast-check';
import { addDays, holdsOn, type AnyView, type Recorded, type ValidTime } from '#kernel';
import { recorded, type Past } from '../../../test/support/specification.js';
import { fiveOnes } from './five-ones.view.js';
import { personDirectory } from './person-directory.view.js';
import { personPosts } from './person-posts.view.js';
import { postDirectory } from './post-directory.view.js';
import { postGaps } from './post-gaps.view.js';
import { registryContext } from './registry.context.js';
import type { DutyKind } from './registry.events.js';
import { registryFacts } from './registry.facts.js';
import { unitDirectory } from './unit-directory.view.js';
import { villageDirectory } from './village-directory.view.js';
import { villageDuties } from './village-duties.view.js';

function project(view: AnyView, ...events: readonly Past[]): ReadonlyMap<string, any> {
  const rows = new Map<string, unknown>();
  events.map(recorded).forEach((event) => view.keysOf(event).forEach((key) => rows.set(key, view.on[event.type]!(rows.get(key), event, key))));
  return rows;
}

const post = {
  type: 'PostRegistered',
  data: {
    postId: 'post-0001',
    unitId: 'unit-town1',
    role: 'party-secretary',
    title: '松坪镇党委书记',
    appointedBy: 'commission',
    managedByUnitId: 'unit-county1',
  },
};
const tenure = { tenureId: 'tenure-1', personId: 'person-qinyue', postId: 'post-0001', from: '2015-03-01' };
const started = { type: 'TenureStarted', data: tenure };
const ended = { type: 'TenureEnded', data: { ...tenure, to: '2016-10-10', reason: '调任' } };
const next = {
  type: 'TenureStarted',
  data: { tenureId: 'tenure-2', personId: 'person-gutang', postId: 'post-0001', from: '2016-10-10', sharePermille: 600, acting: true },
};
const corrected = (from: string, to?: string) => ({ type: 'TenureCorrected', data: { ...tenure, from, to, reason: '迟到文件', documentRef: '示例1号' } });

describe('directories', () => {
  it('list units with their competences', () =>
    expect(project(unitDirectory, { type: 'UnitRegistered', data: { unitId: 'unit-town1', kind: 'town', name: '松坪镇' } }).get('unit-town1')).toEqual({
      unitId: 'unit-town1',
      kind: 'town',
      name: '松坪镇',
      competences: [],
    }));
  it('list villages with their town', () =>
    expect(
      project(villageDirectory, { type: 'VillageRegistered', data: { villageId: 'village-an01', name: '安村', townUnitId: 'unit-town1' } }).get('village-an01'),
    ).toEqual({ villageId: 'village-an01', name: '安村', townUnitId: 'unit-town1' }));
  it('list persons by commitment, with the status of the date asked for', () => {
    const name = { commitment: 'ab'.repeat(32) };
    const change = (from: string, staffStatus: string) => ({
      type: 'PersonStatusChanged',
      data: { personId: 'person-0001', partyMember: true, staffStatus, from },
    });
    const events = [
      { type: 'PersonRegistered', data: { personId: 'person-0001', name, partyMember: false, staffStatus: 'village' } },
      change('2017-01-01', 'civil-servant'),
      change('2016-07-01', 'institution'),
    ];
    const row = project(personDirectory, ...events).get('person-0001');
    expect(row).toMatchObject({ name, partyMember: true, staffStatus: 'civil-servant' });
    const on = (date: string) => personDirectory.validOn!(row, date);
    expect(on('2016-06-30')).toMatchObject({ partyMember: false, staffStatus: 'village' });
    expect(on('2016-07-01')).toMatchObject({ partyMember: true, staffStatus: 'institution' });
    expect(on('2017-01-01')).toMatchObject({ staffStatus: 'civil-servant' });
    expect(project(personDirectory, events[1]!).get('person-0001')).toBeUndefined();
  });
});

describe('post-directory', () => {
  it('lists everybody who held the post, oldest first', () =>
    expect(project(postDirectory, post, next, started, ended).get('post-0001')).toEqual({
      ...post.data,
      tenures: [
        { tenureId: 'tenure-1', personId: 'person-qinyue', from: '2015-03-01', to: '2016-10-10', endReason: '调任' },
        { tenureId: 'tenure-2', personId: 'person-gutang', from: '2016-10-10', sharePermille: 600, acting: true },
      ],
    }));
  it('keeps on a date only those who held it then, and says that nobody did', () => {
    const row = project(postDirectory, post, started, ended).get('post-0001');
    const held = (date: string) => postDirectory.validOn!(row, date)!.tenures.map(({ personId }) => personId);
    expect([held('2015-02-28'), held('2016-10-09'), held('2016-10-10')]).toEqual([[], ['person-qinyue'], []]);
  });
  it('forgets the reason of an end that a correction takes away', () =>
    expect(project(postDirectory, post, started, ended, corrected('2015-03-01')).get('post-0001').tenures[0]).toEqual({
      tenureId: 'tenure-1',
      personId: 'person-qinyue',
      from: '2015-03-01',
      documentRef: '示例1号',
    }));
  it('knows no tenure of a post that was never registered', () => expect(project(postDirectory, started, ended).get('post-0001')).toBeUndefined());

  const interval = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.option(fc.integer({ min: 1, max: 400 }))).map(([start, days]): ValidTime => {
    const from = addDays('2015-01-01', start);
    return days === null ? { from } : { from, to: addDays(from, days) };
  });
  it('a correction changes no answer outside the days it changes', () =>
    fc.assert(
      fc.property(interval, interval, fc.integer({ min: -30, max: 1200 }), (before, after, offset) => {
        const date = addDays('2015-01-01', offset);
        fc.pre(holdsOn(before, date) === holdsOn(after, date));
        const first = [
          post,
          { ...started, data: { ...tenure, from: before.from } },
          ...(before.to ? [{ ...ended, data: { ...ended.data, from: before.from, to: before.to } }] : []),
        ];
        const who = (...events: readonly Past[]) =>
          postDirectory.validOn!(project(postDirectory, ...events).get('post-0001'), date)!.tenures.map(({ personId }) => personId);
        expect(who(...first, corrected(after.from, after.to))).toEqual(who(...first));
      }),
      { numRuns: 2000 },
    ));
});

describe('post-gaps', () => {
  const gapsOf = (...events: readonly Past[]) => project(postGaps, post, ...events).get('post-0001');
  it('finds the time between two holders, and since the last', () => {
    expect(gapsOf(started, ended, { ...next, data: { ...next.data, from: '2016-11-01' } }).gaps).toEqual([{ from: '2016-10-10', to: '2016-11-01' }]);
    expect(gapsOf(started, ended).gaps).toEqual([{ from: '2016-10-10' }]);
    expect(gapsOf(started, ended, next).gaps).toEqual([]);
  });
  it('closes a gap when a correction does', () => expect(gapsOf(started, ended, corrected('2015-03-01')).gaps).toEqual([]));
  it('tells a post never held from a post without gap', () => {
    expect(gapsOf()).toMatchObject({ neverHeld: true, gaps: [] });
    expect(gapsOf(started)).toMatchObject({ neverHeld: false, gaps: [] });
    expect(project(postGaps, started).get('post-0001')).toBeUndefined();
  });
  it('shows on a date only posts that stood empty', () => {
    const row = gapsOf(started, ended);
    expect(postGaps.validOn!(row, '2016-10-09')).toBeUndefined();
    expect(postGaps.validOn!(row, '2016-10-10')).toMatchObject({ gaps: [{ from: '2016-10-10' }] });
    expect(postGaps.validOn!(gapsOf(), '2016-01-01')).toBeDefined();
  });
});

const duty = (dutyId: string, kind: DutyKind, more: object = {}) => ({
  type: 'DutyAssigned',
  data: { dutyId, kind, targetId: 'village-an01', year: 2016, personId: 'person-qinyue', from: '2016-01-01', ...more },
});
const pair = duty('duty-3', 'paired-department', { personId: undefined, unitId: 'unit-bureau' });
const team = [duty('duty-1', 'county-leader'), duty('duty-2', 'town-leader'), pair, duty('duty-4', 'first-secretary'), duty('duty-5', 'agri-technician')];
const left = { type: 'DutyEnded', data: { ...duty('duty-4', 'first-secretary').data, to: '2016-08-01', reason: '轮换' } };
const came = duty('duty-6', 'first-secretary', { personId: 'person-gutang', from: '2016-09-01' });
const moved = (to?: string) => ({ type: 'DutyCorrected', data: { ...left.data, to, documentRef: '示例2号' } });

describe('village-duties', () => {
  const rowOf = (...events: readonly Past[]) => project(villageDuties, ...events).get('village-an01-2016');
  it('names what is missing until all five are there', () => {
    expect(rowOf(...team.slice(0, 3))).toMatchObject({ missing: ['first-secretary', 'agri-technician'], doubled: [], complete: false });
    expect(rowOf(...team)).toMatchObject({ missing: [], doubled: [], lapses: [], complete: true });
  });
  it('misses whoever left, and shows the lapse before a successor', () => {
    expect(rowOf(...team, left)).toMatchObject({
      missing: ['first-secretary'],
      complete: false,
      lapses: [{ kind: 'first-secretary', from: '2016-08-01', to: '2017-01-01' }],
    });
    expect(rowOf(...team, left, came)).toMatchObject({
      missing: [],
      complete: true,
      lapses: [{ kind: 'first-secretary', from: '2016-08-01', to: '2016-09-01' }],
    });
    expect(rowOf(...team, left, came, moved('2016-09-01'))).toMatchObject({ lapses: [], complete: true });
  });
  it('shows a doubled place, should one ever be recorded', () => expect(rowOf(...team, came)).toMatchObject({ doubled: ['first-secretary'], complete: false }));
  it('judges a date by that date', () => {
    const row = rowOf(...team, left, came);
    expect(villageDuties.validOn!(row, '2016-07-31')).toMatchObject({ missing: [], complete: true, lapses: [] });
    expect(villageDuties.validOn!(row, '2016-08-15')).toMatchObject({ missing: ['first-secretary'], lapses: [{ kind: 'first-secretary' }] });
    expect(villageDuties.validOn!(row, '2016-09-01')!.duties.map(({ dutyId }) => dutyId)).toEqual(['duty-1', 'duty-2', 'duty-3', 'duty-5', 'duty-6']);
  });
  it('misses nothing from a unit', () =>
    expect(project(villageDuties, duty('duty-9', 'in-charge', { targetId: 'unit-town1' })).get('unit-town1-2016')).toMatchObject({
      missing: [],
      complete: true,
    }));
});

describe('five-ones', () => {
  it('is one line per village with five places', () => {
    const row = project(fiveOnes, ...team, duty('duty-8', 'stationed')).get('2016/village-an01');
    expect(row).toMatchObject({
      filled: 5,
      places: { 'county-leader': 'person-qinyue', 'paired-department': 'unit-bureau', 'first-secretary': 'person-qinyue' },
    });
    expect(row.duties).toHaveLength(5);
    expect(row.missing).toEqual([]);
  });
  it('names the role that nobody fills', () => {
    const missing = [{ kind: 'first-secretary', zh: '第一书记' }];
    const row = project(fiveOnes, ...team, left).get('2016/village-an01');
    expect(row.missing).toEqual(missing);
    expect(fiveOnes.validOn!(row, '2016-07-31')).toMatchObject({ missing: [] });
  });
  it('empties a place with its holder and fills it with the successor', () => {
    expect(project(fiveOnes, ...team, left).get('2016/village-an01').filled).toBe(4);
    const row = project(fiveOnes, ...team, left, came).get('2016/village-an01');
    expect(row).toMatchObject({ filled: 5, places: { 'first-secretary': 'person-gutang' } });
    expect(fiveOnes.validOn!(row, '2016-07-31')).toMatchObject({ filled: 5, places: { 'first-secretary': 'person-qinyue' } });
    expect(fiveOnes.validOn!(row, '2016-08-15')).toMatchObject({ filled: 4 });
  });
});

describe('person-posts', () => {
  const away = {
    secondmentId: 'secondment-1',
    personId: 'person-qinyue',
    homeUnitId: 'unit-jiwei1',
    hostUnitId: 'unit-town1',
    from: '2016-08-01',
    to: '2017-08-01',
  };
  const row = project(
    personPosts,
    post,
    started,
    ended,
    ...team,
    left,
    { type: 'SecondmentStarted', data: away },
    { type: 'SecondmentEnded', data: { ...away, to: '2017-02-01' } },
  ).get('person-qinyue');
  it('gathers tenures, duties and secondments', () => {
    expect(row.tenures).toEqual([{ tenureId: 'tenure-1', postId: 'post-0001', from: '2015-03-01', to: '2016-10-10', endReason: '调任' }]);
    expect(row.duties.map(({ dutyId }: { dutyId: string }) => dutyId)).toEqual(['duty-1', 'duty-2', 'duty-4', 'duty-5']);
    expect(row.secondments).toEqual([
      { secondmentId: 'secondment-1', homeUnitId: 'unit-jiwei1', hostUnitId: 'unit-town1', from: '2016-08-01', to: '2017-02-01' },
    ]);
  });
  it('says what held on a date', () => {
    expect(personPosts.validOn!(row, '2015-02-28')).toBeUndefined();
    expect(personPosts.validOn!(row, '2015-06-01')).toMatchObject({ tenures: [{ tenureId: 'tenure-1' }], duties: [], secondments: [] });
    expect(personPosts.validOn!(row, '2017-01-31')).toMatchObject({ tenures: [], secondments: [{ secondmentId: 'secondment-1' }] });
  });
  it('follows a correction', () =>
    expect(project(personPosts, started, ended, corrected('2015-04-01')).get('person-qinyue').tenures).toEqual([
      { tenureId: 'tenure-1', postId: 'post-0001', from: '2015-04-01', documentRef: '示例1号' },
    ]));
  it('does not make persons of departments', () => expect(project(personPosts, pair).size).toBe(0));
});

describe('facts for the book', () => {
  /** As the evaluator counts: items added and taken away, per target, year and fact. */
  function count(fact: string, target: string, ...events: readonly Past[]): number {
    const items = new Set<string>();
    const said = events
      .map(recorded)
      .flatMap((event: Recorded) => registryFacts[event.type]!(event))
      .filter((one) => one.fact === fact && one.target === target && one.year === 2016);
    for (const one of said)
      if (one.op === 'add') items.add(one.item);
      else if (one.op === 'remove') items.delete(one.item);
    return items.size;
  }
  const five = (...events: readonly Past[]) => count('village.fiveOnes', 'village-an01', ...events);
  it('count the five ones, and nothing else', () => expect([five(...team), five(...team, duty('duty-8', 'stationed'))]).toEqual([5, 5]));
  it('lose whoever leaves during the year', () => expect(five(...team, left)).toBe(4));
  it('keep whoever leaves when the year is over', () => expect(five(...team, { ...left, data: { ...left.data, to: '2017-01-01' } })).toBe(5));
  it('do not lose a successor by a correction of the predecessor', () => expect(five(...team, left, came, moved('2016-09-01'))).toBe(5));
  it('regain whoever turns out not to have left', () => expect(five(...team, left, moved())).toBe(5));
  it('count the villages of a paired department', () => {
    const other = { ...pair, data: { ...pair.data, dutyId: 'duty-7', targetId: 'village-bo01' } };
    expect(count('unit.pairedVillages', 'unit-bureau', pair, other)).toBe(2);
    expect(count('unit.pairedVillages', 'unit-bureau', pair, other, { type: 'DutyEnded', data: { ...pair.data, to: '2016-05-01', reason: '调整' } })).toBe(1);
  });
  it('come from no event that the manifest does not define', () =>
    expect(Object.keys(registryFacts).filter((type) => !registryContext.events[type])).toEqual([]));
});
