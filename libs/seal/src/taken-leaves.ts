import type { EventLog, Placed, StoredEvent } from '#ledger';
import type { LoggedEvent } from '#transparency';
import { INDEX_EVENT } from './stored-event.js';

/**
 * What may wait for the next checkpoint in memory: all that a ledger sealed every 10,000 events appends between two, and while one is made; up to twice that where
 * events leave half of a block unused. Beyond it the seal has what is stored, and nothing to compare it with.
 */
const BYTES_MAX = 11_534_336;
const BLOCK = 1_048_576;

/**
 * Of an event that this process appended, beside what is stored in its place. `same`: those are its bytes. `place`: where it was put. `said`: what the bytes say,
 * where this process wrote them itself; of an index event never: its claims are read.
 */
export type TakenLeaf = Readonly<{ same: boolean; place: Placed; said?: LoggedEvent }>;

/** Bytes of many events one after the other: thousands of small buffers would be moved by the garbage collector, and keep alive what lay beside them. */
type Block = { readonly bytes: Buffer; used: number; live: number };
/** Not the event itself: MAC, digest and ids of thousands would wait along with it. */
type Kept = Placed & Pick<StoredEvent, 'subjects'> & Readonly<{ block: Block; from: number; end: number }>;

const saidBy = ({ type, subjects }: Kept): LoggedEvent | undefined => (subjects && type !== INDEX_EVENT ? { subjects } : undefined);

/** Events as they were handed to the engine: what the seal reads back from it later must be the same. */
export class TakenLeaves {
  private readonly taken = new Map<number, Kept>();
  private size = 0;
  /** What was taken is not noted again: an append that was made before is answered with what is stored. */
  private next = 0;
  private block: Block = blockOf(0);
  private readonly spare: Block[] = [];

  note(events: readonly StoredEvent[]): void {
    for (const event of events) {
      const { position, bytes } = event;
      if (position < this.next || this.taken.has(position)) continue;
      if (this.size + bytes.length > BYTES_MAX) return;
      this.taken.set(position, this.kept(event));
    }
  }

  /** A position's event as it was appended, if this process appended it; then forgotten. `bytes`: what is stored there. */
  take(position: number, bytes: Buffer): TakenLeaf | undefined {
    this.next = Math.max(this.next, position + 1);
    const kept = this.taken.get(position);
    if (!kept) return undefined;
    const { block, from, end, type, stream, revision, recordedAt } = kept;
    const same = block.bytes.compare(bytes, 0, bytes.length, from, end) === 0;
    this.taken.delete(position);
    this.release(kept);
    return { same, place: { type, stream, revision, recordedAt }, said: saidBy(kept) };
  }

  private kept({ bytes, subjects, type, stream, revision, recordedAt }: StoredEvent): Kept {
    const block = this.roomFor(bytes.length);
    const from = block.used;
    const end = from + bytes.copy(block.bytes, from);
    block.used = end;
    block.live++;
    this.size += end - from;
    return { block, from, end, subjects, type, stream, revision, recordedAt };
  }

  private roomFor(length: number): Block {
    if (this.block.bytes.length - this.block.used >= length) return this.block;
    this.block = (length <= BLOCK ? this.spare.pop() : undefined) ?? blockOf(Math.max(length, BLOCK));
    return this.block;
  }

  /** Blocks are used again: given back, each would wait for the garbage collector to find it. */
  private release({ block, from, end }: Kept): void {
    this.size -= end - from;
    if (--block.live > 0) return;
    block.used = 0;
    if (block !== this.block && block.bytes.length === BLOCK) this.spare.push(block);
  }
}

const blockOf = (length: number): Block => ({ bytes: Buffer.allocUnsafeSlow(length), used: 0, live: 0 });

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
