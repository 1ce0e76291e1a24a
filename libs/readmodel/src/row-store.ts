/** One version of a row: it was so from position `from` until position `to` (exclusive; absent: still). `row` undefined: removed. */
export type RowVersion = Readonly<{ key: string; from: number; to?: number; row: unknown }>;
/** The same as an engine keeps it, unparsed; `text`, the row's canonical JSON, absent: removed. */
export type StoredVersion = Readonly<{ key: string; from: number; to?: number; text?: string }>;
/** What an event changed: the row as it is from `position` on; `row: undefined` removes it. */
export type RowChange = Readonly<{
  view: string;
  key: string;
  position: number;
  row: unknown;
  /** The row's canonical JSON, when whoever made the change has it already; absent for a removal. */
  text?: string;
  /** The row before this change is known to be another: an engine need not look. */
  differs?: boolean;
}>;
/** A row's difference between two moments. */
export type RowDifference = Readonly<{ key: string; before?: unknown; after?: unknown }>;

export type ListOptions = Readonly<{
  /** Rows as known after the event at this position; absent: as known at the view's stored position. */
  asKnownAt?: number;
  /** Only keys that begin with it. */
  prefix?: string;
  /** Only keys after it, in code-point order: the cursor of a page. */
  after?: string;
  limit?: number;
}>;

/**
 * The port: rows with history by log position. A moment P means "after the event at position P": a version holds for P when from <= P < to.
 * Rows are plain JSON and are kept as their canonical text; keys are well-formed strings, ordered by code point. A row that comes out equal makes no version.
 * A name is a view's table; generations lie side by side during a rebuild. Every call on a name that was not prepared throws TypeError.
 */
export interface RowStore {
  readonly engine: string;
  /** Creates what a view needs. A stored version other than `version` (or, read-only, none) reports false: the view must be rebuilt. */
  prepare(view: string, version: number): Promise<boolean>;
  /** Last position that the view has handled; -1 for none. */
  position(view: string): Promise<number>;
  /**
   * Applies changes in order and moves the positions, all in one transaction or not at all. Changes at or before a view's position are ignored, a position
   * never goes back. @throws TypeError for a change beyond the position that its view moves to: rows and position would part
   */
  apply(changes: readonly RowChange[], positions: Readonly<Record<string, number>>): Promise<void>;
  get(view: string, key: string, asKnownAt?: number): Promise<unknown>;
  /** In code-point order of keys. */
  list(view: string, options?: ListOptions): Promise<readonly (readonly [key: string, row: unknown])[]>;
  /** Every version of one row, oldest first. */
  history(view: string, key: string): Promise<readonly RowVersion[]>;
  /** Rows that differ between two moments p <= q, in code-point order; a range read over versions, not two full reads. */
  difference(view: string, p: number, q: number): Promise<readonly RowDifference[]>;
  /** All versions with from <= position in code-point key order, then `from`; a `to` beyond the position is left out. */
  versions(view: string, position: number): AsyncIterable<StoredVersion>;
  /** Starts an empty generation beside the live one and names it; it takes `apply` like any view. An older unfinished one is dropped. */
  beginRebuild(view: string, version: number): Promise<string>;
  /** Swaps the complete generation in, in one transaction. One that a crash left unfinished is gone at the next opening. */
  finishRebuild(view: string, generation: string): Promise<void>;
  /** Gives a generation up; the live rows were never touched. */
  dropRebuild(generation: string): Promise<void>;
  close(): Promise<void>;
}
