import { randomUUID } from 'node:crypto';
import { Rejection } from '#kernel';
import type { StoredEvent } from '../event-log.js';
import type { Connection } from './connection.js';
import { isPassing, mapped, violationsIn } from './failures.js';
import type { Follower } from './follower.js';
import { foreignWrite, Group, type Request } from './group.js';
import { leaseLost } from './lease.js';
import type { Names } from './names.js';
import { check } from './notes.js';
import type { Reading } from './reading.js';
import { markOf, recordOf } from './record.js';

/** One request to the server takes no more than this, but for a single append that is larger. */
const EVENTS_MAX = 1_000;
const BYTES_MAX = 8 * 1024 * 1024;
/** Somebody gets through each time: who loses this often in a row is not contending but misled. */
const LOSSES_MAX = 200;
/** How long somebody is waited for who asked to append next: it may have died. */
const HOLD_MS = 5_000;
const HOLD_PAUSE_MS = 20;

export type AppenderParts = Readonly<{ connection: Connection; names: Names; follower: Follower; reading: Reading; onLonger: (head: number) => void }>;

const sizeOf = ({ writes }: Request): Readonly<{ events: number; bytes: number }> => {
  const events = writes.flatMap((write) => write.events);
  return { events: events.length, bytes: events.reduce((sum, { bytes }) => sum + bytes.length, 0) };
};

/** The server's own limits are a little higher, and it says near them that something went wrong, not what. */
const EVENT_BYTES_MAX = 16_000_000;
const APPEND_BYTES_MAX = 28_000_000;
const isTooLarge = (request: Request): boolean =>
  sizeOf(request).bytes > APPEND_BYTES_MAX || request.writes.some(({ events }) => events.some(({ bytes }) => bytes.length > EVENT_BYTES_MAX));
const tooLarge = (): Rejection =>
  new Rejection('ledger.too-large', {
    zh: `内容超过KurrentDB的上限（单个事件${EVENT_BYTES_MAX}字节，一次写入${APPEND_BYTES_MAX}字节）`,
    en: `larger than KurrentDB takes: ${EVENT_BYTES_MAX} bytes an event, ${APPEND_BYTES_MAX} an append`,
  });

/** Puts appends into the log, one request to the server at a time, each with all that has queued up meanwhile. */
export class Appender {
  private queue: Request[] = [];
  private running: Promise<void> | undefined;
  private readonly me = randomUUID();

  constructor(private readonly parts: AppenderParts) {}

  /** Asks the other processes to append nothing until this one has, or `letGo`. They wait for a while; what this one appends has to hold by itself. */
  hold(): Promise<unknown> {
    return new Promise((resolve, reject) => this.request({ writes: [], unchanged: [], asks: 'hold', resolve, reject }));
  }

  /** Needless when something was appended: that ends it. */
  async letGo(): Promise<void> {
    if (this.parts.follower.known.hold?.by !== this.me) return;
    await new Promise((resolve, reject) => this.request({ writes: [], unchanged: [], asks: 'let-go', resolve, reject }));
  }

  /** Whether another process asked to append next. */
  private get isOthersTurn(): boolean {
    const { hold } = this.parts.follower.known;
    return hold !== undefined && hold.by !== this.me && performance.now() < hold.since + HOLD_MS;
  }

  request(request: Request): void {
    if (isTooLarge(request)) return request.reject(tooLarge());
    this.queue.push(request);
    this.running ??= this.run();
  }

  /** When nothing is under way. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    // What is asked for in one turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) {
      const requests = this.taken();
      try {
        await this.settle(requests);
      } catch (error) {
        // Nobody who waited behind is kept waiting once more for a server that is away.
        const isAway = error instanceof Rejection && error.code === 'ledger.unavailable';
        for (const { reject } of [...requests, ...(isAway ? this.queue.splice(0) : [])]) reject(error);
      }
    }
    // At once: what is asked for from here on begins anew.
    this.running = undefined;
  }

  private taken(): readonly Request[] {
    let [count, events, bytes] = [0, 0, 0];
    while (count < this.queue.length) {
      const size = sizeOf(this.queue[count]!);
      if (count > 0 && (events + size.events > EVENTS_MAX || bytes + size.bytes > BYTES_MAX)) break;
      events += size.events;
      bytes += size.bytes;
      count++;
    }
    return this.queue.splice(0, count);
  }

  /**
   * Decides on what is known, and stores if that is still so; else decides again. Whether a request without an answer was carried out is found by reading on: its ids are
   * then stored, and if it comes later, the stream of marks has moved on or its ids are there.
   */
  private async settle(requests: readonly Request[]): Promise<void> {
    const patience = this.parts.connection.patience();
    for (let losses = 0; ;) {
      const group = await this.plannedInTurn(requests);
      try {
        await this.store(group, requests);
      } catch (error) {
        if ((this.isOvertaken(error, group.mark) && losses++ < LOSSES_MAX) || (isPassing(error) && (await patience.wait()))) {
          await this.parts.follower.catchUp();
          continue;
        }
        return this.apart(requests, error);
      }
      for (const answer of [...group.answers, ...group.refusals]) answer();
      return;
    }
  }

  /** Somebody else holds the lease by now: what was asked for under it is not done, the rest is. */
  private async withoutTerms(requests: readonly Request[]): Promise<void> {
    for (const { reject, term } of requests) if (term !== undefined) reject(leaseLost());
    const rest = requests.filter(({ term }) => term === undefined);
    if (rest.length > 0) await this.settle(rest);
  }

  private isOutOfTerm(error: unknown): boolean {
    return violationsIn(error)?.some(({ streamName }) => streamName === this.parts.names.lease) ?? false;
  }

  /** What could not be stored together. */
  private async apart(requests: readonly Request[], error: unknown): Promise<void> {
    if (this.isOutOfTerm(error)) return this.withoutTerms(requests);
    if (requests.length === 1 || isPassing(error)) throw this.refusal(error);
    // One of them is at fault: the others are not to suffer for it.
    await this.eachAlone(requests);
  }

  private async eachAlone(requests: readonly Request[]): Promise<void> {
    for (const request of requests) {
      try {
        await this.settle([request]);
      } catch (error) {
        request.reject(error);
      }
    }
  }

  private async plannedInTurn(requests: readonly Request[]): Promise<Group> {
    for (;;) {
      while (this.isOthersTurn) await new Promise((resolve) => setTimeout(resolve, HOLD_PAUSE_MS));
      const group = await this.planned(requests);
      // It may have been heard of only now.
      if (!this.isOthersTurn) return group;
    }
  }

  /** Nobody is refused on knowledge that is out of date. */
  private async planned(requests: readonly Request[]): Promise<Group> {
    const group = await this.plan(requests);
    if (group.refusals.length === 0) return group;
    await this.parts.follower.catchUp();
    return group.mark === this.parts.follower.known.mark ? group : this.plan(requests);
  }

  private async plan(requests: readonly Request[]): Promise<Group> {
    const group = new Group(this.parts.follower.known, (position) => this.restOfAppend(position));
    for (const request of requests) await group.add(request);
    return group;
  }

  private async restOfAppend(position: number): Promise<readonly StoredEvent[]> {
    const { reading, follower } = this.parts;
    const rest: StoredEvent[] = [];
    let before = -1;
    for await (const { event, index } of reading.placed(position, follower.known.head.position)) {
      if (rest.length > 0 && index !== before + 1) break;
      rest.push(event);
      before = index;
    }
    return rest;
  }

  private async store(group: Group, requests: readonly Request[]): Promise<void> {
    const { placed, mark, asks } = group;
    if (placed.length === 0 && asks === undefined) return;
    const { names, connection, follower, onLonger } = this.parts;
    const { position: last, recordedAt } = placed.at(-1)?.event ?? follower.known.head;
    const first = placed[0]?.event.position ?? last + 1;
    const holds = placed.length === 0 && asks === 'hold' ? { holds: this.me } : {};
    const records = [markOf({ first, last, recordedAt, ...holds }, names), ...placed.map((one) => recordOf(one, names))];
    const terms = new Set(requests.flatMap(({ term }) => term ?? []));
    const checks = [
      check(names.head, mark),
      ...[...terms].map((term) => check(names.lease, term)),
      ...group.states().map(({ stream, revision }) => check(names.of(stream), revision)),
    ];
    await connection.once((client) => client.appendRecords(records, checks));
    if (follower.known.take({ mark: mark + 1, first, last, recordedAt, ...holds, events: placed })) onLonger(last);
  }

  /**
   * Somebody appended since: the stream of marks is not where it was. What is known by now says nothing of that: it may have gone on while the answer was on its way.
   * @param mark where that stream was when the request was made
   * @throws Rejection `ledger.rolled-back` when it is behind what was read before
   */
  private isOvertaken(error: unknown, mark: number): boolean {
    const violation = violationsIn(error)?.find(({ streamName }) => streamName === this.parts.names.head);
    if (!violation) return false;
    const actual = typeof violation.actualState === 'bigint' ? Number(violation.actualState) : -1;
    if (actual > mark) return true;
    throw new Rejection('ledger.rolled-back', {
      zh: 'KurrentDB上的记录少于本进程已读到的，可能恢复了较早的备份或被删除；请核对后重新启动',
      en: 'KurrentDB holds less of the log than this process has read of it: an older backup was restored, or something was deleted; verify, then start again',
    });
  }

  private refusal(error: unknown): unknown {
    const [violation] = violationsIn(error) ?? [];
    return violation ? foreignWrite(this.parts.names.streamOf(violation.streamName) ?? violation.streamName) : mapped(error);
  }
}
