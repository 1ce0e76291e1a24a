import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyView } from '#kernel';
import { counted, sums, tallies, ToyLog } from './contract/toy-log.js';
import { versionsOf } from './contract/row-histories.js';
import { MemoryRowStore } from './memory/index.js';
import { Projector } from './projector.js';
import { rebuildViews, type RebuildOptions } from './rebuild.js';
import { rowHash } from './row-hash.js';
import type { RowStore } from './row-store.js';
import { openSqliteRowStore } from './sqlite/index.js';

const events = (from: number, count: number) => Array.from({ length: count }, (_, n) => counted(['a', `k${(from + n) % 7}`], from + n, `c${from + n}`));
const failing = (at: number): AnyView => ({
  ...sums,
  on: {
    Counted: (row, event, key) => {
      if (event.position === at) throw new Error('cannot');
      return sums.on.Counted!(row, event, key);
    },
  },
});

async function running(log: ToyLog, views: readonly AnyView[], store: RowStore) {
  const projector = new Projector({ store, views, source: log, pageEvents: 10 });
  const outdated = await projector.prepare();
  await projector.catchUp();
  const options: RebuildOptions = { store, projector, head: () => log.head() };
  return { projector, outdated, options };
}

describe.each<[string, (directory: string) => RowStore]>([
  ['memory', () => new MemoryRowStore()],
  ['sqlite', (directory) => openSqliteRowStore(directory)],
])('rebuild on %s', (engine, open) => {
  let directory: string;
  let store: RowStore;
  let log: ToyLog;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rows-'));
    store = open(directory);
    log = new ToyLog(...events(0, 50));
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  it('comes to the same rows, three times over, and tells how far it is', async () => {
    const { options } = await running(log, [tallies, sums], store);
    const hashes = await Promise.all([tallies, sums].map(({ name }) => rowHash(store, name, 49)));
    for (let round = 0; round < 3; round++) {
      const told: (readonly number[])[] = [];
      const results = await rebuildViews([tallies, sums], { ...options, onProgress: (done, total) => told.push([done, total]) });
      expect(results).toEqual([tallies, sums].map(({ name }, index) => ({ view: name, position: 49, before: hashes[index], after: hashes[index] })));
      expect(told).toEqual([10, 20, 30, 40, 50].map((done) => [done, 50]));
    }
  });

  it('shows what the live rows got wrong', async () => {
    const { options } = await running(log, [tallies], store);
    await store.apply([{ view: 'tallies', key: 'forged', position: 50, row: { sum: 1 } }], { tallies: 50 });
    log.append(counted(['b'], 1, 'c50'));
    const [result] = await rebuildViews([tallies], options);
    expect(result!.before).not.toBe(result!.after);
    expect(await store.get('tallies', 'forged')).toBeUndefined();
  });

  it('lets the live view answer and follow the log meanwhile, and misses nothing of what came in', async () => {
    const { projector, options } = await running(log, [tallies, sums], store);
    const versions = store.versions.bind(store);
    const answers: unknown[] = [];
    // Built, but not yet swapped in: the log grows, and somebody waits for what was just recorded.
    jest.spyOn(store, 'versions').mockImplementation(async function* (view, position) {
      const head = log.append(...events(log.events.length, 1));
      await projector.waitFor('sums', head);
      answers.push(await store.get('sums', 'a'), await store.position('sums'), await store.position('sums#rebuilding'));
      yield* versions(view, position);
    });
    const [result] = await rebuildViews([sums], options);
    jest.restoreAllMocks();
    expect(answers).toMatchObject([{ sum: 1_275 }, 50, 49, { sum: 1_326 }, 51, 49]);
    expect([result!.position, result!.after, await store.position('sums')]).toEqual([49, result!.before, 51]);
    const afresh = new MemoryRowStore();
    await running(log, [sums], afresh);
    expect(await versionsOf(store, 'sums', 1_000)).toEqual(await versionsOf(afresh, 'sums', 1_000));
  });

  it('swaps nothing before it is complete: a crash leaves the live rows as they were', async () => {
    const { options } = await running(log, [sums], store);
    const hash = await rowHash(store, 'sums', 49);
    jest.spyOn(store, 'finishRebuild').mockRejectedValueOnce(new Error('killed'));
    jest.spyOn(store, 'dropRebuild').mockResolvedValueOnce(undefined);
    await expect(rebuildViews([sums], options)).rejects.toThrow('killed');
    expect(await store.position('sums#rebuilding')).toBe(49);
    expect([await rowHash(store, 'sums', 49), await store.position('sums')]).toEqual([hash, 49]);
    if (engine === 'memory') return;
    await store.close();
    store = open(directory);
    await expect(store.position('sums#rebuilding')).rejects.toThrow(TypeError);
    expect([await rowHash(store, 'sums', 49), await store.position('sums')]).toEqual([hash, 49]);
  });

  it('keeps the live rows when the new ones cannot be completed, and swaps the others in', async () => {
    const { projector, options } = await running(log, [tallies, sums], store);
    await store.apply([{ view: 'tallies', key: 'forged', position: 50, row: 1 }], { tallies: 50 });
    await expect(rebuildViews([failing(30), tallies], options)).rejects.toMatchObject({ code: 'readmodel.rebuild-stopped' });
    expect(projector.alarms()).toEqual([]);
    expect([await store.position('sums'), await store.get('tallies', 'forged')]).toEqual([49, undefined]);
    await expect(store.position('sums#rebuilding')).rejects.toThrow(TypeError);
    const [again] = await rebuildViews([sums], options);
    expect(again!.after).toBe(again!.before);
  });

  it('mends a view that stopped', async () => {
    const { projector } = await running(log, [failing(30)], store);
    expect(projector.alarms()).toHaveLength(1);
    const next = await running(log, [sums], store);
    await rebuildViews([sums], next.options);
    expect([next.projector.alarms(), await next.projector.positionOf('sums')]).toEqual([[], 49]);
  });

  it('goes through views of another version at the start; one that stops even then stands as far as it got, with its alarm', async () => {
    await running(log, [tallies, sums], store);
    const raised = [
      { ...tallies, version: 2 },
      { ...failing(30), version: 4 },
    ];
    const { projector, outdated, options } = await running(log, raised, store);
    expect(outdated).toEqual(raised);
    expect(await rebuildViews(outdated, options)).toMatchObject([{ view: 'tallies' }, { view: 'sums' }]);
    expect(projector.alarms()).toEqual([{ view: 'sums', position: 30, eventId: 'event-30', message: 'cannot' }]);
    expect([await projector.positionOf('tallies'), await projector.positionOf('sums')]).toEqual([49, 29]);
    log.append(...events(50, 1));
    const mended = await running(log, [raised[0]!, { ...sums, version: 4 }], store);
    expect([mended.outdated, await mended.projector.positionOf('sums'), await store.get('sums', 'a')]).toMatchObject([[], 50, { sum: 1_275 }]);
  });
});
