import { must, Rejection } from '#kernel';
import { openConnection, type Connection, type MongoPlace } from '#mongo';
import { collectionsOf, FORMAT, INDEXES, OPEN, type Collections, type RowDocument, type ViewDocument } from './documents.js';

export type MongoRowOptions = MongoPlace & Readonly<{ readOnly?: boolean }>;
/** What is open: `writer` 0 for a process that only looks. */
export type OpenRows = Readonly<{ connection: Connection; collections: Collections; writer: number; views: readonly ViewDocument[] }>;

/** How many rows that nobody counts yet are read at a time. */
const PAGE = 1_000;

/** What is open before anybody may write. */
export type RowsPlace = Pick<OpenRows, 'connection' | 'collections'>;

/**
 * Connects, and creates what is missing unless it is only to be looked at.
 * @throws Rejection `readmodel.absent` (read-only, nothing there), `readmodel.foreign`, and what `openConnection` refuses
 */
export async function openPlace({ readOnly = false, ...place }: MongoRowOptions): Promise<RowsPlace> {
  const connection = await openConnection('readmodel', place);
  try {
    const collections = collectionsOf(connection.db);
    await mustBeOurs(connection, collections, readOnly);
    if (!readOnly) await connection.attempt(() => collections.rows.createIndexes(INDEXES.map(({ name, key }) => ({ name, key: { ...key } }))));
    return { connection, collections };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** To be looked at and no more. */
export const lookedAt = (place: RowsPlace): OpenRows => ({ ...place, writer: 0, views: [] });

/**
 * Takes over from whoever wrote before, and takes back what a crash left between rows and positions. `confirm` is asked when the number is taken: whoever may write
 * after this process takes a higher one, however long this one is on its way.
 */
export async function takenRows(place: RowsPlace, confirm: () => Promise<void> = async () => undefined): Promise<OpenRows> {
  const writer = await counted(place.connection, place.collections, 'writer');
  await confirm();
  const views = await tidied({ ...place, writer });
  return { ...place, writer, views };
}

async function mustBeOurs(connection: Connection, { about }: Collections, readOnly: boolean): Promise<void> {
  const asked = () => connection.attempt(() => about.findOne({ _id: 'readmodel' }));
  if (!readOnly) await connection.attempt(() => about.updateOne({ _id: 'readmodel' }, { $setOnInsert: { format: FORMAT } }, { upsert: true }));
  const found = await asked();
  if (!found) throw new Rejection('readmodel.absent', { zh: '该数据库中还没有视图数据', en: 'the database holds no rows yet' });
  must(found.format === FORMAT, 'readmodel.foreign', {
    zh: '数据库中的视图数据格式不符；删除后重新打开即可由记录重建',
    en: `the rows in the database are of format ${found.format}: drop them, the log rebuilds them`,
  });
}

/** The next number; one that was lost on the way is never given again, which is all that is asked of it. */
export async function counted(connection: Connection, { counters }: Collections, name: 'writer' | 'generation'): Promise<number> {
  const found = await connection.attempt(() => counters.findOneAndUpdate({ _id: name }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' }));
  return found!.n;
}

type Tidying = Omit<OpenRows, 'views'>;

export const superseded = (): Rejection =>
  new Rejection('readmodel.superseded', {
    zh: '另一进程已接管视图数据的写入，本进程停止写入',
    en: 'another process has taken over the writing of rows: this one has stopped',
  });

/**
 * Every view's document, none of them an earlier writer's: one that its late request makes meanwhile is taken over as well.
 * @throws Rejection `readmodel.superseded` when a later writer was quicker: what is tidied up would be its own
 */
async function takenOver({ connection, collections: { views }, writer }: Tidying): Promise<readonly ViewDocument[]> {
  for (;;) {
    await connection.attempt(() => views.updateMany({ writer: { $lt: writer } }, { $set: { writer } }));
    const found = await connection.attempt(() => views.find({}).toArray());
    if (found.some((view) => view.writer > writer)) throw superseded();
    if (found.every((view) => view.writer === writer)) return found;
  }
}

/** Removes generations that nothing depends on, and rows beyond the positions: no answer ever saw them. */
async function tidied(open: Tidying): Promise<readonly ViewDocument[]> {
  const { connection, collections } = open;
  const found = await takenOver(open);
  const live = found.filter(({ of }) => of === undefined);
  const inUse = new Set(live.map(({ generation }) => generation));
  for (const { _id, generation, of } of found) {
    if (of === undefined) continue;
    if (!inUse.has(generation)) await connection.attempt(() => collections.rows.deleteMany({ '_id.g': generation }));
    await connection.attempt(() => collections.views.deleteOne({ _id, generation }));
  }
  for (const { _id, dropped = [] } of live) if (dropped.length > 0) await discard(open, _id, dropped);
  if (live.length > 0) await takeBack(open, live);
  return live;
}

/** Rows of generations that were swapped out; the view remembers them until they are gone. */
export async function discard({ connection, collections }: Tidying, view: string, generations: readonly number[]): Promise<void> {
  await connection.attempt(() => collections.rows.deleteMany({ '_id.g': { $in: [...generations] } }));
  await connection.attempt(() => collections.views.updateOne({ _id: view }, { $pull: { dropped: { $in: [...generations] } } }));
}

/** Only what earlier writers left: a request of this kind that arrives late must not undo what was written since. */
async function takeBack({ connection, collections: { rows }, writer }: Tidying, live: readonly ViewDocument[]): Promise<void> {
  const beyond = { $or: live.map(({ generation, position }) => ({ '_id.g': generation, '_id.f': { $gt: position } })), w: { $lt: writer } };
  for (;;) {
    const page = await connection.attempt(() => rows.find(beyond).limit(PAGE).toArray());
    if (page.length === 0) return;
    const reopened = page.map(({ _id: { g, k, f } }) => ({
      updateOne: { filter: { '_id.g': g, '_id.k': k, t: f, c: { $lt: writer } }, update: { $set: { t: OPEN, c: writer } } },
    }));
    await connection.attempt(() => rows.bulkWrite(reopened));
    await connection.attempt(() => rows.deleteMany({ _id: { $in: page.map(({ _id }: RowDocument) => _id) }, w: { $lt: writer } }));
  }
}
