import type { Context, EventDefinition, Recorded } from '#kernel';

export type Listed = readonly (readonly [key: string, row: unknown])[];

/** The stored ledger as a replay reads it; nothing here writes. A moment P means "after the event at position P". */
export interface StoredLedger {
  /** Last position that the replay looks at. */
  readonly head: number;
  readAll(from: number): AsyncIterable<Recorded>;
  /** One stream in order, from a revision on. */
  stream(name: string, fromRevision: number): AsyncIterable<Recorded>;
  find(eventId: string): Promise<Recorded | undefined>;
  row(view: string, key: string, position: number): Promise<unknown>;
  /** In code-point order of keys. */
  list(view: string, position: number): Promise<Listed>;
}

/** No ledger at all: over it nothing is shared and everything is derived again. It is what the overlay is held against. */
export const nothingBefore = (base: StoredLedger): StoredLedger => ({
  head: base.head,
  readAll: (from) => base.readAll(from),
  stream: async function* () {
    // Nothing was ever recorded here.
  },
  find: (eventId) => base.find(eventId),
  row: async () => undefined,
  list: async () => [],
});

/** What the product brings: its contexts, and what `execute` knows of books and the calendar. */
export type Product = Readonly<{
  contexts: readonly Context[];
  definitions: ReadonlyMap<string, EventDefinition>;
  /** The view of published books, and how the one in force on a date is read from it. */
  books: Readonly<{ view: string; stream: string; published: string; inForce(rows: readonly unknown[], date: string): unknown }>;
  /** The view of what falls due, with `fireAt` in each row. */
  calendar: string;
  /** Views that only retell the log and that nothing is decided by. */
  retelling: ReadonlySet<string>;
}>;
