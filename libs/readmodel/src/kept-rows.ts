import { byCodePoint } from '#kernel';
import type { ListOptions, RowChange, RowDifference, RowStore, RowVersion, StoredVersion } from './row-store.js';

type Listed = readonly (readonly [key: string, row: unknown])[];
/** `since`: no row of the view changed after this position. `coming`: changes up to it are on their way in. */
type Kept = Readonly<{ since: number; coming?: true; listed?: Listed }>;
/** A view as known at a moment that later changes have left behind. */
type Past = Readonly<{ at: number; listed: Listed }>;

const fromStart = ({ prefix = '', after }: ListOptions): boolean => prefix === '' && after === undefined;
const isWhole = (options: ListOptions): boolean => fromStart(options) && options.limit === undefined;
/** A page from the start that is not full holds all there is. */
const holdsAll = (found: Listed, options: ListOptions): boolean => fromStart(options) && found.length < (options.limit ?? Infinity);

/** The part of a whole list that was asked for; keys are in code-point order. */
function pageOf(listed: Listed, options: ListOptions): Listed {
  const { prefix = '', after, limit = Infinity } = options;
  const isWanted = (key: string) => key.startsWith(prefix) && (after === undefined || byCodePoint(key, after) > 0);
  const wanted = fromStart(options) ? listed : listed.filter(([key]) => isWanted(key));
  return limit >= wanted.length ? wanted : wanted.slice(0, limit);
}

/**
 * Whole views stay parsed while none of their rows change: policies and deciders ask for them far more often than posts and duties come and go. For the process
 * that writes the rows: every change passes here, so what is kept is what the store would say. Policies that lag behind ask for one past moment after another,
 * each a few changes after the last: what changed in between is read, not everything again, or a bulk import would cost the square of its rows.
 */
export class KeptRows implements RowStore {
  private readonly kept = new Map<string, Kept>();
  private readonly past = new Map<string, Past>();
  /** How often a view's rows were exchanged for others: what was read of the old ones meanwhile is not kept. */
  private swaps = 0;

  constructor(private readonly store: RowStore) {}

  get engine(): string {
    return this.store.engine;
  }

  async apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void> {
    const since = new Map<string, number>();
    for (const { view, position } of changes) since.set(view, Math.max(position, since.get(view) ?? -1, this.kept.get(view)?.since ?? -1));
    // Forgotten before and after: a list that is asked for meanwhile must not be kept as if nothing had come.
    for (const [view, position] of since) this.kept.set(view, { since: position, coming: true });
    await this.store.apply(changes, positions);
    for (const [view, position] of since) if (this.kept.get(view)?.since === position) this.kept.set(view, { since: position });
  }

  async list(view: string, options: ListOptions = {}): Promise<Listed> {
    const { asKnownAt } = options;
    if (asKnownAt === undefined) return this.store.list(view, options);
    // Of what was there when this process began it is only known that nothing came after where the view stood.
    const kept = this.kept.get(view) ?? { since: await this.store.position(view) };
    if (kept.coming || asKnownAt < kept.since) return isWhole(options) ? this.wholeBefore(view, asKnownAt) : this.store.list(view, options);
    if (kept.listed) return pageOf(kept.listed, options);
    const found = await this.store.list(view, options);
    if (holdsAll(found, options)) this.keep(view, kept, found);
    return found;
  }

  private keep(view: string, asked: Kept, listed: Listed): void {
    const now = this.kept.get(view) ?? asked;
    if (now.since === asked.since && !now.coming) this.kept.set(view, { since: asked.since, listed });
  }

  /** Rows up to a view's stored position never change: the last past moment asked for is where the next one begins. */
  private async wholeBefore(view: string, asKnownAt: number): Promise<Listed> {
    const { swaps } = this;
    if (asKnownAt > (await this.store.position(view))) return this.store.list(view, { asKnownAt });
    const last = this.past.get(view);
    const listed =
      last && last.at <= asKnownAt ? changed(last.listed, await this.store.difference(view, last.at, asKnownAt)) : await this.store.list(view, { asKnownAt });
    if (swaps === this.swaps) this.past.set(view, { at: asKnownAt, listed });
    return listed;
  }

  private forget(...views: readonly string[]): void {
    this.swaps++;
    for (const view of views) for (const memory of [this.kept, this.past]) memory.delete(view);
  }

  prepare(view: string, version: number): Promise<boolean> {
    this.forget(view);
    return this.store.prepare(view, version);
  }

  async finishRebuild(view: string, generation: string): Promise<void> {
    await this.store.finishRebuild(view, generation);
    this.forget(view, generation);
  }

  async dropRebuild(generation: string): Promise<void> {
    this.forget(generation);
    await this.store.dropRebuild(generation);
  }

  position(view: string): Promise<number> {
    return this.store.position(view);
  }

  get(view: string, key: string, asKnownAt?: number): Promise<unknown> {
    return this.store.get(view, key, asKnownAt);
  }

  history(view: string, key: string): Promise<readonly RowVersion[]> {
    return this.store.history(view, key);
  }

  difference(view: string, p: number, q: number): Promise<readonly RowDifference[]> {
    return this.store.difference(view, p, q);
  }

  versions(view: string, position: number): AsyncIterable<StoredVersion> {
    return this.store.versions(view, position);
  }

  beginRebuild(view: string, version: number): Promise<string> {
    return this.store.beginRebuild(view, version);
  }

  close(): Promise<void> {
    this.forget(...this.kept.keys(), ...this.past.keys());
    return this.store.close();
  }
}

/** The list after some of its rows changed; the same list when none did. */
function changed(listed: Listed, differences: readonly RowDifference[]): Listed {
  if (differences.length === 0) return listed;
  const rows = [...listed];
  for (const { key, after } of differences) {
    const at = placeOf(rows, key);
    rows.splice(at, rows[at]?.[0] === key ? 1 : 0, ...(after === undefined ? [] : [[key, after] as const]));
  }
  return rows;
}

/** Where a key stands, or would stand. */
function placeOf(rows: Listed, key: string): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byCodePoint(rows[middle]![0], key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
