import { ALL, byCodePoint, type AnyView, type Need, type Recorded } from '#kernel';
import type { Listed } from './stored-ledger.js';
import { stored } from './json.js';
import type { Model } from './model.js';
import type { Folded, Past } from './past.js';

/** What differs here from the stored ledger; a row that is `undefined` is not there. */
export type Differing<Value> = Readonly<{ value: Value }>;

/**
 * A ledger that is the stored one but for what differs: streams and rows that came out otherwise. Everything else is read where it is stored, as it stood at
 * the position up to which both have been followed.
 */
export class World {
  readonly streams = new Map<string, Differing<Folded>>();
  readonly rows = new Map<string, Map<string, Differing<unknown>>>();
  /** Up to here the stored ledger has been followed. */
  at = -1;

  constructor(
    readonly model: Model,
    readonly past: Past,
  ) {}

  get isAsStored(): boolean {
    return this.streams.size === 0 && this.rows.size === 0;
  }

  /** A world to which the same has happened so far; what happens to one from now on does not to the other. */
  twin(past: Past): World {
    const twin = new World(this.model, past);
    for (const [stream, differing] of this.streams) twin.streams.set(stream, differing);
    for (const [view, rows] of this.rows) twin.rows.set(view, new Map(rows));
    twin.at = this.at;
    return twin;
  }

  async state(stream: string, initial: unknown): Promise<Folded> {
    return this.streams.get(stream)?.value ?? (await this.past.state(stream, initial, this.at));
  }

  async row(view: string, key: string): Promise<unknown> {
    const differing = this.rows.get(view)?.get(key);
    return differing ? differing.value : this.past.base.row(view, key, this.at);
  }

  async list(view: string): Promise<Listed> {
    return merged(await this.past.list(view, this.at), this.rows.get(view));
  }

  /** Whether a row, or any row of a view, differs from the stored ledger. */
  differs({ view, key }: Need): boolean {
    const rows = this.rows.get(view);
    return rows !== undefined && (key === ALL || rows.has(key));
  }

  setRow(view: string, key: string, differing: Differing<unknown> | undefined): void {
    let rows = this.rows.get(view);
    if (differing) {
      if (!rows) this.rows.set(view, (rows = new Map<string, Differing<unknown>>()));
      rows.set(key, differing);
    } else if (rows?.delete(key) && rows.size === 0) this.rows.delete(view);
  }

  setStream(stream: string, differing: Differing<Folded> | undefined): void {
    if (differing) this.streams.set(stream, differing);
    else this.streams.delete(stream);
  }

  /** Differing rows that events of the stored ledger touch, which came out the same here. @returns what was touched */
  absorb(events: readonly Recorded[]): ReadonlyMap<string, ReadonlySet<string>> {
    const touched = new Map<string, Set<string>>();
    for (const event of events) for (const view of this.model.viewsOn(event.type)) this.step(view, event, touched);
    return touched;
  }

  private step(view: AnyView, event: Recorded, touched: Map<string, Set<string>>): void {
    const rows = this.rows.get(view.name);
    if (!rows) return;
    for (const key of keysOf(view, event)) {
      const before = rows.get(key);
      if (!before) continue;
      rows.set(key, { value: stepped(view, before.value, { event, key }) });
      touched.set(view.name, (touched.get(view.name) ?? new Set()).add(key));
    }
  }
}

export const keysOf = (view: AnyView, event: Recorded): readonly string[] => [...new Set(view.keysOf(event))];
/** The row after an event, as it would come back from the store. */
export const stepped = (view: AnyView, row: unknown, { event, key }: Readonly<{ event: Recorded; key: string }>): unknown =>
  stored(view.on[event.type]!(row, event, key) as unknown);

/** Rows of a view with some in place of others, in order. */
export function merged(rows: Listed, others: ReadonlyMap<string, Readonly<{ value: unknown }>> | undefined): Listed {
  if (!others || others.size === 0) return rows;
  const all = new Map(rows);
  for (const [key, { value }] of others) all.set(key, value);
  return [...all].filter(([, row]) => row !== undefined).sort(([a], [b]) => byCodePoint(a, b));
}
