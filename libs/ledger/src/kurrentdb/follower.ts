import type { KurrentDBClient, ResolvedEvent } from '@kurrent/kurrentdb-client';
import type { Connection } from './connection.js';
import { mapped } from './failures.js';
import { Known, type Group } from './known.js';
import type { Names } from './names.js';
import { Rest } from './rest.js';
import { foundIn, type Cursor, type Found, type Hiding, type Mark, type Placed, type Stray } from './record.js';

const PAGE = 500;
/** A request's records come into view together; a reader that meets only some of them looks again, this often, before it believes that the others are gone. */
const LOOKS = 20;
const LOOK_PAUSE_MS = 25;
const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;
const STRAYS_MAX = 100;

type Gathering = Omit<Group, 'events'> & Readonly<{ events: Placed[] }>;

/** Reads what the log has grown by, whoever wrote it, and waits for more: by itself again after any loss of the line, from the last place that it handled. */
export class Follower {
  readonly known = new Known();
  /** Found in the ledger's streams, and not written by a ledger. */
  readonly strays: Stray[] = [];
  /** Streams whose metadata make events vanish, with what says so. */
  readonly hiding = new Map<string, readonly string[]>();
  /** Why the line is down; undefined while the server tells of appends. */
  fault: unknown;
  private handled: Cursor | undefined;
  private gathering: Gathering | undefined;
  private catching: Promise<void> | undefined;
  private following: Promise<void> | undefined;
  private isClosed = false;
  private readonly rest = new Rest();

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly onLonger: (head: number) => void,
  ) {}

  /** Everything that was there when this was asked is known afterwards. @throws Rejection as `mapped` says */
  async catchUp(): Promise<void> {
    while (this.catching) await this.catching;
    this.catching = this.readOn().finally(() => (this.catching = undefined));
    await this.catching;
  }

  private async readOn(): Promise<void> {
    for (let looks = 0; ;) {
      const found = await this.connection.read((client) => this.page(client));
      for (const resolved of found) this.handle(resolved);
      if (found.length > 0) continue;
      if (!this.gathering || looks++ === LOOKS) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_PAUSE_MS));
    }
    // What is missing now was deleted: the log is as long as it was, and whoever reads it meets the gap.
    this.complete();
  }

  /** What follows on the last place handled; a read includes the place where it begins. */
  private async page(client: KurrentDBClient): Promise<readonly ResolvedEvent[]> {
    const { handled } = this;
    const page: ResolvedEvent[] = [];
    for await (const resolved of client.readAll({ fromPosition: handled ?? 'start', maxCount: PAGE, filter: this.names.filter as never })) {
      if (resolved.event?.position.commit !== handled?.commit) page.push(resolved);
    }
    return page;
  }

  private handle(resolved: ResolvedEvent): void {
    this.handled = resolved.event?.position ?? this.handled;
    const found = foundIn(resolved, this.names);
    if (found) this.sort(found, resolved.event?.position);
  }

  private sort(found: Found, cursor: Cursor | undefined): void {
    if ('mark' in found) this.begin(found.mark);
    else if ('stray' in found) this.note(found.stray);
    else if ('hiding' in found) this.noteHiding(found.hiding);
    else this.gather(found.event, cursor);
  }

  private begin(mark: Mark): void {
    this.complete();
    if (mark.mark <= this.known.mark) return this.known.learn(mark.first, mark.cursor);
    this.gathering = { ...mark, events: [] };
    // One that brings no events is whole as it is.
    if (mark.first > mark.last) this.complete();
  }

  private gather(placed: Placed, cursor: Cursor | undefined): void {
    const { gathering } = this;
    const { stream, revision, position } = placed.event;
    if (position <= this.known.head.position) return;
    if (!gathering || position < gathering.first || position > gathering.last) return this.note({ stream, revision });
    if (cursor) this.known.learn(position, cursor);
    gathering.events.push(placed);
    if (position === gathering.last) this.complete();
  }

  private noteHiding({ stream, by }: Hiding): void {
    if (by.length > 0) this.hiding.set(stream, by);
    else this.hiding.delete(stream);
  }

  private note(stray: Stray): void {
    if (this.strays.length < STRAYS_MAX) this.strays.push(stray);
  }

  private complete(): void {
    const { gathering } = this;
    this.gathering = undefined;
    if (gathering && this.known.take(gathering)) this.onLonger(this.known.head.position);
  }

  /** Waits for appends from now on. */
  follow(): void {
    this.following ??= this.followOn();
  }

  private async followOn(): Promise<void> {
    for (let pause = PAUSE_MS; !this.isClosed; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const client = this.connection.current();
      try {
        await this.listen(client, () => (pause = PAUSE_MS));
        this.fault ??= new Error('the subscription ended');
      } catch (error) {
        this.fault = mapped(error);
      }
      if (!this.isClosed) await this.rest.for(pause);
    }
  }

  /** Each mark is handled before the next is taken: what the server sends faster waits on the line. */
  private async listen(client: KurrentDBClient, onSound: () => void): Promise<void> {
    const { mark } = this.known;
    const subscription = client.subscribeToStream(this.names.head, { fromRevision: mark < 0 ? 'start' : BigInt(mark) });
    this.rest.end = () => void subscription.unsubscribe();
    const unconfirmed = setTimeout(() => this.connection.leave(client), this.connection.answerWaitMs);
    subscription.once('confirmation', () => {
      clearTimeout(unconfirmed);
      this.fault = undefined;
      onSound();
    });
    try {
      for await (const resolved of subscription) {
        const found = foundIn(resolved as ResolvedEvent, this.names);
        if (this.isClosed) return;
        if (found && 'mark' in found) await this.reached(found.mark);
      }
    } finally {
      clearTimeout(unconfirmed);
    }
  }

  private async reached({ mark, first, cursor }: Mark): Promise<void> {
    if (mark > this.known.mark) return this.catchUp();
    // Our own: known before the server told of it, but for the place where it lies.
    this.known.learn(first, cursor);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.rest.end();
    await this.following;
  }
}
