import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Rejection } from '#kernel';
import type { Guard } from '../event-log.js';
import { isPassing, mapped, violationsIn } from './failures.js';
import { check, lastOf, noteOf, type Noted } from './notes.js';
import type { Connection } from './connection.js';
import type { Names } from './names.js';
import { Rest } from './rest.js';

export type LeaseTimes = Readonly<{
  /** After so long without a sign of the holder, another process takes over; the holder itself stops by then. */
  ttlMs: number;
  /** How often the holder gives a sign, and the others look for one. */
  beatMs: number;
}>;
export const LEASE_TIMES: LeaseTimes = { ttlMs: 6_000, beatMs: 1_500 };
/** As a guard of an append: the lease is still what it was. */
export const LEASE = '~lease';

type Held = { term: number; until: number };
type Word = Readonly<{ holder: string; name?: string; released?: string }>;

export const leaseLost = (): Rejection =>
  new Rejection('ledger.lease-lost', { zh: '另一进程已接替本进程，未记录', en: 'another process has taken over from this one: nothing was recorded' });

/**
 * Which of several processes does what only one may do. Whoever takes over appends to one stream at its expected revision, so one succeeds; that revision is the
 * term, and whatever is appended under it names it as a guard: a holder that was thought dead, and is not, appends nothing more. Clocks of different machines are
 * never compared: the others wait until nothing has moved for as long as the lease lasts, each by its own clock.
 */
export class Lease {
  private readonly me = randomUUID();
  /** For whoever operates the ledger: the machine, and the process on it. */
  private readonly name = `${hostname()}/${process.pid}`;
  private heldBy: string | undefined;
  private held: Held | undefined;
  private seen: Readonly<{ mark: string; since: number }> | undefined;
  private onChange: (isHeld: boolean) => void = () => undefined;
  private running: Promise<void> | undefined;
  private isClosed = false;
  private readonly rest = new Rest();

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly times: LeaseTimes = LEASE_TIMES,
  ) {}

  get isHeld(): boolean {
    return this.held !== undefined && now() < this.held.until;
  }

  /** Since when it is this process's, by the number of its taking; undefined: it is not. */
  get term(): number | undefined {
    return this.isHeld ? this.held?.term : undefined;
  }

  /** What an append that only the holder may make relies on; of no term when nobody here holds the lease. */
  get guard(): Guard {
    return { stream: LEASE, revision: this.held?.term ?? Number.MAX_SAFE_INTEGER };
  }

  /** Who held it when this process last looked; undefined: nobody that is known. */
  get holder(): string | undefined {
    return this.isHeld ? this.name : this.heldBy;
  }

  /** Has the server say that the lease is still this process's. @throws Rejection `ledger.lease-lost`, and what the server refuses */
  async confirm(): Promise<void> {
    if (!this.held) throw leaseLost();
    try {
      await this.beat(this.held);
    } catch (error) {
      throw violationsIn(error) ? leaseLost() : mapped(error);
    }
  }

  /** Takes the lease at once where nobody holds it; then keeps it, or waits for it. `onChange` is told of each change after this. */
  async start(): Promise<void> {
    await this.step();
    this.running = this.run();
  }

  subscribe(onChange: (isHeld: boolean) => void): void {
    this.onChange = onChange;
  }

  private async run(): Promise<void> {
    while (!this.isClosed) {
      await this.rest.for(this.pauseMs);
      if (!this.isClosed) await this.step();
    }
  }

  /** Who waits for the lease looks again as soon as it may be free. */
  private get pauseMs(): number {
    const { ttlMs, beatMs } = this.times;
    const leftMs = this.seen && !this.held ? this.seen.since + ttlMs - now() : 0;
    return leftMs > 0 ? Math.min(beatMs, leftMs) : beatMs;
  }

  private async step(): Promise<void> {
    const was = this.held;
    try {
      await (this.held ? this.beat(this.held) : this.look());
    } catch (error) {
      // A server that cannot be asked confirms nothing: what is held is held until its time is over.
      if (!(error instanceof Error)) throw error;
      if (violationsIn(error)) this.held = undefined;
    }
    if (this.held && now() >= this.held.until) this.held = undefined;
    if (was?.term !== this.held?.term) this.onChange(this.isHeld);
  }

  private async beat(held: Held): Promise<void> {
    const until = now() + this.times.ttlMs;
    await this.connection.once((client) => client.appendRecords([noteOf(this.names.beat, { holder: this.me })], [check(this.names.lease, held.term)]));
    held.until = Math.max(held.until, until);
  }

  private async look(): Promise<void> {
    const [lease, beat] = [await this.last(this.names.lease), await this.last(this.names.beat)];
    const { holder, name, released } = lease.content as Partial<Word>;
    this.heldBy = released === undefined ? name : undefined;
    const mark = `${lease.revision} ${beat.revision}`;
    if (this.seen?.mark !== mark) this.seen = { mark, since: now() };
    // One's own that ended, or whose beginning was not answered, is begun anew: only the others can tell how long they have seen nothing of it.
    const isFree = holder === undefined || holder === this.me || released !== undefined || now() - this.seen.since >= this.times.ttlMs;
    if (isFree) await this.take(lease.revision, beat.revision);
  }

  private async take(lease: number, beat: number): Promise<void> {
    const [asked, { names }] = [now(), this];
    try {
      await this.connection.once((client) =>
        client.appendRecords([noteOf(names.lease, { holder: this.me, name: this.name })], [check(names.lease, lease), check(names.beat, beat)]),
      );
    } catch (error) {
      if (violationsIn(error)) return;
      throw error;
    }
    this.begin(lease + 1, asked);
  }

  private begin(term: number, since = now()): void {
    this.held = { term, until: since + this.times.ttlMs };
  }

  private last(stream: string): Promise<Noted> {
    return this.connection.read((client) => lastOf(client, stream));
  }

  /** Gives the lease back: whoever waits takes it at once. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.rest.end();
    await this.running;
    const { held } = this;
    this.held = undefined;
    if (!held) return;
    try {
      await this.connection.once((client) =>
        client.appendRecords([noteOf(this.names.lease, { holder: this.me, released: 'yes' })], [check(this.names.lease, held.term)]),
      );
    } catch (error) {
      // Not given back, it ends by itself.
      if (!isPassing(error) && !violationsIn(error)) throw error;
    }
  }
}

/** By a clock that nobody sets. */
const now = (): number => performance.now();
