import { Rejection, type Instant } from '#kernel';
import type { EventLog, Guard, Head, StoredEvent, StoredLeaf, Write } from '../event-log.js';
import { isUuid } from '../ids.js';
import { Appender } from './appender.js';
import { auditServer, type ServerFault } from './audit.js';
import type { Connection } from './connection.js';
import { Follower } from './follower.js';
import { mustHideNothing } from './guarding.js';
import { LEASE, Lease, type LeaseTimes } from './lease.js';
import type { Names } from './names.js';
import { KurrentPositionStore } from './position-store.js';
import { Reading } from './reading.js';

/**
 * The log in KurrentDB. Each append goes with a record in one more stream, at that stream's expected revision: whoever appends has seen all that was appended before,
 * in whatever process, so positions have no gaps, times do not go back and an id is stored once, as on the engines that have one writer. What this process knows of
 * the log is read once and then followed; answers are always the state after some whole append.
 */
export class KurrentEventLog implements EventLog {
  readonly engine = 'kurrentdb';
  private readonly follower: Follower;
  private readonly reading: Reading;
  private readonly appender: Appender;
  private readonly subscribers = new Set<(head: number) => void>();
  private isClosed = false;

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
  ) {
    this.follower = new Follower(connection, names, (head) => this.announce(head));
    this.reading = new Reading(connection, names, this.follower.known);
    const { follower, reading } = this;
    this.appender = new Appender({ connection, names, follower, reading, onLonger: (head) => this.announce(head) });
  }

  /** Reads what is there, then follows. @throws Rejection `ledger.unavailable`, `.access-denied`, …; `.truncating` unless it is only looked at */
  async start(isWriter: boolean): Promise<void> {
    await this.follower.catchUp();
    if (isWriter) mustHideNothing(this.follower.hiding);
    this.follower.follow();
  }

  /** The right to do what only one process may do, and where whoever does it stands. The log is closed after both. */
  async elect(times?: LeaseTimes): Promise<Readonly<{ lease: Lease; positions: KurrentPositionStore }>> {
    const lease = new Lease(this.connection, this.names, times);
    const positions = new KurrentPositionStore(this.connection, this.names, lease);
    await lease.start();
    await positions.refresh();
    return { lease, positions };
  }

  /** Where the server no longer holds what was written; empty when sound. */
  audit(): Promise<readonly ServerFault[]> {
    const { connection, names, follower } = this;
    return auditServer({ connection, names, follower });
  }

  append(writes: readonly Write[], unchanged: readonly Guard[] = []): Promise<readonly StoredEvent[]> {
    return new Promise((resolve, reject) => {
      this.mustBeOpen();
      const term = unchanged.find(({ stream }) => stream === LEASE)?.revision;
      const guards = unchanged.filter(({ stream }) => stream !== LEASE);
      this.appender.request({ writes, unchanged: guards, resolve, reject, ...(term !== undefined && { term }) });
    });
  }

  async *read(stream: string, fromRevision = 0): AsyncIterable<StoredEvent> {
    this.mustBeOpen();
    yield* this.reading.stream(stream, fromRevision);
  }

  async revisionOf(stream: string): Promise<number> {
    this.mustBeOpen();
    return this.follower.known.revisionOf(stream);
  }

  async *readAll(from: number): AsyncIterable<StoredEvent> {
    this.mustBeOpen();
    for await (const { event } of this.reading.placed(Math.max(from, 0), this.follower.known.head.position)) yield event;
  }

  readLeaves(from: number): AsyncIterable<StoredLeaf> {
    return this.readAll(from);
  }

  async find(id: string): Promise<StoredEvent | undefined> {
    this.mustBeOpen();
    const position = isUuid(id) ? this.follower.known.positionOf(id) : undefined;
    if (position === undefined) return undefined;
    for await (const { event } of this.reading.placed(position, position)) return event;
    return undefined;
  }

  async head(): Promise<Head> {
    this.mustBeOpen();
    return this.follower.known.head;
  }

  async refresh(): Promise<void> {
    this.mustBeOpen();
    await this.follower.catchUp();
  }

  async positionAt(instant: Instant): Promise<number> {
    this.mustBeOpen();
    return this.follower.known.positionAt(instant);
  }

  /** Tells of every append, whichever process made it. */
  subscribe(onAppended: (head: number) => void): () => void {
    this.subscribers.add(onAppended);
    return () => void this.subscribers.delete(onAppended);
  }

  /** Why the server cannot be heard just now; undefined while it can. */
  get fault(): unknown {
    return this.follower.fault;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.appender.idle();
    this.subscribers.clear();
    await this.follower.close();
    await this.connection.close();
  }

  /** In a turn of their own, so that a subscriber that fails does not fail the append. */
  private announce(head: number): void {
    for (const onAppended of this.subscribers) queueMicrotask(() => onAppended(head));
  }

  private mustBeOpen(): void {
    if (this.isClosed) throw new Rejection('ledger.closed', { zh: '账本已关闭', en: 'the ledger is closed' });
  }
}
