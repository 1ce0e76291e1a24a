import { byCodePoint, type AnyView, type Facts, type Need, type Recorded } from '#kernel';
import type { PendingRows } from '#ledger';
import { loadFacts, type RowStore } from '#readmodel';

type Row = readonly [key: string, row: unknown];

/** Rows at a position with events folded in that no log holds yet: what the next decision of a bulk import reads. */
export class RowsAhead implements PendingRows {
  private readonly ahead = new Map<string, Map<string, unknown>>();
  private readonly byType = new Map<string, readonly AnyView[]>();
  /** Whole views as some decisions ask for them, merged once and again only after a change. */
  private readonly whole = new Map<string, readonly Row[]>();

  constructor(
    private readonly store: Pick<RowStore, 'get' | 'list'>,
    private readonly views: readonly AnyView[],
    private readonly position: number,
  ) {}

  facts(needs: readonly Need[]): Promise<Facts> {
    return loadFacts({ get: (view, key) => this.row(view, key), list: (view) => this.all(view) }, needs, this.position);
  }

  async take(events: readonly Recorded[]): Promise<void> {
    for (const event of events) for (const view of this.interestedIn(event.type)) await this.step(view, event);
  }

  private interestedIn(type: string): readonly AnyView[] {
    let interested = this.byType.get(type);
    if (!interested) this.byType.set(type, (interested = this.views.filter(({ on }) => Object.hasOwn(on, type))));
    return interested;
  }

  private async step({ name, keysOf, on }: AnyView, event: Recorded): Promise<void> {
    const rows = this.ahead.get(name) ?? new Map<string, unknown>();
    for (const key of new Set(keysOf(event))) rows.set(key, on[event.type]!(await this.row(name, key), event, key));
    this.ahead.set(name, rows);
    this.whole.delete(name);
  }

  private async row(view: string, key: string): Promise<unknown> {
    const rows = this.ahead.get(view);
    return rows?.has(key) ? rows.get(key) : this.store.get(view, key, this.position);
  }

  private async all(view: string): Promise<readonly Row[]> {
    let rows = this.whole.get(view);
    if (!rows) {
      const merged = new Map([...(await this.store.list(view, { asKnownAt: this.position })), ...(this.ahead.get(view) ?? [])]);
      rows = [...merged].filter(([, row]) => row !== undefined).sort(([a], [b]) => byCodePoint(a, b));
      this.whole.set(view, rows);
    }
    return rows;
  }
}
