import type { RowChange, RowStore } from './row-store.js';

/** A row as the next event meets it: parsed from its canonical text, exactly as if it had been stored and read back. */
type Held = { readonly text?: string; row?: unknown; parsed: boolean };
const HELD_ROWS_MAX = 20_000;

/** Changes not yet flushed, and the rows they lead to. */
export class Page {
  private changes: RowChange[] = [];
  private readonly held = new Map<string, Held>();

  constructor(private readonly store: RowStore) {}

  async row(view: string, key: string): Promise<unknown> {
    const place = `${view}\u0000${key}`;
    let held = this.held.get(place);
    if (!held) this.held.set(place, (held = { row: await this.store.get(view, key), parsed: true }));
    if (!held.parsed) {
      held.row = held.text === undefined ? undefined : (JSON.parse(held.text) as unknown);
      held.parsed = true;
    }
    return held.row;
  }

  take(changes: readonly RowChange[]): void {
    for (const change of changes) {
      this.changes.push(change);
      this.held.set(`${change.view}\u0000${change.key}`, { text: change.text, parsed: false });
    }
  }

  /** Takes back a view's changes from a position on: it stopped in the middle of a batch, and half a batch is no moment. */
  drop(view: string, from: number): void {
    this.changes = this.changes.filter((change) => change.view !== view || change.position < from);
  }

  async flush(positions: Readonly<Record<string, number>>): Promise<void> {
    await this.store.apply(this.changes, positions);
    this.changes = [];
    if (this.held.size > HELD_ROWS_MAX) this.held.clear();
  }
}
