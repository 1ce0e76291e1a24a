import type { KurrentDBClient, ResolvedEvent } from '@kurrent/kurrentdb-client';
import type { Message } from '#kernel';
import type { Connection } from './connection.js';
import { isAbsent, isGone } from './failures.js';
import type { Follower } from './follower.js';
import type { Names } from './names.js';
import { foundIn, type Cursor, type Placed } from './record.js';

/** Something that the server holds otherwise than the log was written. `upTo`: from `position` to there. */
export type ServerFault = Readonly<{ position?: number; upTo?: number; what: Message }>;
export type AuditParts = Readonly<{ connection: Connection; names: Names; follower: Follower }>;

const PAGE = 1_000;
const AT_ONCE = 8;

/**
 * Holds everything that the server gives in its one order against its streams: what was deleted is still in the one and no longer in the others, what was scavenged
 * in neither, and what was redacted is there without its bytes. Never ends at the first fault.
 */
export async function auditServer({ connection, names, follower }: AuditParts): Promise<readonly ServerFault[]> {
  await follower.catchUp();
  const walk = new Walk(follower.known.head.position);
  for (let cursor: Cursor | undefined; ;) {
    const page = await connection.read((client) => pageFrom(client, names, cursor));
    for (const resolved of page) walk.visit(resolved, names);
    const last = page.at(-1)?.event?.position;
    if (!last || last.commit === cursor?.commit) break;
    cursor = last;
  }
  const deleted = await deletedIn(connection, names, walk.streams);
  const hidden = [...follower.hiding].map(([stream, by]) => ({
    what: { zh: `数据流${stream}的元数据含${by.join('、')}`, en: `the metadata of stream ${stream} hold ${by.join(', ')}` },
  }));
  return [...walk.end(), ...deleted, ...hidden];
}

async function pageFrom(client: KurrentDBClient, names: Names, cursor: Cursor | undefined): Promise<readonly ResolvedEvent[]> {
  const page: ResolvedEvent[] = [];
  for await (const resolved of client.readAll({ fromPosition: cursor ?? 'start', maxCount: PAGE, filter: names.filter as never })) page.push(resolved);
  return page;
}

/** The server's one order, event by event. */
class Walk {
  /** Where each stream begins, and how far it reaches. */
  readonly streams = new Map<string, { position: number; last: number }>();
  private readonly faults: ServerFault[] = [];
  private next = 0;
  private commit = -1n;

  constructor(private readonly head: number) {}

  visit(resolved: ResolvedEvent, names: Names): void {
    const commit = resolved.event?.position?.commit ?? 0n;
    // The place where a page begins is met twice.
    if (commit <= this.commit) return;
    this.commit = commit;
    const found = foundIn(resolved, names);
    if (!found) return;
    if ('stray' in found) return this.foreign(found.stray.stream, found.stray.revision);
    if ('event' in found) this.event(found.event);
  }

  private event({ event: { position, stream, revision, bytes } }: Placed): void {
    if (position < this.next || position > this.head) return this.foreign(stream, revision);
    this.missing(position - 1);
    this.next = position + 1;
    if (bytes.length === 0) this.note(position, { zh: '内容已被涂去（redacted）', en: 'redacted' });
    const known = this.streams.get(stream);
    if (known) known.last = revision;
    else this.streams.set(stream, { position, last: revision });
  }

  private missing(upTo: number): void {
    if (upTo < this.next) return;
    const what = { zh: '已被删除并清除（scavenged）', en: 'scavenged' };
    this.faults.push({ position: this.next, ...(upTo > this.next && { upTo }), what });
  }

  private foreign(stream: string, revision: number): void {
    this.faults.push({
      what: { zh: `数据流${stream}的第${revision}号非本系统写入`, en: `revision ${revision} of stream ${stream} was not written by this product` },
    });
  }

  private note(position: number, what: Message): void {
    this.faults.push({ position, what });
  }

  end(): readonly ServerFault[] {
    this.missing(this.head);
    return this.faults;
  }
}

/** Streams that no longer give what the one order still holds of them. */
async function deletedIn(connection: Connection, names: Names, streams: Walk['streams']): Promise<readonly ServerFault[]> {
  const faults: ServerFault[] = [];
  const rest = streams.entries();
  const check = async () => {
    for (const [stream, { position, last }] of rest) {
      const given = await connection.read((client) => endsOf(client, names.of(stream)));
      const isWhole = given !== undefined && given.first === 0 && given.last >= last;
      if (!isWhole) faults.push({ position, what: { zh: `数据流${stream}已被删除或截断（deleted）`, en: `deleted: stream ${stream} gives ${toldOf(given)}` } });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, check));
  return faults.sort((a, b) => a.position! - b.position!);
}

type Ends = Readonly<{ first: number; last: number }>;
const toldOf = (given: Ends | undefined): string => (given ? `revisions ${given.first} to ${given.last} only` : 'nothing');

async function endsOf(client: KurrentDBClient, name: string): Promise<Ends | undefined> {
  try {
    const first = await revisionAt(client.readStream(name, { maxCount: 1 }));
    const last = await revisionAt(client.readStream(name, { direction: 'backwards', fromRevision: 'end', maxCount: 1 }));
    return first === undefined || last === undefined ? undefined : { first, last };
  } catch (error) {
    if (isAbsent(error) || isGone(error)) return undefined;
    throw error;
  }
}

async function revisionAt(events: AsyncIterable<ResolvedEvent>): Promise<number | undefined> {
  for await (const { event } of events) return Number(event?.revision);
  return undefined;
}
