import type { EventLog, StoredEvent } from '#ledger';
import { leafHash } from '#transparency';
import { sha256 } from './suites/index.js';

/** Leaves that may wait for the next checkpoint in memory: 32 MiB. Beyond it the seal has what is stored, and nothing to compare it with. */
const LEAVES_MAX = 1_048_576;

/** Hashes of events as they were handed to the engine: what the seal reads back from it later must have the same. */
export class TakenLeaves {
  private readonly leaves = new Map<number, Uint8Array>();

  note(events: readonly StoredEvent[]): void {
    for (const { position, bytes } of events) if (this.leaves.size < LEAVES_MAX) this.leaves.set(position, leafHash(sha256, bytes));
  }

  /** The leaf that a position had when it was appended, if this process appended it; then forgotten. */
  take(position: number): Uint8Array | undefined {
    const leaf = this.leaves.get(position);
    this.leaves.delete(position);
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
  find: (id) => log.find(id),
  head: () => log.head(),
  positionAt: (instant) => log.positionAt(instant),
  subscribe: (onAppended) => log.subscribe(onAppended),
  close: () => log.close(),
});
