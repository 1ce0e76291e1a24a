import type { AnyBulkWriteOperation, Filter } from 'mongodb';
import { byCodePoint, Rejection } from '#kernel';
import { leastAbove } from '../key-range.js';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion, StoredVersion } from '../row-store.js';
import { countedChanges } from '../row-text.js';
import { BY_KEY, BY_POSITION, OPEN, type RowDocument } from './documents.js';
import { LatestTexts } from './latest-texts.js';
import type { OpenRows } from './open.js';
import { ViewRecords, type ViewRecord } from './view-records.js';
import { byKey, changedFrom, grouped, mustFit, writesOf, type KeyChanges } from './writes.js';

/** Documents in one answer, keys in one question, writes in one request. */
const PAGE = 500;
const WRITES = 1_000;
const ascending = { '_id.k': 1, '_id.f': 1 } as const;

const parsed = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));
const holdingAt = (g: number, position: number): Filter<RowDocument> => ({ '_id.g': g, '_id.f': { $lte: position }, t: { $gt: position } });

/**
 * Rows in MongoDB without transactions. A flush writes rows first and then positions; no answer looks beyond a view's stored position, so what a crash leaves
 * between the two is seen by nobody, and is written again.
 */
export class MongoRowStore implements RowStore {
  readonly engine = 'mongodb';
  private readonly records: ViewRecords;
  private readonly latest = new LatestTexts();

  constructor(private readonly open: OpenRows) {
    this.records = new ViewRecords(open);
  }

  prepare(view: string, version: number): Promise<boolean> {
    return this.records.prepare(view, version);
  }

  async position(view: string): Promise<number> {
    return (await this.records.of(view)).position;
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    this.records.mustWrite();
    const names = new Set([...Object.keys(positions), ...changes.map(({ view }) => view)]);
    const records = new Map<string, ViewRecord>();
    for (const name of names) records.set(name, await this.records.of(name));
    const counted = countedChanges(changes, positions, (view) => records.get(view)!.position);
    mustFit(counted);
    const rows = byKey(counted, (view) => records.get(view)!.generation);
    const before = await this.textsBefore(rows, records);
    const changed = rows.map((row) => ({ ...row, changes: changedFrom(before.get(row), row.changes) }));
    await this.latest.whileWriting(async () => {
      await this.write(writesOf(changed, this.open.writer));
      await this.records.move(positions);
      return changed.filter(({ changes: own }) => own.length > 0).map(({ generation, key, changes: own }) => ({ generation, key, text: own.at(-1)!.text }));
    });
  }

  private async write(writes: readonly AnyBulkWriteOperation<RowDocument>[]): Promise<void> {
    const { connection, collections } = this.open;
    for (let start = 0; start < writes.length; start += WRITES)
      await connection.attempt(() => collections.rows.bulkWrite(writes.slice(start, start + WRITES), { ordered: true }));
  }

  /** What stands in the rows whose changes do not say that they differ. */
  private async textsBefore(rows: readonly KeyChanges[], records: ReadonlyMap<string, ViewRecord>): Promise<ReadonlyMap<KeyChanges, string | undefined>> {
    const asked = rows.filter(({ changes }) => !changes[0]!.differs);
    const found = new Map<string, string | undefined>();
    for (let start = 0; start < asked.length; start += PAGE) {
      const keys = grouped(asked.slice(start, start + PAGE), ({ view }) => view);
      const branches = [...keys].map(([view, own]) => {
        const { generation, position } = records.get(view)!;
        return { ...holdingAt(generation, position), '_id.k': { $in: own.map(({ key }) => key) } };
      });
      for (const { _id, row } of await this.found({ $or: branches })) found.set(nameOf(_id.g, _id.k), row);
    }
    return new Map(asked.map((row) => [row, found.get(nameOf(row.generation, row.key))]));
  }

  private found(filter: Filter<RowDocument>): Promise<RowDocument[]> {
    return this.open.connection.attempt(() => this.open.collections.rows.find(filter).hint(BY_KEY).toArray());
  }

  get(view: string, key: string, asKnownAt = OPEN): Promise<unknown> {
    const keep = this.latest.asking();
    return this.records.reading(view, async (record) => {
      const { generation, position } = record;
      const isNow = asKnownAt >= position && this.records.isNow(record);
      const kept = isNow ? this.latest.find(generation, key) : undefined;
      if (kept) return parsed(kept.text);
      const filter = { '_id.g': generation, '_id.k': key, '_id.f': { $lte: Math.min(asKnownAt, position) } };
      const asked = () => this.open.collections.rows.find(filter).sort({ '_id.f': -1 }).limit(1).hint(BY_KEY).toArray();
      const text = (await this.open.connection.attempt(asked))[0]?.row;
      if (isNow) keep({ generation, key, text });
      return parsed(text);
    });
  }

  list(view: string, { asKnownAt = OPEN, prefix = '', after, limit = 0 }: ListOptions = {}): Promise<readonly (readonly [key: string, row: unknown])[]> {
    return this.records.reading(view, async ({ generation, position }) => {
      const filter = { ...holdingAt(generation, Math.min(asKnownAt, position)), '_id.k': keysBetween(prefix, after), row: { $exists: true } };
      const asked = () => this.open.collections.rows.find(filter).sort({ '_id.k': 1 }).limit(limit).hint(BY_KEY).toArray();
      return (await this.open.connection.attempt(asked)).map(({ _id, row }) => [_id.k, parsed(row)] as const);
    });
  }

  history(view: string, key: string): Promise<readonly RowVersion[]> {
    return this.records.reading(view, async ({ generation, position }) => {
      const filter = { '_id.g': generation, '_id.k': key, '_id.f': { $lte: position } };
      const asked = () => this.open.collections.rows.find(filter).sort(ascending).hint(BY_KEY).toArray();
      return (await this.open.connection.attempt(asked)).map((found) => versionOf(found, position));
    });
  }

  difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    return this.records.reading(view, async (record) => {
      const [from, to] = [Math.min(p, record.position), Math.min(q, record.position)];
      const keys = await this.touched(record, from, to);
      const differences: RowDifference[] = [];
      for (let start = 0; start < keys.length; start += PAGE) {
        const some = keys.slice(start, start + PAGE);
        const [before, after] = [await this.textsAt(record, some, from), await this.textsAt(record, some, to)];
        differences.push(...some.flatMap((key) => differenceOf(key, before.get(key), after.get(key))));
      }
      return differences;
    });
  }

  /** Keys of versions that began after `from` and not after `to`, in code-point order, from the index alone. */
  private async touched({ generation }: ViewRecord, from: number, to: number): Promise<readonly string[]> {
    const filter = { '_id.g': generation, '_id.f': { $gt: from, $lte: to } };
    const asked = () => this.open.collections.rows.find(filter).project<Pick<RowDocument, '_id'>>({ _id: 1 }).hint(BY_POSITION).toArray();
    return [...new Set((await this.open.connection.attempt(asked)).map(({ _id }) => _id.k))].sort(byCodePoint);
  }

  private async textsAt({ generation }: ViewRecord, keys: readonly string[], position: number): Promise<ReadonlyMap<string, string | undefined>> {
    const found = await this.found({ ...holdingAt(generation, position), '_id.k': { $in: [...keys] } });
    return new Map(found.map(({ _id, row }) => [_id.k, row]));
  }

  /** In pages, each entered at a key: nothing is lost when a server that holds a cursor goes away. */
  async *versions(view: string, position: number): AsyncIterable<StoredVersion> {
    const { generation } = await this.records.of(view);
    let last: RowDocument | undefined;
    for (;;) {
      const page: readonly RowDocument[] = await this.records.reading(view, (record) => this.versionsAfter(record, generation, { position, last }));
      yield* page.map((version) => storedVersionOf(version, position));
      last = page.at(-1);
      if (page.length < PAGE) return;
    }
  }

  private versionsAfter(
    record: ViewRecord,
    generation: number,
    { position, last }: Readonly<{ position: number; last?: RowDocument }>,
  ): Promise<RowDocument[]> {
    if (record.generation !== generation) throw swapped(record._id);
    const known: Filter<RowDocument> = { '_id.g': generation, '_id.f': { $lte: Math.min(position, record.position) } };
    const rest = (g: number, { _id: { k, f } }: RowDocument): Filter<RowDocument> => ({
      $or: [
        { '_id.g': g, '_id.k': k, '_id.f': { $gt: f, ...(known['_id.f'] as object) } },
        { ...known, '_id.k': { $gt: k } },
      ],
    });
    const filter = last ? rest(generation, last) : known;
    return this.open.connection.attempt(() => this.open.collections.rows.find(filter).sort(ascending).limit(PAGE).hint(BY_KEY).toArray());
  }

  beginRebuild(view: string, version: number): Promise<string> {
    return this.records.begin(view, version);
  }

  finishRebuild(view: string, generation: string): Promise<void> {
    return this.records.finish(view, generation);
  }

  dropRebuild(generation: string): Promise<void> {
    return this.records.drop(generation);
  }

  close(): Promise<void> {
    return this.open.connection.close();
  }
}

const nameOf = (generation: number, key: string): string => `${generation} ${key}`;

function keysBetween(prefix: string, after: string | undefined): Readonly<{ $gt?: string; $gte?: string; $lt?: string }> {
  const below = leastAbove(prefix);
  const from = after === undefined || byCodePoint(prefix, after) > 0 ? { $gte: prefix } : { $gt: after };
  return { ...from, ...(below !== undefined && { $lt: below }) };
}

function storedVersionOf({ _id: { k, f }, t, row }: RowDocument, position: number): StoredVersion {
  return { key: k, from: f, ...(t <= position && t !== OPEN && { to: t }), ...(row !== undefined && { text: row }) };
}

function versionOf(found: RowDocument, position: number): RowVersion {
  const { text, ...span } = storedVersionOf(found, position);
  return { ...span, row: parsed(text) };
}

function differenceOf(key: string, before: string | undefined, after: string | undefined): readonly RowDifference[] {
  if (before === after) return [];
  return [{ key, ...(before !== undefined && { before: parsed(before) }), ...(after !== undefined && { after: parsed(after) }) }];
}

const swapped = (view: string): Rejection =>
  new Rejection('readmodel.rows-swapped', {
    zh: `视图${view}刚刚换成重建后的数据，请重新查询`,
    en: `the rows of ${view} were exchanged for rebuilt ones: ask again`,
  });
