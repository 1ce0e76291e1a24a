import { randomUUID } from 'node:crypto';
import type { AppendRecordInput, BinaryEventData, ResolvedEvent } from '@kurrent/kurrentdb-client';
import type { StoredEvent } from '../event-log.js';
import type { Names } from './names.js';

/** A place in the server's own file. */
export type Cursor = Readonly<{ commit: bigint; prepare: bigint }>;
/** An event with its place in its append: 0 begins one. */
export type Placed = Readonly<{ event: StoredEvent; index: number }>;
/**
 * The record that stands before the events of one request: how far the log reaches with them. `holds`: without any, and who asks the others to let it append next; with
 * the next mark that is over.
 */
export type Mark = Readonly<{ mark: number; first: number; last: number; recordedAt: string; cursor: Cursor; holds?: string }>;
/** Something in a stream of the ledger that the ledger did not write. */
export type Stray = Readonly<{ stream: string; revision: number }>;
/** What a stream's metadata say that hides events: `$maxAge`, `$maxCount`, `$tb`. The last word counts; none of them, and nothing is hidden. */
export type Hiding = Readonly<{ stream: string; by: readonly string[] }>;
export type Found = { event: Placed } | { mark: Mark } | { stray: Stray } | { hiding: Hiding };

const MARK = 'LogExtended';
const HIDING = ['$maxAge', '$maxCount', '$tb'];
const HEX = 'hex';

const record = (
  streamName: string,
  { id, type, data, metadata }: Pick<BinaryEventData, 'id' | 'type' | 'data'> & { metadata: Readonly<Record<string, string>> },
): AppendRecordInput => ({
  streamName,
  record: { id, type, data, contentType: 'application/octet-stream', metadata },
});

/** Data is the event's exact bytes, as binary; everything beside them goes into the metadata. */
export function recordOf({ event, index }: Placed, names: Names): AppendRecordInput {
  const { id, type, bytes, position, recordedAt, mac, macKeyId, commandDigest, stream } = event;
  const metadata = { position: String(position), index: String(index), recordedAt, mac: mac.toString(HEX), macKeyId, digest: commandDigest.toString(HEX) };
  return record(names.of(stream), { id, type, data: bytes, metadata });
}

export function markOf({ first, last, recordedAt, holds }: Omit<Mark, 'mark' | 'cursor'>, names: Names): AppendRecordInput {
  const metadata = { first: String(first), last: String(last), recordedAt, ...(holds !== undefined && { holds }) };
  return record(names.head, { id: randomUUID(), type: MARK, data: new Uint8Array(0), metadata });
}

/** Reads what came from the server; undefined for what is none of the ledger's. */
export function foundIn({ event }: ResolvedEvent, names: Names): Found | undefined {
  if (!event) return undefined;
  const { streamId, revision } = event;
  if (streamId === names.head) return markIn(event) ?? { stray: { stream: streamId, revision: Number(revision) } };
  const described = names.describedBy(streamId);
  if (described !== undefined) return { hiding: { stream: described, by: HIDING.filter((key) => Object.hasOwn(Object(event.data) as object, key)) } };
  const stream = names.streamOf(streamId);
  if (stream === undefined) return undefined;
  const placed = placedIn(event, fieldsOf(event.metadata), stream);
  return placed ? { event: placed } : { stray: { stream, revision: Number(revision) } };
}

function markIn({ type, revision, metadata, position: cursor }: Recorded): Found | undefined {
  const { recordedAt, holds, ...fields } = fieldsOf(metadata);
  const [first, last] = [whole(fields['first']), whole(fields['last'])];
  if (type !== MARK || first === undefined || last === undefined || recordedAt === undefined || !cursor) return undefined;
  return { mark: { mark: Number(revision), first, last, recordedAt, cursor, ...(holds !== undefined && { holds }) } };
}

type Recorded = NonNullable<ResolvedEvent['event']>;
type Fields = Readonly<Record<string, string | undefined>>;

function placedIn({ id, type, revision, data }: Recorded, metadata: Fields, stream: string): Placed | undefined {
  const { recordedAt, mac, macKeyId, digest } = metadata;
  const [position, index] = [whole(metadata.position), whole(metadata.index)];
  if (position === undefined || index === undefined || recordedAt === undefined || mac === undefined || macKeyId === undefined || digest === undefined)
    return undefined;
  if (!(data instanceof Uint8Array)) return undefined;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const event: StoredEvent = {
    ...{ id, type, recordedAt, bytes, mac: Buffer.from(mac, HEX), macKeyId, commandDigest: Buffer.from(digest, HEX) },
    ...{ position, stream, revision: Number(revision) },
  };
  return { event, index };
}

const whole = (text: string | undefined): number | undefined => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined);

/** The metadata's texts; nothing when they are no document. */
function fieldsOf(metadata: unknown): Fields {
  if (typeof metadata !== 'object' || metadata === null || metadata instanceof Uint8Array) return {};
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => typeof value === 'string')) as Fields;
}
