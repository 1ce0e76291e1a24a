import * as fc from 'fast-check';
import type { AnyView, Instant, Recorded } from '#kernel';
import type { EventSource } from '../fold.js';
import type { Moments } from '../reader.js';

/** What an event of the toy log says; events of one command follow each other. */
export type Toy = Readonly<{ type: string; data: Readonly<Record<string, unknown>>; command: string }>;

/** A log in memory that can be told to break at a position: enough of one for views to be folded from. */
export class ToyLog implements EventSource, Moments {
  readonly events: Recorded[] = [];
  /** What reading throws instead of yielding the event at a position. */
  readonly broken = new Map<number, Error>();

  constructor(...toys: readonly Toy[]) {
    this.append(...toys);
  }

  append(...toys: readonly Toy[]): number {
    for (const { type, data, command } of toys) {
      const position = this.events.length;
      this.events.push({
        ...{ type, data, position, id: `event-${position}`, stream: 'toy-1', revision: position, version: 1, recordedAt: instantOf(position) },
        ...{ validAt: { from: '2016-12-07' }, actor: {}, origin: 'person', subjects: [], commandId: command, correlationId: command },
      });
    }
    return this.events.length - 1;
  }

  async *readAll(from: number): AsyncIterable<Recorded> {
    for (let position = from; position < this.events.length; position++) {
      const error = this.broken.get(position);
      if (error) throw error;
      yield this.events[position]!;
    }
  }

  async head(): Promise<number> {
    return this.events.length - 1;
  }

  async positionAt(instant: Instant): Promise<number> {
    return this.events.findLastIndex(({ recordedAt }) => recordedAt <= instant);
  }

  async endOfBatch(position: number): Promise<number> {
    let end = position;
    while (this.events[end + 1]?.commandId === this.events[position]!.commandId) end++;
    return end;
  }

  async startOfBatch(position: number): Promise<number> {
    let start = position;
    while (this.events[start - 1]?.commandId === this.events[position]!.commandId) start--;
    return start;
  }
}

/** One event a second. */
export const instantOf = (position: number): Instant => new Date(Date.UTC(2016, 11, 7, 1) + position * 1_000).toISOString();

export const counted = (keys: readonly string[], n: number, command: string): Toy => ({ type: 'Counted', data: { keys, n }, command });
export const cleared = (key: string, command: string): Toy => ({ type: 'Cleared', data: { keys: [key] }, command });

type Tally = Readonly<{ sum: number; parts: Readonly<Record<string, number>>; order: readonly string[]; note?: string }>;

/**
 * A view that is as awkward as a view may be: several rows per event, removals, members that are undefined, and a row that depends on the order in which the
 * row before lists its members. It comes out the same for every cut only if a row met in memory is what a row read back would be.
 */
export const tallies: AnyView = {
  name: 'tallies',
  version: 1,
  zh: '计数',
  keysOf: ({ data }) => data.keys,
  on: {
    Counted: (row: Tally | undefined, { data, position }, key: string): Tally => ({
      sum: (row?.sum ?? 0) + data.n,
      parts: { ...row?.parts, [`z${9 - (position % 10)}${key}`]: data.n },
      order: [...Object.keys(row ?? {}), ...Object.keys(row?.parts ?? {})],
      note: data.n < 0 ? 'negative' : undefined,
    }),
    Cleared: () => undefined,
  },
};

/** Sums only; nothing to it. `validOn` shows what holds when the date is the row's. */
export const sums: AnyView = {
  name: 'sums',
  version: 3,
  zh: '合计',
  aboutPersons: true,
  keysOf: ({ data }) => data.keys,
  on: { Counted: (row: { sum: number; on: string } | undefined, { data }) => ({ sum: (row?.sum ?? 0) + data.n, on: '2016-12-07' }) },
  validOn: (row: { on: string }, date) => (date >= row.on ? row : undefined),
};

/** What may be said to a toy log: several events of a command, several keys or none, and keys that sort as nobody expects. */
export const toys = (): fc.Arbitrary<readonly Toy[]> =>
  fc
    .array(
      fc.record({
        keys: fc.array(fc.constantFrom('a', 'b', '\u{1f33e}', '\uffff'), { maxLength: 3 }),
        n: fc.integer({ min: -2, max: 2 }),
        clear: fc.boolean(),
        joins: fc.boolean(),
      }),
      { maxLength: 30 },
    )
    .map((steps) => {
      let command = 0;
      return steps.map(({ keys, n, clear, joins }) => {
        if (!joins) command++;
        return clear && keys[0] !== undefined ? cleared(keys[0], `c${command}`) : counted(keys, n, `c${command}`);
      });
    });
