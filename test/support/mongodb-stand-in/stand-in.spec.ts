import { Double, Int32, Long } from 'bson';
import { MongoClient, type Collection, type Db, type Document } from 'mongodb';
import * as fc from 'fast-check';
import { byCodePoint } from '#kernel';
import { MongoStandIn, type Mishap } from './index.js';

let standIn: MongoStandIn;
let client: MongoClient;
let db: Db;
let names = 0;
beforeAll(async () => {
  standIn = await MongoStandIn.start();
  // The driver's monitor, when its line is cut while it asks, waits for as long as it may take to connect.
  client = new MongoClient(standIn.uri, { connectTimeoutMS: 200, retryReads: false, retryWrites: false, writeConcern: { w: 'majority', journal: true } });
  db = client.db('tried');
});
afterAll(async () => {
  await client.close();
  await standIn.stop();
});
afterEach(() => void (standIn.mishaps = () => undefined));

// Fields of any name and kind: the driver's own types would not let a test say `$inc` of one.
type Any = any;
const fresh = (): Collection<Any> => db.collection<Any>(`c${names++}`);
/** Befalls the next command of a name, once. */
function next(name: string, mishap: Mishap): void {
  let done = false;
  standIn.mishaps = (asked) => (asked === name && !done ? ((done = true), mishap) : undefined);
}
const idsOf = async (collection: Collection<Any>): Promise<unknown[]> => (await collection.find({}).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

describe('the stand-in for MongoDB, through the real driver: documents', () => {
  it('takes text as _id, and refuses a second document of one _id with 11000', async () => {
    const things = fresh();
    await things.insertOne({ _id: '甲', n: 1 });
    await expect(things.insertOne({ _id: '甲', n: 2 })).rejects.toMatchObject({ code: 11_000, keyPattern: { _id: 1 }, keyValue: { _id: '甲' } });
    expect(await things.find({}).toArray()).toEqual([{ _id: '甲', n: 1 }]);
  });

  it('keeps a unique index over two fields, on inserts, updates and upserts', async () => {
    const things = fresh();
    await things.createIndex({ a: 1, b: 1 }, { unique: true, name: 'both' });
    await things.insertMany([
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 1, b: 2 },
    ]);
    await expect(things.insertOne({ _id: 3, a: 1, b: 2 })).rejects.toMatchObject({ code: 11_000, keyPattern: { a: 1, b: 1 } });
    await expect(things.updateOne({ _id: 2 }, { $set: { b: 1 } })).rejects.toMatchObject({ code: 11_000 });
    await expect(things.updateOne({ _id: 4 }, { $set: { a: 1, b: 1 } }, { upsert: true })).rejects.toMatchObject({ code: 11_000 });
    expect((await things.find({}).toArray()).map(({ b }) => b as number)).toEqual([1, 2]);
  });

  it('tells documents as _id apart by the order of their members, and orders them member by member', async () => {
    const things = fresh();
    await things.insertMany([
      { _id: { g: 1, k: 'b', f: 0 } },
      { _id: { g: 1, k: 'a', f: 2 } },
      { _id: { g: 1, k: 'a', f: 10 } },
      { _id: { k: 'a', g: 1, f: 2 } },
    ]);
    expect(await things.find({ _id: { g: 1, k: 'a', f: 2 } }).toArray()).toEqual([{ _id: { g: 1, k: 'a', f: 2 } }]);
    expect((await idsOf(things)).slice(0, 3)).toEqual([
      { g: 1, k: 'a', f: 2 },
      { g: 1, k: 'a', f: 10 },
      { g: 1, k: 'b', f: 0 },
    ]);
  });

  it('keeps the types of numbers, through updates as well', async () => {
    const things = fresh();
    await things.insertOne({ _id: 1, whole: new Int32(1), broken: new Double(1), long: Long.fromNumber(1), big: Number.MAX_SAFE_INTEGER });
    await things.updateOne({ _id: 1 }, { $set: { set: new Double(2) }, $inc: { whole: 1, broken: 1 }, $max: { long: 0 } });
    const found = await things.findOne({ _id: 1 }, { promoteValues: false, promoteLongs: false });
    expect(found).toEqual({
      _id: new Int32(1),
      whole: new Int32(2),
      broken: new Double(2),
      long: Long.fromNumber(1),
      big: new Double(Number.MAX_SAFE_INTEGER),
      set: new Double(2),
    });
    expect(await things.countDocuments({ broken: 2, long: { $lte: 1 } })).toBe(1);
  });

  it('shows the fields that are asked for, and all when none is named', async () => {
    const things = fresh();
    await things.insertOne({ _id: 1, a: 1, b: 2 });
    expect([await things.findOne({}, { projection: { _id: 1, b: 1 } }), await things.findOne({}, { projection: {} })]).toEqual([
      { _id: 1, b: 2 },
      { _id: 1, a: 1, b: 2 },
    ]);
  });

  it('orders text by code point, in ranges, sorts and indexes, with U+0000 and beyond the surrogates', () =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 3 }), { minLength: 1, maxLength: 12 }), async (texts) => {
        const things = fresh();
        await things.createIndex({ k: 1 }, { name: 'by_k' });
        await things.insertMany(texts.map((k, _id) => ({ _id, k })));
        const sorted = [...texts].sort(byCodePoint);
        const pivot = texts[0]!;
        const found = async (filter: Document) => (await things.find(filter).sort({ k: 1 }).hint('by_k').toArray()).map(({ k }) => k as string);
        expect(await found({})).toEqual(sorted);
        expect(await found({ k: { $gt: pivot } })).toEqual(sorted.filter((k) => byCodePoint(k, pivot) > 0));
        expect(await found({ k: { $gte: '', $lt: pivot } })).toEqual(sorted.filter((k) => byCodePoint(k, pivot) < 0));
        expect((await things.find({}).sort({ k: -1 }).limit(1).toArray())[0]!.k).toBe(sorted.at(-1));
      }),
      { numRuns: 60 },
    ));

  it('updates as it is told: $setOnInsert, $min, $max, $inc, $push, $addToSet, $pull, and no path', async () => {
    const things = fresh();
    const upsert = (n: number) => things.updateOne({ _id: 1 }, { $setOnInsert: { row: n }, $min: { low: n }, $max: { high: n } }, { upsert: true });
    expect((await upsert(5)).upsertedId).toBe(1);
    expect(await upsert(3)).toMatchObject({ matchedCount: 1, upsertedCount: 0 });
    await upsert(9);
    await things.updateOne({ _id: 1 }, { $push: { list: { c: 'x' } } as Document });
    await things.updateOne({ _id: 1 }, { $addToSet: { list: { $each: [{ c: 'x' }, { c: 'y' }] } } as Document });
    await things.updateOne({ _id: 1 }, { $pull: { list: { c: { $in: ['x'] } } } as Document });
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, row: 5, low: 3, high: 9, list: [{ c: 'y' }] });
    await expect(things.updateOne({ _id: 1 }, { $set: { 'a.b': 1 } })).rejects.toMatchObject({ code: 9 });
    const counted = await things.findOneAndUpdate({ _id: 2 }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' });
    expect(counted).toEqual({ _id: 2, n: 1 });
  });

  it('finds in arrays of documents, by an index over them too', async () => {
    const things = fresh();
    await things.createIndex({ 'entries.c': 1 }, { name: 'by_c' });
    await things.insertMany([
      { _id: 1, entries: [{ c: 'x' }, { c: 'y' }] },
      { _id: 2, entries: [{ c: 'z' }] },
      { _id: 3, entries: [] },
    ]);
    const found = async (filter: Document) => (await things.find(filter).toArray()).map(({ _id }) => _id);
    expect([await found({ 'entries.c': 'y' }), await found({ 'entries.c': { $in: ['x', 'y', 'z'] } }), await found({ 'entries.c': 'w' })]).toEqual([
      [1],
      [1, 2],
      [],
    ]);
    await things.updateOne({ _id: 1 }, { $pull: { entries: { c: 'y' } } as Document });
    expect(await found({ 'entries.c': 'y' })).toEqual([]);
  });

  it('unwinds, and compares text letter for letter in an expression', async () => {
    const things = fresh();
    await things.insertMany([
      { _id: 1, entries: [{ v: '50%周' }, { v: 'x' }] },
      { _id: 2, entries: [{ v: '\u{1f33e}$周' }] },
    ]);
    const containing = (text: string) => [
      { $sort: { _id: 1 } },
      { $unwind: '$entries' },
      { $match: { $expr: { $gte: [{ $indexOfBytes: ['$entries.v', { $literal: text }] }, 0] } } },
      { $limit: 5 },
    ];
    const found = async (text: string) => (await things.aggregate(containing(text)).toArray()).map(({ entries }) => (entries as { v: string }).v);
    expect([await found('周'), await found('%'), await found('$'), await found('\u{1f33e}'), await found('')]).toEqual([
      ['50%周', '\u{1f33e}$周'],
      ['50%周'],
      ['\u{1f33e}$周'],
      ['\u{1f33e}$周'],
      ['50%周', 'x', '\u{1f33e}$周'],
    ]);
  });

  it('refuses a document over 16 MB with 10334, a hint that names no index, and commands it does not know', async () => {
    const things = fresh();
    const big = { insert: things.collectionName, documents: [{ _id: 1, text: 'x'.repeat(16_800_000) }] };
    expect(await db.command(big)).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 10_334 }] });
    await expect(things.find({}).hint('nowhere').toArray()).rejects.toMatchObject({ code: 2 });
    await expect(db.command({ mapReduce: 'x' })).rejects.toMatchObject({ code: 59 });
  });

  it('stops an ordered list at its first fault, and carries on with an unordered one', async () => {
    const things = fresh();
    await things.insertOne({ _id: 2 });
    const three = [{ _id: 1 }, { _id: 2 }, { _id: 3 }];
    await expect(things.insertMany(three)).rejects.toMatchObject({ code: 11_000 });
    expect(await idsOf(things)).toEqual([1, 2]);
    await expect(things.insertMany([{ _id: 2 }, { _id: 3 }], { ordered: false })).rejects.toMatchObject({ code: 11_000 });
    expect(await idsOf(things)).toEqual([1, 2, 3]);
  });

  it('hands out what was found in batches, forgets cursors when it restarts, and keeps the documents', async () => {
    const things = fresh();
    await things.insertMany(Array.from({ length: 250 }, (_, _id) => ({ _id })));
    expect((await things.find({}).toArray()).length).toBe(250);
    const cursor = things.find({}).batchSize(10);
    await cursor.next();
    next('insert', 'restart');
    await expect(things.insertOne({ _id: 250 })).rejects.toThrow();
    await expect(cursor.toArray()).rejects.toMatchObject({ code: 43 });
    expect((await things.find({}).toArray()).length).toBe(251);
  });

  it('drops collections and databases', async () => {
    const things = fresh();
    await things.insertOne({ _id: 1 });
    expect((await db.listCollections().toArray()).map(({ name }) => name)).toContain(things.collectionName);
    await things.drop();
    expect(await things.countDocuments({})).toBe(0);
    await client.db('other').collection<Any>('x').insertOne({ _id: 1 });
    await client.db('other').dropDatabase();
    expect(await client.db('other').collection('x').countDocuments({})).toBe(0);
  });
});

describe('the stand-in for MongoDB, through the real driver: what befalls commands', () => {
  const insert = (things: Collection<Any>, n: number) => things.insertOne({ _id: n });

  it('remembers by what a write asked to be confirmed', async () => {
    await insert(fresh(), 1);
    expect(MongoStandIn.concernsOf(standIn.seen.at(-1)!)).toMatchObject({ writeConcern: { w: 'majority', j: true } });
  });

  it.each<[Mishap, boolean]>([
    ['drop', false],
    ['reset', true],
    ['restart', true],
  ])('%s cuts the line; carried out: %s', async (mishap, done) => {
    const things = fresh();
    next('insert', mishap);
    await expect(insert(things, 1)).rejects.toMatchObject({ name: 'MongoNetworkError' });
    expect(await idsOf(things)).toEqual(done ? [1] : []);
  });

  it('duplicate carries out twice', async () => {
    const things = fresh();
    next('findAndModify', 'duplicate');
    await things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true });
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, n: 2 });
  });

  it('again carries out at once and once more later; late only later', async () => {
    const things = fresh();
    const count = async () => (await things.findOne({ _id: 1 }))?.n as unknown;
    next('findAndModify', 'again');
    await things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true });
    const now = await count();
    for (let index = 0; index < 5; index++) await db.command({ ping: 1 });
    expect([now, await count()]).toEqual([1, 2]);
    next('findAndModify', 'late');
    await expect(things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } })).rejects.toMatchObject({ name: 'MongoNetworkError' });
    const before = await count();
    for (let index = 0; index < 5; index++) await db.command({ ping: 1 });
    expect([before, await count()]).toEqual([2, 3]);
  });

  it('slow answers all the same; a frozen line never answers; a document is answered and nothing carried out', async () => {
    const things = fresh();
    next('insert', 'slow');
    await insert(things, 1);
    const hurried = new MongoClient(standIn.uri, { socketTimeoutMS: 100, retryWrites: false });
    next('insert', 'freeze');
    await expect(hurried.db('tried').collection<Any>(things.collectionName).insertOne({ _id: 2 })).rejects.toMatchObject({ name: 'MongoNetworkTimeoutError' });
    await hurried.close();
    next('insert', { ok: 0, code: 14_031, codeName: 'OutOfDiskSpace', errmsg: 'full' });
    await expect(insert(things, 3)).rejects.toMatchObject({ code: 14_031 });
    expect(await idsOf(things)).toEqual([1]);
  });

  it('goes away and comes back on its port with its documents', async () => {
    const things = fresh();
    await insert(things, 1);
    await standIn.stop();
    const hurried = new MongoClient(standIn.uri, { serverSelectionTimeoutMS: 50 });
    await expect(hurried.connect()).rejects.toMatchObject({ name: 'MongoServerSelectionError' });
    await hurried.close();
    await standIn.listen();
    expect(await idsOf(things)).toEqual([1]);
  });

  it('says what it is: a primary of a set, alone, or with an arbiter; and takes no password', async () => {
    const said = async (topology: 'replica-set' | 'standalone' | 'arbiter') => {
      const other = await MongoStandIn.start({ topology });
      const asking = new MongoClient(other.uri);
      const { setName, arbiters, isWritablePrimary } = await asking.db('admin').command({ hello: 1 });
      await asking.close();
      await other.stop();
      return [setName as unknown, arbiters as unknown, isWritablePrimary as unknown];
    };
    expect(await said('replica-set')).toEqual(['stand-in', undefined, true]);
    expect(await said('standalone')).toEqual([undefined, undefined, true]);
    expect(await said('arbiter')).toEqual(['stand-in', ['127.0.0.1:1'], true]);
    const knocking = new MongoClient(standIn.uri.replace('mongodb://', 'mongodb://a:b@'), { serverSelectionTimeoutMS: 200 });
    await expect(knocking.db('tried').command({ ping: 1 })).rejects.toMatchObject({ code: 18 });
    await knocking.close();
  });
});
