import { calculateObjectSize, ObjectId, type Document } from 'bson';
import { Aggregator, Query } from 'mingo';
import { IndexTree } from './index-tree.js';
import { CommandFault, seedOf, updated } from './updates.js';
import { compared, plainOf, textsRestored, valuesAt, type Stored } from './values.js';

const DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;
type Update = Readonly<{ q: Document; u: Document; multi?: boolean; upsert?: boolean }>;
export type UpdateResult = Readonly<{ matched: number; modified: number; upserted?: unknown; after?: Document; before?: Document }>;
export type FindOptions = Readonly<{ filter: Document; sort?: Document; limit?: number; skip?: number; hint?: unknown }>;

/** Documents of one collection with their indexes. */
export class Collection {
  private readonly documents = new Map<number, Stored>();
  private seq = 0;
  readonly indexes: IndexTree[] = [new IndexTree('_id_', { _id: 1 }, true)];

  createIndex({ name, key, unique = false }: Readonly<{ name: string; key: Document; unique?: boolean }>): boolean {
    if (this.indexes.some((index) => index.name === name)) return false;
    const index = new IndexTree(name, plainOf(key) as Document, unique);
    for (const stored of this.documents.values()) index.add(stored);
    this.indexes.push(index);
    return true;
  }

  insert(document: Document): Stored {
    const typed = '_id' in document ? document : { _id: new ObjectId(), ...document };
    const stored = { seq: this.seq++, typed, plain: plainOf(typed) as Document };
    this.mustFit(typed);
    this.mustBeFree(stored.plain);
    this.documents.set(stored.seq, stored);
    for (const index of this.indexes) index.add(stored);
    return stored;
  }

  private mustFit(document: Document): void {
    if (calculateObjectSize(document) > DOCUMENT_BYTES_MAX) throw new CommandFault(10_334, 'BSONObjectTooLarge', 'BSONObj size is larger than 16777216');
  }

  private mustBeFree(plain: Document, except?: Stored): void {
    for (const index of this.indexes) {
      if (!index.conflict(plain, except)) continue;
      const keyValue = textsRestored(Object.fromEntries(index.paths.map((path) => [path, valuesAt(plain, path.split('.'))[0]])));
      throw new CommandFault(11_000, 'DuplicateKey', `E11000 duplicate key error index: ${index.name}`, { keyPattern: index.spec, keyValue });
    }
  }

  private replace(stored: Stored, typed: Document): boolean {
    const plain = plainOf(typed) as Document;
    if (compared(stored.plain, plain) === 0) return false;
    this.mustFit(typed);
    this.mustBeFree(plain, stored);
    for (const index of this.indexes) index.remove(stored);
    Object.assign(stored, { typed, plain });
    for (const index of this.indexes) index.add(stored);
    return true;
  }

  update({ q, u, multi = false, upsert = false }: Update): UpdateResult {
    const found = this.matching(q);
    const targets = multi ? found : found.slice(0, 1);
    if (targets.length === 0 && upsert) {
      const { typed } = this.insert(updated(seedOf(q), u, true));
      return { matched: 0, modified: 0, upserted: typed._id, after: typed };
    }
    const before = targets[0]?.typed;
    const modified = targets.filter((stored) => this.replace(stored, updated(stored.typed, u, false))).length;
    return { matched: targets.length, modified, before, after: targets[0]?.typed };
  }

  delete(filter: Document, limit: number): number {
    const found = this.matching(filter);
    const gone = limit > 0 ? found.slice(0, limit) : found;
    for (const stored of gone) {
      this.documents.delete(stored.seq);
      for (const index of this.indexes) index.remove(stored);
    }
    return gone.length;
  }

  find({ filter, sort, limit = 0, skip = 0, hint }: FindOptions): readonly Document[] {
    const found = [...this.matching(filter, hint)];
    if (sort) found.sort((a, b) => bySort(a.plain, b.plain, Object.entries(plainOf(sort) as Record<string, number>)));
    return found.slice(skip, limit > 0 ? skip + limit : undefined).map(({ typed }) => typed);
  }

  aggregate(pipeline: readonly Document[]): readonly Document[] {
    const all = this.inOrder([...this.documents.values()]).map(({ plain }) => plain);
    return textsRestored(new Aggregator(plainOf(pipeline) as Document[]).run(all)) as Document[];
  }

  /** In the order of insertion, each once. */
  private matching(filter: Document, hint?: unknown): readonly Stored[] {
    const plain = plainOf(filter) as Document;
    const named = hint === undefined ? undefined : this.indexes.find(({ name }) => name === hint);
    if (hint !== undefined && !named) throw new CommandFault(2, 'BadValue', 'hint provided does not correspond to an existing index');
    const query = new Query(plain);
    const branches = Array.isArray(plain.$or) ? (plain.$or as Document[]).map((branch) => ({ ...plain, ...branch })) : [plain];
    const candidates = new Set(branches.flatMap((branch) => this.candidates(branch, named)));
    return this.inOrder([...candidates].filter((stored) => query.test(stored.plain)));
  }

  private candidates(branch: Document, named: IndexTree | undefined): readonly Stored[] {
    const best = named ?? this.indexes.reduce((chosen, index) => (index.bound(branch) > chosen.bound(branch) ? index : chosen));
    return best.bound(branch) > 0 ? best.candidates(branch) : [...this.documents.values()];
  }

  private inOrder(found: Stored[]): readonly Stored[] {
    return found.sort((a, b) => a.seq - b.seq);
  }
}

function bySort(a: Document, b: Document, sort: readonly (readonly [path: string, direction: number])[]): number {
  for (const [path, direction] of sort) {
    const steps = path.split('.');
    const difference = compared(valuesAt(a, steps)[0], valuesAt(b, steps)[0]);
    if (difference !== 0) return difference * direction;
  }
  return 0;
}
