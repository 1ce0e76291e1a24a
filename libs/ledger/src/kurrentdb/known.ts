import type { Instant } from '#kernel';
import type { Head } from '../event-log.js';
import { IdTable } from './id-table.js';
import type { Cursor, Placed } from './record.js';
import { Recent } from './recent.js';

/** The events that one request stored, and how far the log reaches with them. `cursor`: where they begin in the server's file, where that is known. */
export type Group = Readonly<{ mark: number; first: number; last: number; recordedAt: Instant; cursor?: Cursor; holds?: string; events: readonly Placed[] }>;

/** Cursors nearer to each other than this are not worth keeping: a read that begins a little early skips what it did not ask for. */
const CURSOR_EVERY = 32;

/**
 * What a process knows of the log: the server can say neither where an event id stands, nor what the ordinal of an event is, nor how far a stream had got at a position.
 * It is always the state after some whole request, never in the middle of one: about fifty bytes an event.
 */
export class Known {
  head: Head = { position: -1, recordedAt: '' };
  /** Last revision of the stream of marks. */
  mark = -1;
  /** Who asked to append next, and when that was heard of; nobody since the last mark otherwise. */
  hold: Readonly<{ by: string; since: number }> | undefined;
  readonly recent = new Recent();
  private readonly ids = new IdTable();
  private readonly streams = new Map<string, number>();
  /** From which position on the log's time is what; the time only grows. */
  private readonly times: { position: number; recordedAt: Instant }[] = [];
  private readonly cursors: { position: number; cursor: Cursor }[] = [];

  /** @returns whether the log is longer now: what is known already is met again when a process reads what it wrote itself */
  take({ mark, first, last, recordedAt, cursor, holds, events }: Group): boolean {
    if (cursor) this.learn(first, cursor);
    if (mark <= this.mark) return false;
    this.hold = holds === undefined ? undefined : { by: holds, since: performance.now() };
    const isLonger = last > this.head.position;
    for (const placed of events) this.add(placed);
    this.mark = mark;
    this.head = { position: last, recordedAt };
    return isLonger;
  }

  private add(placed: Placed): void {
    const { id, position, stream, revision, recordedAt } = placed.event;
    this.ids.add(id, position);
    this.streams.set(stream, revision);
    const time = this.times.at(-1)?.recordedAt ?? '';
    if (recordedAt > time) this.times.push({ position, recordedAt });
    this.recent.push(placed);
  }

  /** Where in the server's file a position lies. */
  learn(position: number, cursor: Cursor): void {
    const last = this.cursors.at(-1);
    if (!last || position >= last.position + CURSOR_EVERY) this.cursors.push({ position, cursor });
  }

  /** A place in the server's file at or before a position; undefined: the beginning. */
  cursorBefore(position: number): Cursor | undefined {
    return this.cursors[countUpTo(this.cursors, (one) => one.position <= position) - 1]?.cursor;
  }

  revisionOf(stream: string): number {
    return this.streams.get(stream) ?? -1;
  }

  /** Streams with their last revisions. */
  allStreams(): IterableIterator<[string, number]> {
    return this.streams.entries();
  }

  positionOf(id: string): number | undefined {
    return this.ids.positionOf(id);
  }

  /** The last position recorded at or before an instant. */
  positionAt(instant: Instant): number {
    const after = this.times[countUpTo(this.times, (one) => one.recordedAt <= instant)];
    return after ? after.position - 1 : this.head.position;
  }
}

/** How many of the first items a condition holds for; it holds for a beginning of them. */
function countUpTo<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(items[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}
