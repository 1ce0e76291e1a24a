import type { Instant } from '#kernel';
import { Rejection } from '#kernel';

/** An event ready to be stored: what the engine must know beside the exact bytes. */
export type EncodedEvent = Readonly<{
  /** UUID text; storing an id again is a no-op that answers as the first time. */
  id: string;
  type: string;
  recordedAt: Instant;
  /** The RFC 8785 document, exactly as hashed, shown and exported. Never re-serialised. */
  bytes: Buffer;
  /** HMAC-SHA-256 over the bytes, with a key that the database does not hold. */
  mac: Buffer;
  macKeyId: string;
  /** Keyed digest of the whole command that produced the event: the same command id with another body is told apart. */
  commandDigest: Buffer;
  /** Whom the event is about, where this process wrote the bytes itself; absent on what was read from an engine. */
  subjects?: readonly string[];
}>;
/** As stored: `position` is the 0-based ordinal among the ledger's own events. */
export type StoredEvent = EncodedEvent & Readonly<{ position: number; stream: string; revision: number }>;

/** What a tree of the log and a check of its MACs need of an event. */
export type StoredLeaf = Pick<StoredEvent, 'position' | 'type' | 'bytes' | 'mac' | 'macKeyId'>;

/** `expected`: the stream's last revision as it was read; -1 means the stream must not exist yet. */
export type Write = Readonly<{ stream: string; expected: number; events: readonly EncodedEvent[] }>;
/** A stream that must still be at this revision (-1: still absent). */
export type Guard = Readonly<{ stream: string; revision: number }>;
/** As a guard: the whole log must still end at the position that stands as its revision. */
export const WHOLE_LOG = '~log';
/** Last position and time; -1 and '' for an empty log. */
export type Head = Readonly<{ position: number; recordedAt: Instant | '' }>;

/** The port. Engines live beside it, each proven by `contract/`. */
export interface EventLog {
  readonly engine: string;
  /**
   * All writes or none, durably, positions contiguous in the order given; resolves when on disk.
   * When the first event's id is already stored nothing is written and the stored events of that append are the answer.
   * @throws RevisionConflict, RecordedInPast, StorageFailed
   */
  append(writes: readonly Write[], unchanged?: readonly Guard[]): Promise<readonly StoredEvent[]>;
  /** One stream in revision order, from a revision on. */
  read(stream: string, fromRevision?: number): AsyncIterable<StoredEvent>;
  /** Last revision of a stream; -1 when absent. */
  revisionOf(stream: string): Promise<number>;
  /** The whole log in position order from a position on (inclusive), up to the head as it was when reading began; in pages, never all in memory. */
  readAll(from: number): AsyncIterable<StoredEvent>;
  /** The same events, for whoever only hashes and checks them: a column that is not read costs nothing. */
  readLeaves(from: number): AsyncIterable<StoredLeaf>;
  /** An event by id, if stored. */
  find(id: string): Promise<StoredEvent | undefined>;
  head(): Promise<Head>;
  /** Where others write to the same log: what they had stored when this was asked is known afterwards. Absent where nobody else can, or each answer asks anew. */
  refresh?(): Promise<void>;
  /** The last position recorded at or before an instant; -1 when none. */
  positionAt(instant: Instant): Promise<number>;
  /** Called after each durable append with the new head position; the caller reads for itself. Returns the cancellation. */
  subscribe(onAppended: (head: number) => void): () => void;
  close(): Promise<void>;
}

/** Where runners stand. Beside the log, never in the rows: deleting rows must not make policies run again. */
export interface PositionStore {
  /** Positions of events that concern nobody are told, too: it costs nothing, and others see how far the runners are. */
  readonly takesEach?: boolean;
  /** -1: nothing handled yet; undefined: never started. */
  load(runner: string): Promise<number | undefined>;
  /** Never moves backwards. */
  save(runner: string, position: number): Promise<void>;
  close(): Promise<void>;
}

/** Somebody wrote to a stream since it was read. */
export class RevisionConflict extends Rejection {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super('ledger.revision-conflict', {
      zh: `数据流已被他人更新：${stream}（读到第${expected}号，现为第${actual}号）`,
      en: `stream ${stream} was at ${expected} when read and is at ${actual} now`,
    });
  }
}
/** The stamp lies before the log's last: `execute` stamps again. */
export class RecordedInPast extends Error {
  constructor(readonly head: Instant) {
    super(`the log is already at ${head}`);
  }
}
/** The engine met an I/O error and has stopped: nothing more is accepted until the ledger is opened again. */
export class StorageFailed extends Rejection {
  constructor(cause: unknown) {
    super('ledger.storage-failed', { zh: '存储故障，账本已停止写入', en: `storage failed, the ledger has stopped: ${String(cause)}` });
    this.cause = cause;
  }
}
/** Another process writes to this directory. */
export class AlreadyOwned extends Rejection {
  constructor() {
    super('ledger.already-owned', { zh: '另一进程正在写入此账本目录', en: 'another process writes to this ledger directory' });
  }
}
