import { dirname } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Rejection, type Instant } from '#kernel';
import { planAppend } from '../append-plan.js';
import { StorageFailed, type EventLog, type Guard, type Head, type StoredEvent, type StoredLeaf, type Write } from '../event-log.js';
import { compareIndexes, integrityCheck, readRaw, type FileFault, type RawEvent } from './audit.js';
import { DamagedRow, EventTable } from './event-table.js';
import { leafHashes, type LeafHashes } from './leaf-hashes.js';
import { runReader, type RunAt } from './leaf-runs.js';
import { isDamage, isSqliteError } from './failures.js';
import type { Ownership } from './ownership.js';
import { durabilityOf } from './schema.js';

/** What an append goes through, in this order. */
export type Step = 'queued' | 'begun' | 'inserted' | 'committed';

type Request = Readonly<{
  writes: readonly Write[];
  unchanged: readonly Guard[];
  resolve: (events: readonly StoredEvent[]) => void;
  reject: (reason: unknown) => void;
}>;

/** A drain takes no more events than this, so that a flood of appends cannot hold the event loop. */
const DRAIN_EVENTS_MAX = 1_000;
/** To start a thread takes as long as to read and hash so many. */
const BESIDE_MIN = 25_000;

/**
 * The log in `ledger.db`. Appends of one event-loop turn share one transaction and one fsync; each is checked before anything of it is inserted, so a refused
 * one does not touch its neighbours. After an I/O error nothing more is answered: what a failed fsync left behind cannot be known.
 */
export class SqliteEventLog implements EventLog {
  readonly engine = 'sqlite';
  readonly readOnly: boolean;
  private readonly table: EventTable;
  private readonly subscribers = new Set<(head: number) => void>();
  private queue: Request[] = [];
  private scheduled = false;
  private failure: Rejection | undefined;
  /** The writer is alone, so it knows the head without asking. */
  private known: Head | undefined;

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly ownership: Ownership | undefined,
    public onStep: (step: Step) => void = () => undefined,
  ) {
    this.readOnly = ownership === undefined;
    this.table = new EventTable(database, !this.readOnly);
    if (ownership) this.known = this.table.head();
  }

  append(writes: readonly Write[], unchanged: readonly Guard[] = []): Promise<readonly StoredEvent[]> {
    return new Promise((resolve, reject) => {
      this.mustWork();
      if (this.readOnly) throw new Rejection('ledger.read-only', { zh: '账本以只读方式打开', en: 'the ledger is open for reading only' });
      this.queue.push({ writes, unchanged, resolve, reject });
      this.onStep('queued');
      this.schedule();
    });
  }

  async *read(stream: string, fromRevision = 0): AsyncIterable<StoredEvent> {
    yield* this.pages(this.table.stream(stream, fromRevision));
  }

  async revisionOf(stream: string): Promise<number> {
    return this.reading(() => this.table.revisionOf(stream));
  }

  async *readAll(from: number): AsyncIterable<StoredEvent> {
    const { position } = await this.head();
    yield* this.pages(this.table.log(Math.max(from, 0), position));
  }

  async *readLeaves(from: number): AsyncIterable<StoredLeaf> {
    const { position } = await this.head();
    yield* this.pages(this.table.leaves(Math.max(from, 0), position));
  }

  async find(id: string): Promise<StoredEvent | undefined> {
    return this.reading(() => this.table.find(id));
  }

  async head(): Promise<Head> {
    return this.reading(() => this.known ?? this.table.head());
  }

  async positionAt(instant: Instant): Promise<number> {
    return this.reading(() => this.table.positionAt(instant));
  }

  /** Tells of appends through this object; another process's appends are found by asking for the head. */
  subscribe(onAppended: (head: number) => void): () => void {
    this.subscribers.add(onAppended);
    return () => void this.subscribers.delete(onAppended);
  }

  async close(): Promise<void> {
    while (this.queue.length > 0 && !this.failure) this.drain();
    this.subscribers.clear();
    if (!this.database.isOpen) return;
    // Closing alone would leave the WAL behind as long as prepared statements await collection.
    if (!this.failure && !this.readOnly) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
    this.ownership?.release();
    this.failure ??= new Rejection('ledger.closed', { zh: '账本已关闭', en: 'the ledger is closed' });
  }

  /** How this connection writes, read back from SQLite. */
  durability(): Readonly<{ journalMode: unknown; synchronous: unknown }> {
    return durabilityOf(this.database);
  }

  /** SQLite's own findings on the file; empty when sound. */
  integrityCheck(): readonly FileFault[] {
    return integrityCheck(this.database);
  }

  /** Where an index answers otherwise than the table; empty when sound. SQLite's own check does not find all of it. */
  compareIndexes(): readonly FileFault[] {
    return compareIndexes(this.database);
  }

  /** The table in position order as far as it can be read at all: damage is reported in place, not thrown. */
  readRaw(from = 0): Iterable<RawEvent> {
    return readRaw(this.database, this.table, from);
  }

  /** The same as a tree hashes them, run by run, as far as there is nothing wrong; of `markedType` it is told where they are. */
  leafRuns(markedType: string): RunAt {
    return runReader(this.database, markedType);
  }

  /** Their leaf hashes; a long log's are read and hashed by a second thread too. */
  async *readLeafHashes(from: number, markedType: string): AsyncIterable<LeafHashes> {
    const { position } = await this.head();
    const long = position - from >= BESIDE_MIN;
    yield* leafHashes({ from, runAt: this.leafRuns(markedType) }, long ? { directory: dirname(this.database.location()!), from, markedType } : undefined);
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (this.queue.length > 0 && !this.failure) this.drain();
      if (this.queue.length > 0 && !this.failure) this.schedule();
    });
  }

  /** One transaction for what has queued up; nobody is answered before it is on disk. */
  private drain(): void {
    const requests = this.takeBatch();
    const before = this.known!;
    const answers: (() => void)[] = [];
    try {
      this.table.begin();
      this.onStep('begun');
      for (const request of requests) answers.push(this.attempt(request));
      this.table.fillIndexes(this.known!.position);
      this.onStep('inserted');
      this.table.commit();
      this.onStep('committed');
    } catch (error) {
      this.stop(error, requests);
      return;
    }
    for (const answer of answers) answer();
    if (this.known!.position > before.position) this.announce();
  }

  private takeBatch(): readonly Request[] {
    let events = 0;
    let taken = 0;
    while (taken < this.queue.length && events < DRAIN_EVENTS_MAX) events += this.queue[taken++]!.writes.reduce((sum, write) => sum + write.events.length, 0);
    return this.queue.splice(0, taken);
  }

  /** Checks, then inserts. A refusal is an answer; an error of SQLite goes up and ends the whole drain. */
  private attempt({ writes, unchanged, resolve, reject }: Request): () => void {
    let planned: readonly StoredEvent[];
    try {
      const first = writes.find(({ events }) => events.length > 0)?.events[0];
      const earlier = first && this.table.restOfAppend(first.id);
      if (earlier) return () => resolve(earlier);
      const isStored = (id: string) => id !== first?.id && this.table.isStored(id);
      planned = planAppend({ head: this.known!, revisionOf: (stream) => this.table.revisionOf(stream), isStored }, writes, unchanged);
    } catch (error) {
      if (isSqliteError(error)) throw error;
      return () => reject(error);
    }
    for (const [ordinal, event] of planned.entries()) this.table.insert(event, ordinal);
    const last = planned.at(-1);
    if (last) this.known = { position: last.position, recordedAt: last.recordedAt };
    return () => resolve(planned);
  }

  private stop(cause: unknown, requests: readonly Request[]): void {
    this.failure = new StorageFailed(cause);
    for (const { reject } of [...requests, ...this.queue.splice(0)]) reject(this.failure);
    try {
      this.table.rollback();
    } catch (error) {
      // The first failure is the one that everybody is told; this one is kept with it.
      this.failure.cause = new AggregateError([cause, error]);
    }
  }

  /** In a turn of their own, so that a subscriber that fails does not fail the append. */
  private announce(): void {
    const head = this.known!.position;
    for (const onAppended of this.subscribers) queueMicrotask(() => onAppended(head));
  }

  private *eventsOf<Event>(pages: Iterator<readonly Event[]>): Generator<Event> {
    for (;;) {
      const { done, value } = this.reading(() => pages.next());
      if (done) return;
      yield* value as readonly Event[];
    }
  }

  private async *pages<Event>(pages: Iterator<readonly Event[]>): AsyncIterable<Event> {
    yield* this.eventsOf(pages);
  }

  private reading<Result>(read: () => Result): Result {
    this.mustWork();
    try {
      return read();
    } catch (error) {
      if (error instanceof DamagedRow || isDamage(error)) {
        throw new Rejection('ledger.corrupt', { zh: '账本文件已损坏', en: `the ledger file is damaged: ${(error as Error).message}` });
      }
      if (isSqliteError(error)) throw (this.failure = new StorageFailed(error));
      throw error;
    }
  }

  private mustWork(): void {
    if (this.failure) throw this.failure;
  }
}
