import type { KurrentDBClient, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { Rejection } from '#kernel';
import type { StoredEvent } from '../event-log.js';
import type { Connection } from './connection.js';
import { isAbsent } from './failures.js';
import { foreignWrite } from './group.js';
import type { Known } from './known.js';
import type { Names } from './names.js';
import { foundIn, type Cursor, type Placed } from './record.js';

/** Most reads want an event or a batch; who goes on wants much. */
const FIRST_PAGE = 64;
const PAGE = 1_000;

/** Reads of what is known, from memory where it is recent, else from the server a page at a time. */
export class Reading {
  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly known: Known,
  ) {}

  /** Positions `from` to `end`. What is missing on the server is left out: whoever checks the log sees the gap. */
  async *placed(from: number, end: number): AsyncIterable<Placed> {
    let next = from;
    let cursor: Cursor | undefined;
    for (let size = FIRST_PAGE; next <= end; size = PAGE) {
      const near = this.known.recent.from(next, end);
      const page = near ? { placed: near, cursor, isLast: false } : await this.page(next, cursor ?? this.known.cursorBefore(next), size);
      for (const placed of page.placed) {
        if (placed.event.position > end) return;
        yield placed;
        next = placed.event.position + 1;
      }
      if (page.isLast) return;
      cursor = page.cursor;
    }
  }

  private async page(
    from: number,
    cursor: Cursor | undefined,
    size: number,
  ): Promise<Readonly<{ placed: readonly Placed[]; cursor?: Cursor; isLast: boolean }>> {
    const found = await this.connection.read((client) =>
      gathered(client.readAll({ fromPosition: cursor ?? 'start', maxCount: size, filter: this.names.filter as never })),
    );
    const last = found.at(-1)?.event?.position;
    const placed = found.flatMap((resolved) => {
      const one = foundIn(resolved, this.names);
      return one && 'event' in one && one.event.event.position >= from ? [one.event] : [];
    });
    // The place where a read begins is part of it: only that again means that there is no more.
    return { placed, cursor: last ?? cursor, isLast: last === undefined || last.commit === cursor?.commit };
  }

  /** A stream up to where it is known. @throws Rejection `ledger.deleted` when the server does not give all of it, `ledger.foreign-write` */
  async *stream(stream: string, from: number): AsyncIterable<StoredEvent> {
    const last = this.known.revisionOf(stream);
    let next = Math.max(from, 0);
    for (let size = FIRST_PAGE; next <= last; size = PAGE) {
      const page = this.known.recent.ofStream(stream, next) ?? (await this.streamPage(stream, next, size));
      if (page.length === 0) throw deleted(stream, next);
      for (const event of page) {
        if (event.revision > last) return;
        if (event.revision !== next) throw deleted(stream, next);
        yield event;
        next++;
      }
    }
  }

  private async streamPage(stream: string, from: number, size: number): Promise<readonly StoredEvent[]> {
    const found = await this.connection.read((client) => streamRead(client, this.names.of(stream), { fromRevision: BigInt(from), maxCount: size }));
    return found.map((resolved) => {
      const one = foundIn(resolved, this.names);
      if (!one || !('event' in one)) throw foreignWrite(stream);
      return one.event.event;
    });
  }
}

async function streamRead(
  client: KurrentDBClient,
  name: string,
  options: Readonly<{ fromRevision: bigint; maxCount: number }>,
): Promise<readonly ResolvedEvent[]> {
  try {
    return await gathered(client.readStream(name, options));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function gathered(events: AsyncIterable<ResolvedEvent>): Promise<readonly ResolvedEvent[]> {
  const all: ResolvedEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const deleted = (stream: string, revision: number): Rejection =>
  new Rejection('ledger.deleted', {
    zh: `KurrentDB上缺少数据流${stream}的第${revision}号`,
    en: `KurrentDB no longer gives revision ${revision} of stream ${stream}`,
  });
