import { Rejection, type Instant } from '#kernel';
import { planAppend } from '../append-plan.js';
import type { EventLog, Guard, Head, StoredEvent, StoredLeaf, Write } from '../event-log.js';

/** The log in memory: the contract at its plainest, for tests and for re-derivations that are never stored. */
export class MemoryEventLog implements EventLog {
  readonly engine = 'memory';
  private readonly events: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly byId = new Map<string, StoredEvent>();
  /** For each position the first position of its append. */
  private readonly appendStart: number[] = [];
  private readonly subscribers = new Set<(head: number) => void>();
  private closed = false;

  async append(writes: readonly Write[], unchanged: readonly Guard[] = []): Promise<readonly StoredEvent[]> {
    this.mustBeOpen();
    const first = writes.find(({ events }) => events.length > 0)?.events[0];
    const earlier = first && this.byId.get(first.id);
    if (earlier) return this.restOfAppend(earlier.position);
    const planned = planAppend(
      { head: this.headNow(), revisionOf: (stream) => this.lastRevision(stream), isStored: (id) => this.byId.has(id) },
      writes,
      unchanged,
    );
    const start = this.events.length;
    for (const event of planned) this.store(event, start);
    if (planned.length > 0) this.announce();
    return planned;
  }

  async *read(stream: string, fromRevision = 0): AsyncIterable<StoredEvent> {
    this.mustBeOpen();
    yield* (this.streams.get(stream) ?? []).slice(fromRevision);
  }

  async revisionOf(stream: string): Promise<number> {
    this.mustBeOpen();
    return this.lastRevision(stream);
  }

  async *readAll(from: number): AsyncIterable<StoredEvent> {
    this.mustBeOpen();
    const end = this.events.length;
    for (let position = Math.max(from, 0); position < end; position++) yield this.events[position]!;
  }

  readLeaves(from: number): AsyncIterable<StoredLeaf> {
    return this.readAll(from);
  }

  async find(id: string): Promise<StoredEvent | undefined> {
    this.mustBeOpen();
    return this.byId.get(id);
  }

  async head(): Promise<Head> {
    this.mustBeOpen();
    return this.headNow();
  }

  async positionAt(instant: Instant): Promise<number> {
    this.mustBeOpen();
    let after = 0;
    for (let end = this.events.length; after < end;) {
      const middle = (after + end) >>> 1;
      if (this.events[middle]!.recordedAt <= instant) after = middle + 1;
      else end = middle;
    }
    return after - 1;
  }

  subscribe(onAppended: (head: number) => void): () => void {
    this.subscribers.add(onAppended);
    return () => void this.subscribers.delete(onAppended);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.subscribers.clear();
  }

  private store(event: StoredEvent, start: number): void {
    this.events.push(event);
    this.appendStart.push(start);
    this.byId.set(event.id, event);
    const stream = this.streams.get(event.stream);
    if (stream) stream.push(event);
    else this.streams.set(event.stream, [event]);
  }

  private restOfAppend(position: number): readonly StoredEvent[] {
    const start = this.appendStart[position];
    let end = position;
    while (this.appendStart[end] === start) end++;
    return this.events.slice(position, end);
  }

  /** In a turn of their own, so that a subscriber that fails does not fail the append. */
  private announce(): void {
    const head = this.events.length - 1;
    for (const onAppended of this.subscribers) queueMicrotask(() => onAppended(head));
  }

  private headNow(): Head {
    const last = this.events.at(-1);
    return last ? { position: last.position, recordedAt: last.recordedAt } : { position: -1, recordedAt: '' };
  }

  private lastRevision(stream: string): number {
    return (this.streams.get(stream)?.length ?? 0) - 1;
  }

  private mustBeOpen(): void {
    if (this.closed) throw new Rejection('ledger.closed', { zh: '账本已关闭', en: 'the ledger is closed' });
  }
}
