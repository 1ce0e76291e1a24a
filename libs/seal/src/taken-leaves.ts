import type { EventLog, Placed, StoredEvent } from '#ledger';
import type { LoggedEvent } from '#transparency';
import { INDEX_EVENT } from './stored-event.js';

/**
 * What may wait for the next checkpoint in memory, where it takes twice what it counts: all that a ledger sealed every 10,000 events appends between two. Beyond it
 * the seal has what is stored, and nothing to compare it with.
 */
const BYTES_MAX = 9_437_184;

/** `said`: what the bytes say, where this process wrote them itself; of an index event never: its claims are read. `place`: where it was put. */
export type TakenLeaf = Readonly<{ bytes: Buffer; place: Placed; said?: LoggedEvent }>;

const saidBy = ({ type, subjects }: StoredEvent): LoggedEvent | undefined => (subjects && type !== INDEX_EVENT ? { subjects } : undefined);

/** Not the event itself: MAC, digest and ids of thousands would wait along with it. */
const placeOf = ({ type, stream, revision, recordedAt }: StoredEvent): Placed => ({ type, stream, revision, recordedAt });

/** Events as they were handed to the engine: what the seal reads back from it later must be the same. */
export class TakenLeaves {
  private readonly taken = new Map<number, TakenLeaf>();
  private size = 0;
  /** What was taken is not noted again: an append that was made before is answered with what is stored. */
  private next = 0;

  note(events: readonly StoredEvent[]): void {
    for (const event of events) {
      const { position, bytes } = event;
      if (position < this.next || this.taken.has(position)) continue;
      if (this.size + bytes.length > BYTES_MAX) return;
      this.taken.set(position, { bytes, place: placeOf(event), said: saidBy(event) });
      this.size += bytes.length;
    }
  }

  /** A position's event as it was appended, if this process appended it; then forgotten. */
  take(position: number): TakenLeaf | undefined {
    this.next = Math.max(this.next, position + 1);
    const leaf = this.taken.get(position);
    if (leaf && this.taken.delete(position)) this.size -= leaf.bytes.length;
    return leaf;
  }
}

/** The log, with a note taken of every event that it acknowledges. */
export const watched = (log: EventLog, taken: TakenLeaves): EventLog => ({
  engine: log.engine,
  append: async (writes, unchanged) => {
    const stored = await log.append(writes, unchanged);
    taken.note(stored);
    return stored;
  },
  read: (stream, fromRevision) => log.read(stream, fromRevision),
  revisionOf: (stream) => log.revisionOf(stream),
  readAll: (from) => log.readAll(from),
  readLeaves: (from) => log.readLeaves(from),
  find: (id) => log.find(id),
  head: () => log.head(),
  ...(log.alone && { alone: (work) => log.alone!(work) }),
  ...(log.refresh && { refresh: () => log.refresh!() }),
  positionAt: (instant) => log.positionAt(instant),
  subscribe: (onAppended) => log.subscribe(onAppended),
  close: () => log.close(),
});
