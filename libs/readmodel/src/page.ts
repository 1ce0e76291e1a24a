import type { RowChange, RowStore } from './row-store.js';

/** Beyond this many characters a page is written out, however few events it took: rows may be long. */
const PENDING_CHARACTERS_MAX = 1_000_000;
/** Beyond this many characters all that was kept for the next event is forgotten. */
const KEPT_CHARACTERS_MAX = 4_000_000;
/** What an entry takes besides its key and text. */
const ENTRY_CHARACTERS = 100;

/** Changes not yet flushed, and the rows they lead to. */
export class Page {
  private changes: RowChange[] = [];
  private pending = 0;
  /** By view and key, the canonical text of rows met before; undefined where there is no row. Text, because whole objects would crowd the heap. */
  private readonly kept = new Map<string, Map<string, string | undefined>>();
  private keptCharacters = 0;

  constructor(private readonly store: RowStore) {}

  get isFull(): boolean {
    return this.pending > PENDING_CHARACTERS_MAX;
  }

  /** Whether a row is at hand, be it that there is none. */
  holds(view: string, key: string): boolean {
    return this.textsOf(view).has(key);
  }

  /** A row at hand as the next event meets it: parsed from its canonical text, exactly as if it had been stored and read back. */
  row(view: string, key: string): unknown {
    const text = this.textsOf(view).get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** A row that is not at hand, from the store. */
  async stored(view: string, key: string): Promise<unknown> {
    const row = await this.store.get(view, key);
    if (row === undefined) this.keep(this.textsOf(view), key, undefined);
    return row;
  }

  /** Rows that came out equal are no changes; of the others the store is told when the row before is known. */
  take(changes: readonly RowChange[]): void {
    for (const change of changes) {
      if (change.differs) {
        this.changes.push(change);
        this.pending += lengthOf(change.text);
        continue;
      }
      const texts = this.textsOf(change.view);
      const known = texts.has(change.key);
      if (known && texts.get(change.key) === change.text) continue;
      this.changes.push(known ? { ...change, differs: true } : change);
      this.pending += lengthOf(change.text);
      this.keep(texts, change.key, change.text);
    }
  }

  private keep(texts: Map<string, string | undefined>, key: string, text: string | undefined): void {
    this.keptCharacters += lengthOf(text) - (texts.has(key) ? lengthOf(texts.get(key)) : -key.length - ENTRY_CHARACTERS);
    texts.set(key, text);
  }

  /** Takes back a view's changes from a position on: it stopped in the middle of a batch, and half a batch is no moment. */
  drop(view: string, from: number): void {
    this.changes = this.changes.filter((change) => change.view !== view || change.position < from);
    this.kept.delete(view);
  }

  async flush(positions: Readonly<Record<string, number>>): Promise<void> {
    await this.store.apply(this.changes, positions);
    this.changes = [];
    this.pending = 0;
    if (this.keptCharacters <= KEPT_CHARACTERS_MAX) return;
    this.kept.clear();
    this.keptCharacters = 0;
  }

  private textsOf(view: string): Map<string, string | undefined> {
    let texts = this.kept.get(view);
    if (!texts) this.kept.set(view, (texts = new Map()));
    return texts;
  }
}

const lengthOf = (text: string | undefined): number => text?.length ?? 0;
