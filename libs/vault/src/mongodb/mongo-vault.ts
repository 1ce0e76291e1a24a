import { randomUUID } from 'node:crypto';
import type { Document } from 'mongodb';
import { must, Rejection } from '#kernel';
import { isDuplicate, type Connection } from '#mongo';
import type { Erasing, Vault, VaultEntry } from '../vault.js';
import type { Bundle, Collections, Mark, StoredEntry } from './documents.js';

type Parts = Readonly<{ connection: Connection; collections: Collections; readOnly: boolean }>;

const PAGE = 200;
/** MongoDB takes 16 MiB a document. */
const BUNDLE_BYTES_MAX = 16 * 1024 * 1024 - 4_096;
/** What an entry takes besides its texts. */
const ENTRY_BYTES = 200;

const entryOf = ({ commitment, eventId, field, scope, subject, value, salt }: StoredEntry): VaultEntry => ({
  ...{ commitment, eventId, field, scope, subject, value, salt },
});
const stored = (entry: VaultEntry): StoredEntry => ({ ...entryOf({ ...entry, leaf: '' }), leaf: entry.field.split('.').at(-1)! });
const bytesOf = (entry: VaultEntry): number => Object.values(entry).reduce((sum, text) => sum + Buffer.byteLength(text), ENTRY_BYTES);
const placeOf = ({ eventId, field, value }: VaultEntry): string => JSON.stringify([eventId, field, value]);

/** In one document where they fit. @throws Rejection `vault.too-large` before anything is written, for a value that fits in none */
function inDocuments(entries: readonly VaultEntry[]): readonly (readonly VaultEntry[])[] {
  const documents: VaultEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = bytesOf(entry);
    must(bytes <= BUNDLE_BYTES_MAX, 'vault.too-large', {
      zh: '私密内容超过MongoDB单个文档的上限（16 MB）',
      en: 'a private value is larger than MongoDB takes in one document (16 MB)',
    });
    if (documents.length === 0 || bytes > room) {
      documents.push([]);
      room = BUNDLE_BYTES_MAX;
    }
    documents.at(-1)!.push(entry);
    room -= bytes;
  }
  return documents;
}

/** Private values in MongoDB: every change is one of a single document, confirmed by a majority on its journal. */
export class MongoVault implements Vault {
  readonly engine = 'mongodb';
  private readonly me = randomUUID();
  /** Numbers of puts that failed, though their requests may still arrive. */
  private readonly unheardOf = new Set<number>();

  constructor(private readonly parts: Parts) {}

  private get bundles(): Collections['bundles'] {
    return this.parts.collections.bundles;
  }

  private attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.parts.connection.attempt(work);
  }

  async put(entries: readonly VaultEntry[]): Promise<readonly VaultEntry[]> {
    this.mustWrite();
    if (entries.length === 0) return [];
    for (;;) {
      const kept = await this.putUnlessTaken(entries);
      if (kept) return kept;
    }
  }

  /** undefined: another process took a place of it, and what is held may be other than was seen. What is there by then is met the next time. */
  private async putUnlessTaken(entries: readonly VaultEntry[]): Promise<readonly VaultEntry[] | undefined> {
    await this.closePlaces();
    const held = await this.entriesWhere({ 'entries.eventId': { $in: [...new Set(entries.map(({ eventId }) => eventId))] } });
    const known = new Map(held.map((entry) => [placeOf(entry), entry]));
    const fresh: VaultEntry[] = [];
    const kept = entries.map((entry) => {
      const found = known.get(placeOf(entry));
      if (found) return found;
      known.set(placeOf(entry), entry);
      fresh.push(entry);
      return entry;
    });
    for (const some of inDocuments(fresh)) if (!(await this.insert(some))) return undefined;
    return kept;
  }

  /** @returns whether they are there */
  private async insert(entries: readonly VaultEntry[]): Promise<boolean> {
    const bundle: Bundle = { _id: await this.next(), entries: entries.map(stored), gone: [], by: this.me };
    try {
      return await this.attempt(() => this.inserted(bundle));
    } catch (error) {
      this.unheardOf.add(bundle._id);
      throw error;
    }
  }

  private async inserted(bundle: Bundle): Promise<boolean> {
    try {
      await this.bundles.insertOne(bundle);
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      // The number was given to this put alone: what stands there came with the request whose answer was lost, unless somebody took the place.
      return (await this.bundles.findOne({ _id: bundle._id }))?.by === this.me;
    }
  }

  /** What a failed put may still bring is there before anybody looks what is held, or finds its place taken: later it would double a value, or bring back an erased one. */
  private async closePlaces(): Promise<void> {
    for (const _id of this.unheardOf) {
      await this.takePlace(_id);
      this.unheardOf.delete(_id);
    }
  }

  private async takePlace(_id: number): Promise<void> {
    await this.attempt(() => this.bundles.updateOne({ _id }, { $setOnInsert: { entries: [], gone: [] } }, { upsert: true }));
  }

  /** The same for what any process asked: every number that was given has a place, so a missing one is where a request may still arrive. One that is under way puts again. */
  async closeAllPlaces(): Promise<void> {
    const given = (await this.attempt(() => this.parts.collections.counters.findOne({ _id: 'bundle' })))?.n ?? 0;
    if ((await this.attempt(() => this.bundles.countDocuments({}))) === given) return;
    let next = 1;
    for await (const { _id } of this.pages({ _id: 1 })) {
      for (; next < _id; next++) await this.takePlace(next);
      next = _id + 1;
    }
    for (; next <= given; next++) await this.takePlace(next);
  }

  private async next(): Promise<number> {
    const { counters } = this.parts.collections;
    const found = await this.attempt(() => counters.findOneAndUpdate({ _id: 'bundle' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' }));
    return found!.n;
  }

  private async entriesWhere(filter: Document): Promise<readonly VaultEntry[]> {
    const found = await this.attempt(() => this.bundles.find(filter).sort({ _id: 1 }).toArray());
    return found.flatMap(({ entries }) => entries.map(entryOf));
  }

  async reveal(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlyMap<string, VaultEntry>> {
    const asked = new Set(commitments);
    if (asked.size === 0 || scopes.length === 0) return new Map();
    const found = await this.entriesWhere({ 'entries.commitment': { $in: [...asked] } });
    const shown = new Map(found.filter(({ commitment, scope }) => asked.has(commitment) && scopes.includes(scope)).map((entry) => [entry.commitment, entry]));
    return new Map([...asked].flatMap((commitment) => (shown.has(commitment) ? [[commitment, shown.get(commitment)!]] : [])));
  }

  async erased(commitments: readonly string[], scopes: readonly string[]): Promise<ReadonlySet<string>> {
    if (commitments.length === 0) return new Set();
    const marks = await this.marksWhere({ 'gone.commitment': { $in: [...commitments] } });
    const gone = new Set(marks.filter(({ scope }) => scopes.includes(scope)).map(({ commitment }) => commitment));
    return new Set(commitments.filter((commitment) => gone.has(commitment)));
  }

  private async marksWhere(filter: Document): Promise<readonly Mark[]> {
    const found = await this.attempt(() => this.bundles.find(filter).project<Pick<Bundle, 'gone'>>({ gone: 1 }).toArray());
    return found.flatMap(({ gone }) => gone);
  }

  async search(text: string, scopes: readonly string[], limit: number, field?: string): Promise<readonly VaultEntry[]> {
    const within = { 'entries.scope': { $in: [...scopes] } };
    // Letter for letter: a pattern would give some of them a meaning, and could hold no U+0000.
    const contains = { $gte: [{ $indexOfBytes: ['$entries.value', { $literal: text }] }, 0] };
    const pipeline = [
      { $match: within },
      { $sort: { _id: 1 } },
      { $unwind: '$entries' },
      { $match: { ...within, ...(field !== undefined && { 'entries.leaf': field.split('.').at(-1) }), $expr: contains } },
      { $limit: limit },
    ];
    const found = await this.attempt(() => this.bundles.aggregate<{ entries: StoredEntry }>(pipeline).toArray());
    return found.map(({ entries }) => entryOf(entries));
  }

  async erase(subject: string, { only, reason }: Erasing = {}): Promise<number> {
    this.mustWrite();
    // Also of processes that ended, or gave up: what they asked for must not arrive after what is erased here.
    await this.closeAllPlaces();
    return this.removeFrom({ 'entries.subject': subject }, (entry) => entry.subject === subject && (only?.has(entry.commitment) ?? true), {
      mark: ({ commitment, scope }) => ({ commitment, scope, ...(reason !== undefined && { reason }) }),
    });
  }

  /** Values go and marks come in one change of each document: at no moment is there a mark of a value that is held, or a gap without one. */
  private async removeFrom(filter: Document, goes: (entry: StoredEntry) => boolean, { mark }: { mark?: (entry: StoredEntry) => Mark } = {}): Promise<number> {
    let count = 0;
    for (const { _id, entries } of await this.attempt(() => this.bundles.find(filter).sort({ _id: 1 }).toArray())) {
      const leaving = entries.filter(goes);
      if (leaving.length === 0) continue;
      const commitments = leaving.map(({ commitment }) => commitment);
      const update = {
        $pull: { entries: { commitment: { $in: commitments } } },
        ...(mark && { $addToSet: { gone: { $each: leaving.map(mark) } } }),
      };
      await this.attempt(() => this.bundles.updateOne({ _id, 'entries.commitment': { $in: commitments } }, update));
      count += leaving.length;
    }
    return count;
  }

  async erasedFor(reason: string): Promise<readonly string[]> {
    const marks = await this.marksWhere({ 'gone.reason': reason });
    return [...new Set(marks.filter((mark) => mark.reason === reason).map(({ commitment }) => commitment))].sort();
  }

  async sweep(isStored: (eventId: string, commitment: string) => Promise<boolean>): Promise<number> {
    this.mustWrite();
    let swept = 0;
    for await (const { _id, entries } of this.pages()) {
      const orphans = new Set<string>();
      for (const { eventId, commitment } of entries) if (!(await isStored(eventId, commitment))) orphans.add(commitment);
      if (orphans.size > 0) swept += await this.removeFrom({ _id }, ({ commitment }) => orphans.has(commitment));
    }
    return swept;
  }

  async *entries(): AsyncIterable<VaultEntry> {
    for await (const { entries } of this.pages()) yield* entries.map(entryOf);
  }

  /** In pages, each entered at a number: nothing is lost when a server that holds a cursor goes away. */
  private async *pages(projection: Document = {}): AsyncIterable<Bundle> {
    for (let after = -1; ;) {
      const page = await this.attempt(() =>
        this.bundles
          .find({ _id: { $gt: after } }, { projection })
          .sort({ _id: 1 })
          .limit(PAGE)
          .toArray(),
      );
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)!._id;
    }
  }

  private mustWrite(): void {
    if (this.parts.readOnly) throw new Rejection('vault.read-only', { zh: '保密库以只读方式打开', en: 'the vault is open for reading only' });
  }

  close(): Promise<void> {
    return this.parts.connection.close();
  }
}
