import { calculateObjectSize, Long, type Document } from 'bson';
import { Collection } from './collection.js';
import { CommandFault } from './updates.js';
import { plainOf } from './values.js';

const FIRST_BATCH = 101;
const BATCH_BYTES_MAX = 16 * 1024 * 1024;
type Cursor = { rest: readonly Document[]; readonly ns: string };
type Answer = Readonly<Record<string, unknown>>;
type Command = Readonly<{ db: string; name: string; body: Document }>;

/** What stays when the server is restarted. */
export type Databases = Map<string, Map<string, Collection>>;

/** The commands that the engines and the driver send, on data in memory. Cursors are a server's own: a restart takes them away. */
export class Commands {
  private readonly cursors = new Map<string, Cursor>();
  private cursorIds = 0;

  constructor(private readonly databases: Databases) {}

  readonly known: Readonly<Record<string, (command: Command) => Answer>> = {
    ping: () => ({}),
    endSessions: () => ({}),
    insert: (command) => this.insert(command),
    update: (command) => this.update(command),
    delete: (command) => this.delete(command),
    find: (command) => this.find(command),
    aggregate: (command) => this.cursor(command, this.of(command).aggregate(command.body.pipeline as Document[])),
    getMore: (command) => this.getMore(command),
    killCursors: ({ body }) => ({ cursorsKilled: (body.cursors as unknown[]).filter((id) => this.cursors.delete(String(id))) }),
    findAndModify: (command) => this.findAndModify(command),
    createIndexes: (command) => this.createIndexes(command),
    listCollections: (command) => this.listCollections(command),
    drop: ({ db, body }) => ({ ok: this.databases.get(db)?.delete(String(body.drop)) ? 1 : 0 }),
    dropDatabase: ({ db }) => (this.databases.delete(db) ? { dropped: db } : {}),
  };

  run(name: string, body: Document): Answer {
    const command = this.known[name];
    if (!command) throw new CommandFault(59, 'CommandNotFound', `the stand-in knows no command '${name}'`);
    return { ok: 1, ...command({ db: String(body.$db), name, body }) };
  }

  private of({ db, name, body }: Command): Collection {
    let collections = this.databases.get(db);
    if (!collections) this.databases.set(db, (collections = new Map()));
    const named = String(name === 'getMore' ? body.collection : body[name]);
    let collection = collections.get(named);
    if (!collection) collections.set(named, (collection = new Collection()));
    return collection;
  }

  /** One after another; an ordered list stops at its first fault. */
  private each<Item>(body: Document, items: readonly Item[], write: (item: Item, index: number) => void): Answer {
    const writeErrors: Document[] = [];
    for (const [index, item] of items.entries()) {
      try {
        write(item, index);
      } catch (error) {
        if (!(error instanceof CommandFault)) throw error;
        writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.more });
        if (body.ordered !== false) break;
      }
    }
    return writeErrors.length > 0 ? { writeErrors } : {};
  }

  private insert(command: Command): Answer {
    let n = 0;
    const faults = this.each(command.body, command.body.documents as Document[], (document) => {
      this.of(command).insert(document);
      n++;
    });
    return { n, ...faults };
  }

  private update(command: Command): Answer {
    let [n, nModified] = [0, 0];
    const upserted: Document[] = [];
    const faults = this.each(command.body, command.body.updates as (Document & { q: Document; u: Document })[], (one, index) => {
      const { matched, modified, upserted: id } = this.of(command).update(one);
      n += matched + (id === undefined ? 0 : 1);
      nModified += modified;
      if (id !== undefined) upserted.push({ index, _id: id });
    });
    return { n, nModified, ...(upserted.length > 0 && { upserted }), ...faults };
  }

  private delete(command: Command): Answer {
    let n = 0;
    const faults = this.each(command.body, command.body.deletes as Document[], ({ q, limit }) => {
      n += this.of(command).delete(q as Document, plainOf(limit) as number);
    });
    return { n, ...faults };
  }

  private find(command: Command): Answer {
    const { filter = {}, sort, limit, skip, hint, projection = {} } = command.body as Record<string, Document | undefined>;
    const numbers = { limit: plainOf(limit) as number | undefined, skip: plainOf(skip) as number | undefined };
    const found = this.of(command).find({ filter, sort, hint, ...numbers });
    const fields = Object.keys(projection);
    const shown = fields.length > 0 ? found.map((document) => Object.fromEntries(fields.map((field) => [field, document[field] as unknown]))) : found;
    return this.cursor(command, shown);
  }

  private cursor(command: Command, found: readonly Document[]): Answer {
    const asked = (command.body.batchSize ?? (command.body.cursor as Document | undefined)?.batchSize) as unknown;
    const { batch, rest } = batchOf(found, (plainOf(asked) as number | undefined) ?? FIRST_BATCH);
    const ns = `${command.db}.${String(command.body[command.name])}`;
    return { cursor: { id: this.kept(rest, ns), ns, firstBatch: batch } };
  }

  private kept(rest: readonly Document[], ns: string): Long {
    if (rest.length === 0) return Long.ZERO;
    const id = Long.fromNumber(++this.cursorIds);
    this.cursors.set(String(id), { rest, ns });
    return id;
  }

  private getMore({ body }: Command): Answer {
    const cursor = this.cursors.get(String(body.getMore));
    if (!cursor) throw new CommandFault(43, 'CursorNotFound', `cursor id ${String(body.getMore)} not found`);
    const { batch, rest } = batchOf(cursor.rest, (plainOf(body.batchSize) as number | undefined) ?? Infinity);
    cursor.rest = rest;
    if (rest.length === 0) this.cursors.delete(String(body.getMore));
    return { cursor: { id: rest.length === 0 ? Long.ZERO : body.getMore, ns: cursor.ns, nextBatch: batch } };
  }

  private findAndModify(command: Command): Answer {
    const { query = {}, update, upsert, new: wantsAfter } = command.body as Record<string, Document | undefined>;
    const { before, after } = this.of(command).update({ q: query, u: update!, upsert: upsert as unknown as boolean });
    return { value: (wantsAfter ? after : before) ?? null, lastErrorObject: { updatedExisting: before !== undefined, n: 1 } };
  }

  private createIndexes(command: Command): Answer {
    const collection = this.of(command);
    const before = collection.indexes.length;
    for (const { name, key, unique } of command.body.indexes as Document[])
      collection.createIndex({ name: String(name), key: key as Document, unique: unique === true });
    return { numIndexesBefore: before, numIndexesAfter: collection.indexes.length };
  }

  private listCollections({ db }: Command): Answer {
    const names = [...(this.databases.get(db)?.keys() ?? [])];
    return { cursor: { id: Long.ZERO, ns: `${db}.$cmd.listCollections`, firstBatch: names.map((name) => ({ name, type: 'collection' })) } };
  }
}

/** As many as were asked for, and no more than an answer may hold. */
function batchOf(found: readonly Document[], size: number): Readonly<{ batch: readonly Document[]; rest: readonly Document[] }> {
  let [count, bytes] = [0, 0];
  while (count < Math.min(found.length, size)) {
    bytes += calculateObjectSize(found[count]!);
    if (count > 0 && bytes > BATCH_BYTES_MAX) break;
    count++;
  }
  return { batch: found.slice(0, count), rest: found.slice(count) };
}
