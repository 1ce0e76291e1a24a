import type { Rejection } from '#kernel';
import { cleared, counted, instantOf, sums, tallies, ToyLog } from './contract/toy-log.js';
import { MemoryRowStore } from './memory/index.js';
import { Projector } from './projector.js';
import { Reader, type Moment } from './reader.js';

/** Positions 0 · 1 2 · 3 · 4 5 6, the dots between commands. */
async function desk() {
  const log = new ToyLog(
    ...[counted(['a'], 1, 'c0'), counted(['a'], 2, 'c1'), counted(['b'], 4, 'c1'), cleared('a', 'c2')],
    ...[counted(['a'], 8, 'c3'), counted(['c'], 16, 'c3'), counted(['a', 'd'], 32, 'c3')],
  );
  const store = new MemoryRowStore();
  const views = [tallies, sums];
  const projector = new Projector({ store, views, source: log });
  await projector.prepare();
  await projector.catchUp();
  return { log, store, projector, reader: new Reader({ store, views, projector, moments: log }) };
}
const sumIn = ({ row }: { row: unknown }) => (row as { sum: number } | undefined)?.sum;
const codeOf = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    ({ code }: Rejection) => code,
  );

describe('a row', () => {
  it('comes with view, version and position, now as at any moment', async () => {
    const { reader } = await desk();
    expect(await reader.get('sums', 'a')).toEqual({ view: 'sums@3', position: 6, key: 'a', row: { sum: 43, on: '2016-12-07' } });
    expect(await reader.get('sums', 'a', { asKnownAt: 2 })).toEqual({ view: 'sums@3', position: 2, key: 'a', row: { sum: 3, on: '2016-12-07' } });
    expect(await reader.get('sums', 'none')).toEqual({ view: 'sums@3', position: 6, key: 'none', row: undefined });
    expect(await reader.get('sums', 'a', { asKnownAt: -1 })).toMatchObject({ position: -1, row: undefined });
  });

  it('is as known at the last position recorded at or before an instant', async () => {
    const { reader } = await desk();
    const at = async (asKnownAt: string) => reader.get('sums', 'a', { asKnownAt });
    expect(await at(instantOf(2))).toMatchObject({ position: 2, row: { sum: 3 } });
    expect(await at(instantOf(3).replace('.000Z', '.999Z'))).toMatchObject({ position: 3 });
    expect(await at('2015-01-01T00:00:00.000Z')).toMatchObject({ position: -1 });
    expect(await at('2030-01-01T00:00:00.000Z')).toMatchObject({ position: 6 });
  });

  it('shows on the other time axis what held in the world', async () => {
    const { reader } = await desk();
    expect(sumIn(await reader.get('sums', 'a', { validOn: '2016-12-07', asKnownAt: 0 }))).toBe(1);
    expect(sumIn(await reader.get('sums', 'a', { validOn: '2016-12-06' }))).toBeUndefined();
    expect((await reader.list('sums', { moment: { validOn: '2016-12-06' } })).rows).toEqual([]);
  });

  it('waits for what was just recorded', async () => {
    const { reader, log } = await desk();
    const head = log.append(counted(['a'], 64, 'c4'));
    expect(await reader.get('sums', 'a')).toMatchObject({ position: 6 });
    expect(await reader.get('sums', 'a', { atLeast: head })).toMatchObject({ position: 7, row: { sum: 107 } });
    const next = log.append(counted(['a'], 1, 'c5'));
    expect(await reader.get('sums', 'a', { asKnownAt: next })).toMatchObject({ position: 8, row: { sum: 108 } });
  });
});

describe('a moment', () => {
  it.each<[string, Moment, string]>([
    ['sums', { asKnownAt: 1 }, 'moment.inside-batch'],
    ['sums', { asKnownAt: 4 }, 'moment.inside-batch'],
    ['sums', { asKnownAt: 7 }, 'moment.in-future'],
    ['sums', { asKnownAt: 0.5 }, 'moment.invalid'],
    ['sums', { asKnownAt: -2 }, 'moment.invalid'],
    ['sums', { asKnownAt: Number.NaN }, 'moment.invalid'],
    ['sums', { asKnownAt: '2016-12-07' }, 'moment.invalid'],
    ['sums', { asKnownAt: '2016-02-30T00:00:00.000Z' }, 'moment.invalid'],
    ['sums', { validOn: '2016-02-30' }, 'moment.invalid'],
    ['sums', { atLeast: -7 }, 'moment.invalid'],
    ['sums', { atLeast: 7 }, 'moment.in-future'],
    ['tallies', { validOn: '2016-12-07' }, 'moment.no-valid-time'],
    ['nothing', {}, 'view.unknown'],
    ['toString', {}, 'view.unknown'],
  ])('%s at %p is refused everywhere: %s', async (view, moment, code) => {
    const { reader } = await desk();
    expect(await codeOf(reader.get(view, 'a', moment))).toBe(code);
    expect(await codeOf(reader.list(view, { moment }))).toBe(code);
    expect(await codeOf(reader.history(view, 'a', moment))).toBe(code);
  });

  it('inside a batch is refused with the ends nearest to it', async () => {
    const { reader } = await desk();
    const refusal = await reader.get('sums', 'a', { asKnownAt: 5 }).catch((error: Rejection) => error);
    expect(refusal).toMatchObject({
      text: { zh: '第5号在同一命令的记录之中，请用第3号或第6号', en: 'position 5 lies inside the events of one command; ask for 3 or 6' },
    });
  });
});

describe('a list', () => {
  it('is paged by a cursor that any later page goes on from', async () => {
    const { reader } = await desk();
    const first = await reader.list('sums', { limit: 2 });
    expect([first.rows.map(({ key }) => key), first.next]).toEqual([['a', 'b'], 'b']);
    const second = await reader.list('sums', { limit: 2, after: first.next });
    expect([second.rows.map(({ key }) => key), second.next]).toEqual([['c', 'd'], undefined]);
    expect((await reader.list('sums', { prefix: 'c' })).rows).toEqual([{ key: 'c', row: { sum: 16, on: '2016-12-07' } }]);
    expect((await reader.list('sums', { moment: { asKnownAt: 2 } })).rows.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it.each([0, -1, 1_001, 1.5, Number.NaN])('of %d rows is refused', async (limit) => {
    const { reader } = await desk();
    expect(await codeOf(reader.list('sums', { limit }))).toBe('query.limit');
  });
});

describe('a history', () => {
  it('has every version and removal, as known at the moment', async () => {
    const { reader } = await desk();
    const spans = async (moment?: Moment) => (await reader.history('tallies', 'a', moment)).versions.map(({ from, to, row }) => [from, to, sumIn({ row })]);
    expect(await spans()).toEqual([
      [0, 1, 1],
      [1, 3, 3],
      [3, 4, undefined],
      [4, 6, 8],
      [6, undefined, 40],
    ]);
    expect(await spans({ asKnownAt: 2 })).toEqual([
      [0, 1, 1],
      [1, undefined, 3],
    ]);
    expect((await reader.history('tallies', 'none')).versions).toEqual([]);
  });
});

describe('a difference', () => {
  it('is between two moments, or one and now', async () => {
    const { reader } = await desk();
    const keys = async (...moments: [number | string, number?]) =>
      (await reader.difference('tallies', ...moments)).rows.map(({ key, before, after }) => [key, sumIn({ row: before }), sumIn({ row: after })]);
    expect(await keys(2, 3)).toEqual([['a', 3, undefined]]);
    expect(await keys(instantOf(3))).toEqual([
      ['a', undefined, 40],
      ['c', undefined, 16],
      ['d', undefined, 32],
    ]);
    expect(await reader.difference('tallies', 3, 3)).toEqual({ view: 'tallies@1', from: 3, to: 3, rows: [] });
  });

  it('has its own refusals', async () => {
    const { reader } = await desk();
    expect(await codeOf(reader.difference('tallies', 3, 2))).toBe('moment.backwards');
    expect(await codeOf(reader.difference('tallies', 1))).toBe('moment.inside-batch');
    expect(await codeOf(reader.difference('tallies', 0, 9))).toBe('moment.in-future');
  });
});

it('tells which views there are and where each stands', async () => {
  const { reader } = await desk();
  expect(await reader.views()).toEqual([
    { name: 'tallies', version: 1, zh: '计数', position: 6, aboutPersons: false, validTime: false },
    { name: 'sums', version: 3, zh: '合计', position: 6, aboutPersons: true, validTime: true },
  ]);
});

it('does not answer for a moment that a stopped view has not reached', async () => {
  const { log, reader, projector } = await desk();
  log.append({ type: 'Counted', data: { keys: ['a'], n: 0.5 }, command: 'c4' });
  await projector.catchUp();
  expect(await reader.get('sums', 'a')).toMatchObject({ position: 6 });
  expect(await codeOf(reader.get('sums', 'a', { asKnownAt: 7 }))).toBe('readmodel.view-behind');
  expect(await codeOf(reader.get('sums', 'a', { atLeast: 7 }))).toBe('readmodel.view-behind');
});
