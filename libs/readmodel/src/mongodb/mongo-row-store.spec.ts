import { MongoClient, type Document } from 'mongodb';
import { MongoStandIn, type StandInOptions } from '../../../../test/support/mongodb-stand-in/index.js';
import type { RowStore } from '../row-store.js';
import { LatestTexts } from './latest-texts.js';
import { openMongoRowStore, type MongoRowOptions } from './index.js';

/** A server that is there may take long on a busy machine: only who waits in vain is in a hurry. */
const PATIENT = { patienceMs: 20_000, serverWaitMs: 20_000, answerWaitMs: 20_000 } as const;
const HURRIED = { patienceMs: 400, serverWaitMs: 150 } as const;
const FAILING = { patienceMs: 400 } as const;
let standIn: MongoStandIn;
const closing: { close(): Promise<unknown> }[] = [];

async function started(options?: StandInOptions): Promise<MongoStandIn> {
  standIn = await MongoStandIn.start(options);
  return standIn;
}
async function opened(options: Partial<MongoRowOptions> = {}): Promise<RowStore> {
  const store = await openMongoRowStore({ uri: standIn.uri, ...PATIENT, ...options });
  closing.push(store);
  return store;
}
async function raw(): Promise<MongoClient> {
  const client = new MongoClient(standIn.uri);
  closing.push(client);
  return client;
}
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
  await standIn.stop();
});

const change = (position: number, row: unknown, key = 'a') => ({ view: 'sums', key, position, row });
async function filled(options?: Partial<MongoRowOptions>): Promise<RowStore> {
  const store = await opened(options);
  await store.prepare('sums', 1);
  await store.apply([change(1, 1), change(3, 2)], { sums: 4 });
  return store;
}
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was refused',
    (error: { code?: unknown }) => error.code,
  );
const writes = new Set(['insert', 'update', 'delete', 'findAndModify', 'createIndexes']);

describe('rows in mongodb (stand-in): what is opened', () => {
  it.each([['standalone'], ['arbiter']] as const)('refuses a topology that cannot keep what it confirms: %s', async (topology) => {
    await started({ topology });
    expect(await codeOf(opened())).toBe('readmodel.topology');
  });

  it('says that nobody answers, within its patience', async () => {
    await started();
    await standIn.stop();
    await expect(opened(HURRIED)).rejects.toMatchObject({ code: 'readmodel.unavailable', message: expect.stringContaining('ECONNREFUSED') as string });
  });

  it('takes a server that comes while it waits', async () => {
    await started();
    await standIn.stop();
    const [store] = await Promise.all([opened(), standIn.listen()]);
    expect(await store.prepare('sums', 1)).toBe(true);
  });

  it('refuses a wrong password and tells none', async () => {
    await started();
    const uri = standIn.uri.replace('mongodb://', 'mongodb://zelian:geheim@');
    expect(await codeOf(opened({ uri }))).toBe('readmodel.access-denied');
    await expect(opened({ uri: 'mongodb://zelian:geheim@[' })).rejects.toMatchObject({
      code: 'readmodel.uri',
      message: expect.not.stringContaining('geheim') as string,
    });
  });

  it('says what TLS on one side only comes to: no server', async () => {
    await started();
    expect(await codeOf(opened({ ...HURRIED, uri: `${standIn.uri}&tls=true` }))).toBe('readmodel.unavailable');
  });

  it('reads only where rows are, and only rows of its format', async () => {
    await started();
    expect(await codeOf(opened({ readOnly: true }))).toBe('readmodel.absent');
    await filled();
    await (
      await raw()
    )
      .db('zelian')
      .collection<{ _id: string }>('readmodel_about')
      .updateOne({ _id: 'readmodel' }, { $set: { format: 99 } });
    expect(await codeOf(opened())).toBe('readmodel.foreign');
    expect(await codeOf(opened({ readOnly: true }))).toBe('readmodel.foreign');
  });

  it('takes the database that the URI names, and its own where it names none', async () => {
    await started();
    await filled();
    const elsewhere = await opened({ uri: standIn.uri.replace('/?', '/other?') });
    expect(await elsewhere.prepare('sums', 2)).toBe(true);
  });
});

describe('rows in mongodb (stand-in): what is written', () => {
  it('is confirmed by a majority on its journal, and read from one', async () => {
    await started();
    const store = await filled();
    await store.list('sums');
    const said = standIn.seen.map((one) => [writes.has(one.name) ? 'write' : one.name, MongoStandIn.concernsOf(one)]);
    for (const [name, concern] of said) {
      if (name === 'write') expect(concern).toMatchObject({ writeConcern: { w: 'majority', j: true } });
      if (name === 'find') expect(concern).toMatchObject({ readConcern: { level: 'majority' } });
    }
    expect(new Set(said.map(([name]) => name))).toEqual(new Set(['write', 'find']));
  });

  it('rows come before their position', async () => {
    await started();
    await filled();
    const updates = standIn.seen.filter(({ name }) => name === 'update').map(({ command }) => String(command.update));
    expect(updates.slice(-2)).toEqual(['readmodel_rows', 'readmodel_views']);
  });

  it('every question names the index that answers it', async () => {
    await started();
    const store = await filled();
    standIn.seen.length = 0;
    await Promise.all([
      store.get('sums', 'a', 1),
      store.list('sums', { prefix: 'a', after: 'a', limit: 2 }),
      store.history('sums', 'a'),
      store.difference('sums', 0, 4),
    ]);
    for await (const version of store.versions('sums', 9)) expect(version.key).toBe('a');
    expect(standIn.seen.map(({ command }) => String(command.hint))).toEqual(expect.arrayContaining(['by_key', 'by_position']));
    expect(standIn.seen.filter(({ name, command }) => name === 'find' && command.hint === undefined)).toEqual([]);
  });

  it('is refused before anything is written when a row is over 16 MB', async () => {
    await started();
    const store = await filled();
    const huge = '责'.repeat(6_000_000);
    expect(await codeOf(store.apply([change(5, 5, 'b'), change(5, huge)], { sums: 5 }))).toBe('readmodel.row-too-large');
    expect([await store.position('sums'), await store.list('sums')]).toEqual([4, [['a', 2]]]);
  });

  it.each<[string, Document]>([
    ['readmodel.storage-full', { ok: 0, code: 14_031, codeName: 'OutOfDiskSpace', errmsg: 'no space left' }],
    ['readmodel.access-denied', { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized' }],
    ['readmodel.unavailable', { ok: 0, code: 10_107, codeName: 'NotWritablePrimary', errmsg: 'not primary' }],
    [
      'readmodel.unavailable',
      { ok: 1, n: 1, nModified: 1, writeConcernError: { code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting for replication' } },
    ],
  ])('is answered by %s when the server says so, shows nothing half done, and can be done again', async (code, answer) => {
    await started();
    const store = await filled(FAILING);
    standIn.mishaps = (name) => (name === 'update' ? answer : undefined);
    expect(await codeOf(store.apply([change(5, 5), change(5, 6, 'b')], { sums: 5 }))).toBe(code);
    standIn.mishaps = () => undefined;
    expect([await store.position('sums'), await store.list('sums')]).toEqual([4, [['a', 2]]]);
    await store.apply([change(5, 5), change(5, 6, 'b')], { sums: 5 });
    expect([await store.position('sums'), await store.list('sums')]).toEqual([
      5,
      [
        ['a', 5],
        ['b', 6],
      ],
    ]);
  });

  it.each(['drop', 'reset', 'restart'] as const)('is tried again when its line is cut in the middle of a list of writes: %s', async (mishap) => {
    await started();
    const store = await filled();
    let cuts = 1;
    standIn.mishaps = (name) => (name === 'update' && cuts-- > 0 ? mishap : undefined);
    await store.apply([change(5, 5), change(5, 6, 'b')], { sums: 5 });
    expect([await store.position('sums'), (await store.list('sums')).map(([key]) => key)]).toEqual([5, ['a', 'b']]);
  });

  it('is tried again when a line is half open', async () => {
    await started();
    const store = await filled({ answerWaitMs: 500 });
    let frozen = 1;
    standIn.mishaps = () => (frozen-- > 0 ? 'freeze' : undefined);
    await store.apply([change(5, 5)], { sums: 5 });
    expect(await store.list('sums')).toEqual([['a', 5]]);
  });
});

describe('rows in mongodb (stand-in): crashes and other processes', () => {
  /** Rows reach the server, their position does not. */
  async function crashedBetween(): Promise<void> {
    const store = await filled(FAILING);
    standIn.mishaps = (name, command) => (name === 'update' && command.update === 'readmodel_views' ? 'drop' : undefined);
    expect(await codeOf(store.apply([change(5, 'half'), change(6, 'half', 'b'), change(7, undefined)], { sums: 7 }))).toBe('readmodel.unavailable');
    standIn.mishaps = () => undefined;
    expect([await store.position('sums'), await store.get('sums', 'a'), (await store.history('sums', 'a')).at(-1)]).toEqual([
      4,
      2,
      { key: 'a', from: 3, row: 2 },
    ]);
  }

  it('is what its writer reads next, however many ask for the row while it is written', async () => {
    await started();
    const store = await filled();
    for (let position = 5; position < 60; position++) {
      const before = (await store.get('sums', 'a')) as number;
      const written = store.apply([change(position, before + 1)], { sums: position });
      standIn.mishaps = (name) => (name === 'find' ? 'slow' : undefined);
      const asked = Array.from({ length: 4 }, () => store.get('sums', 'a', position - 1));
      await written;
      standIn.mishaps = () => undefined;
      for (const row of await Promise.all(asked)) expect(row).toBe(before);
      expect(await store.get('sums', 'a')).toBe(before + 1);
    }
  });
  it('what a crash leaves beyond the position is taken back, even when the log goes on otherwise', async () => {
    await started();
    await crashedBetween();
    const again = await opened();
    await again.prepare('sums', 1);
    await again.apply([change(8, 3, 'c')], { sums: 8 });
    expect(await again.list('sums')).toEqual([
      ['a', 2],
      ['c', 3],
    ]);
    expect(await again.history('sums', 'a')).toEqual([
      { key: 'a', from: 1, to: 3, row: 1 },
      { key: 'a', from: 3, row: 2 },
    ]);
    expect(await (await raw()).db('zelian').collection('readmodel_rows').countDocuments({})).toBe(3);
  });

  it('a generation that a crash left is gone, the live rows are not', async () => {
    await started();
    const store = await filled();
    const generation = await store.beginRebuild('sums', 2);
    await store.apply([{ ...change(1, 'new'), view: generation }], { [generation]: 1 });
    const again = await opened();
    expect([await again.prepare('sums', 1), await again.list('sums')]).toEqual([true, [['a', 2]]]);
    expect(await (await raw()).db('zelian').collection('readmodel_rows').countDocuments({})).toBe(2);
  });

  it('a swap is one change of one document: a crash right after it leaves the new rows, and the old ones go at the next start', async () => {
    await started();
    const store = await filled(FAILING);
    const generation = await store.beginRebuild('sums', 2);
    await store.apply([{ ...change(1, 'new'), view: generation }], { [generation]: 1 });
    standIn.mishaps = (name) => (name === 'delete' ? 'drop' : undefined);
    await store.finishRebuild('sums', generation);
    expect([await store.position('sums'), await store.list('sums')]).toEqual([1, [['a', 'new']]]);
    standIn.mishaps = () => undefined;
    const again = await opened();
    expect([await again.prepare('sums', 2), await again.position('sums'), await again.list('sums')]).toEqual([true, 1, [['a', 'new']]]);
    const database = (await raw()).db('zelian');
    expect(await database.collection('readmodel_rows').countDocuments({})).toBe(1);
    expect(await database.collection('readmodel_views').countDocuments({})).toBe(1);
  });

  /** Nothing is heard of the swap; it is carried out after `lateBy` other commands. */
  async function unheardSwap(lateBy: number): Promise<Readonly<{ store: RowStore; generation: string }>> {
    await started({ lateBy });
    const store = await filled({ patienceMs: 0 });
    const generation = await store.beginRebuild('sums', 2);
    await store.apply([{ ...change(1, 'new'), view: generation }], { [generation]: 4 });
    standIn.mishaps = (name) => (name === 'update' ? 'late' : undefined);
    expect(await codeOf(store.finishRebuild('sums', generation))).toBe('readmodel.unavailable');
    standIn.mishaps = () => undefined;
    return { store, generation };
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('a rebuild that was given up is not swapped in by a request that arrives %d commands late', async (lateBy) => {
    const { store, generation } = await unheardSwap(lateBy);
    await store.dropRebuild(generation);
    await store.apply([change(5, 5)], { sums: 5 });
    for (const [from, to] of [
      [2, 3],
      [3, 4],
    ] as const) {
      const anew = await store.beginRebuild('sums', to);
      await store.apply([{ ...change(1, `of ${from}`), view: anew }], { [anew]: 5 });
      await store.finishRebuild('sums', anew);
    }
    const again = await opened();
    expect([await again.prepare('sums', 4), await again.position('sums'), await again.list('sums')]).toEqual([true, 5, [['a', 'of 3']]]);
  });

  it.each([1, 2, 3, 4, 5])('what is written after a swap that nobody heard of is not lost, though it arrives %d commands late', async (lateBy) => {
    const { store } = await unheardSwap(lateBy);
    await store.apply([change(5, 5)], { sums: 5 });
    for (let index = 0; index < lateBy; index++) expect(await store.list('sums')).toEqual([['a', 5]]);
    const again = await opened();
    expect([await again.prepare('sums', 1), await again.position('sums'), await again.list('sums')]).toEqual([true, 5, [['a', 5]]]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])(
    'a view that a request of an ended process makes, %d commands late, is taken over',
    async (lateBy) => {
      await started({ lateBy });
      const ended = await opened({ patienceMs: 0 });
      standIn.mishaps = (name) => (name === 'findAndModify' && standIn.seen.at(-1)?.name === 'findAndModify' ? 'late' : undefined);
      expect(await codeOf(ended.prepare('sums', 1))).toBe('readmodel.unavailable');
      standIn.mishaps = () => undefined;
      const store = await opened();
      await store.prepare('sums', 1);
      await store.apply([change(1, 1)], { sums: 1 });
      expect([await store.position('sums'), await store.list('sums')]).toEqual([1, [['a', 1]]]);
    },
  );

  it('a process that was taken over from stops', async () => {
    await started();
    const first = await filled();
    const second = await opened();
    await second.prepare('sums', 1);
    expect(await codeOf(first.apply([change(5, 5)], { sums: 5 }))).toBe('readmodel.superseded');
    await second.apply([change(5, 5)], { sums: 5 });
    expect(await second.list('sums')).toEqual([['a', 5]]);
  });

  it('a process that only looks sees what is written and swapped, and writes nothing', async () => {
    await started();
    const writer = await filled();
    const reader = await opened({ readOnly: true });
    expect([await reader.prepare('sums', 1), await reader.prepare('sums', 2), await reader.prepare('other', 1)]).toEqual([true, false, false]);
    await writer.apply([change(5, 5)], { sums: 5 });
    expect([await reader.position('sums'), await reader.get('sums', 'a')]).toEqual([5, 5]);
    const generation = await writer.beginRebuild('sums', 2);
    await writer.apply([{ ...change(1, 'new'), view: generation }], { [generation]: 1 });
    await writer.finishRebuild('sums', generation);
    expect(await reader.list('sums')).toEqual([['a', 'new']]);
    expect(await codeOf(reader.apply([change(9, 9)], { sums: 9 }))).toBe('readmodel.read-only');
    expect(await codeOf(reader.beginRebuild('sums', 3))).toBe('readmodel.read-only');
  });
});

describe('rows kept by their writer', () => {
  const row = (key: string, text: string) => ({ generation: 1, key, text });
  it('stay within their bound, the longest unused going first', async () => {
    const latest = new LatestTexts(350);
    await latest.whileWriting(async () => [row('a', 'x'), row('b', 'y')]);
    expect(latest.find(1, 'a')).toEqual({ text: 'x' });
    await latest.whileWriting(async () => [row('c', 'z'), row('d', 'z')]);
    expect(['a', 'b', 'c', 'd'].map((key) => latest.find(1, key)?.text)).toEqual(['x', undefined, 'z', 'z']);
    await latest.whileWriting(async () => [row('a', 'w'.repeat(400))]);
    expect(latest.find(1, 'a')).toBeUndefined();
  });
  it('are not what was asked for while something was written, however late its answer comes', async () => {
    const latest = new LatestTexts();
    let keep: ReturnType<LatestTexts['asking']> = () => undefined;
    await latest.whileWriting(async () => {
      keep = latest.asking();
      return [row('a', 'new')];
    });
    keep(row('a', 'old'));
    expect(latest.find(1, 'a')).toEqual({ text: 'new' });
  });
  it('answer nobody while something is written, and are forgotten when it fails', async () => {
    const latest = new LatestTexts();
    await latest.whileWriting(async () => [row('a', 'x')]);
    const keep = latest.asking();
    const failing = latest.whileWriting(async () => {
      expect(latest.find(1, 'a')).toBeUndefined();
      throw new Error('cut');
    });
    await expect(failing).rejects.toThrow('cut');
    expect(latest.find(1, 'a')).toBeUndefined();
    keep(row('a', 'older'));
    expect(latest.find(1, 'a')).toBeUndefined();
  });
});
