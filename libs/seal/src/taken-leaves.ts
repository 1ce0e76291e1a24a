import type { EventLog, StoredEvent } from '#ledger';

/** What may wait for the next checkpoint in memory. Beyond it the seal has what is stored, and nothing to compare it with. */
const BYTES_MAX = 33_554_432;

/** Events as they were handed to the engine: what the seal reads back from it later must be the same. */
export class TakenLeaves {
  private readonly taken = new Map<number, Uint8Array>();
  private size = 0;

  note(events: readonly StoredEvent[]): void {
    for (const { position, bytes } of events) {
      if (this.size + bytes.length > BYTES_MAX) return;
      this.taken.set(position, bytes);
      this.size += bytes.length;
    }
  }

  /** The bytes of a position as they were appended, if this process appended them; then forgotten. */
  take(position: number): Uint8Array | undefined {
    const bytes = this.taken.get(position);
    if (bytes && this.taken.delete(position)) this.size -= bytes.length;
    return bytes;
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
  find: (id) => log.find(id),
  head: () => log.head(),
  positionAt: (instant) => log.positionAt(instant),
  subscribe: (onAppended) => log.subscribe(onAppended),
  close: () => log.close(),
});
