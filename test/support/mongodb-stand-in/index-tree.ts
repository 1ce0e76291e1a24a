import type { Document } from 'bson';
import { compared, valuesAt, type Stored } from './values.js';

type Entry = Readonly<{ key: readonly unknown[]; stored: Stored }>;
type Bound = Readonly<{ op: string; value: unknown }>;
const RANGES = ['$gt', '$gte', '$lt', '$lte'];

/** One index: entries in order of their keys, several for a document whose field is an array. */
export class IndexTree {
  private entries: Entry[] = [];
  readonly paths: readonly string[];

  constructor(
    readonly name: string,
    readonly spec: Document,
    readonly unique: boolean,
  ) {
    this.paths = Object.keys(spec);
  }

  /** The keys under which a document stands. At most one of the fields may hold an array, as in MongoDB. */
  private keysOf(plain: Document): readonly (readonly unknown[])[] {
    const values = this.paths.map((path) => valuesAt(plain, path.split('.')));
    const many = values.find(({ length }) => length !== 1);
    if (!many) return [values.map(([value]) => value)];
    const at = values.indexOf(many);
    return (many.length === 0 ? [undefined] : many).map((value) => values.map(([only], index) => (index === at ? value : only)));
  }

  /** A document that stands in the way of another one's unique key. */
  conflict(plain: Document, except?: Stored): Stored | undefined {
    if (!this.unique) return undefined;
    return this.keysOf(plain)
      .map((key) => this.entries[this.lowest(key)])
      .find((entry, index) => entry && entry.stored !== except && comparedKeys(entry.key, this.keysOf(plain)[index]!) === 0)?.stored;
  }

  add(stored: Stored): void {
    for (const key of this.keysOf(stored.plain)) this.entries.splice(this.lowest([...key, stored.seq]), 0, { key: [...key, stored.seq], stored });
  }

  remove(stored: Stored): void {
    for (const key of this.keysOf(stored.plain)) {
      const at = this.lowest([...key, stored.seq]);
      if (this.entries[at]?.stored === stored) this.entries.splice(at, 1);
    }
  }

  /** How many leading fields a filter binds, and what lies in their range; the rest of the filter has to be tested by whoever asks. */
  bound(filter: Document): number {
    const fixed = this.fixedIn(filter);
    return fixed.length + (fixed.length < this.paths.length && boundsOf(filter[this.paths[fixed.length]!]) ? 0.5 : 0);
  }

  candidates(filter: Document): readonly Stored[] {
    const fixed = this.fixedIn(filter);
    const condition = filter[this.paths[fixed.length]!] as Document | undefined;
    if (isOperators(condition) && Array.isArray(condition.$in)) return condition.$in.flatMap((value) => this.between([...fixed, value], [...fixed, value], []));
    return this.between(fixed, fixed, boundsOf(condition) ?? []);
  }

  private fixedIn(filter: Document): readonly unknown[] {
    const fixed: unknown[] = [];
    for (const path of this.paths) {
      if (!Object.hasOwn(filter, path) || isOperators(filter[path])) break;
      fixed.push(filter[path]);
    }
    return fixed;
  }

  private between(from: readonly unknown[], to: readonly unknown[], bounds: readonly Bound[]): readonly Stored[] {
    const low = bounds.find(({ op }) => op.startsWith('$gt'));
    const high = bounds.find(({ op }) => op.startsWith('$lt'));
    const start = this.lowest(low ? [...from, low.value] : from);
    const end = this.lowest(high ? [...to, high.value] : to, true);
    return this.entries.slice(start, end).map(({ stored }) => stored);
  }

  /** The first entry that is not below a key (or, `above`, the first that is above all that begin with it). */
  private lowest(key: readonly unknown[], above = false): number {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const difference = comparedKeys(this.entries[middle]!.key, key);
      if (difference < 0 || (above && difference === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** As far as both go. */
function comparedKeys(a: readonly unknown[], b: readonly unknown[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = compared(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const isOperators = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).some((name) => name.startsWith('$'));

function boundsOf(condition: unknown): readonly Bound[] | undefined {
  if (!isOperators(condition)) return undefined;
  const found = RANGES.filter((op) => op in condition).map((op) => ({ op, value: condition[op] as unknown }));
  return found.length > 0 || '$in' in condition ? found : undefined;
}
