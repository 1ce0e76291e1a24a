import { isUtf8 } from 'node:buffer';
import { canonicalJson, isShallow, Rejection, UnknownType, type EventDefinition, type Recorded } from '#kernel';
import type { EncodedEvent, StoredEvent } from './event-log.js';
import type { Keys } from './keys.js';

/** What the hashed bytes hold (architecture, section 6). Position and MAC lie beside them. */
export type Envelope = Omit<Recorded, 'position' | 'data'> & Readonly<{ data: unknown }>;

/** Sorted as RFC 8785 wants them, once, instead of with each event. */
const FIELDS = (
  [
    'actor',
    'basis',
    'causationId',
    'commandId',
    'correlationId',
    'data',
    'id',
    'origin',
    'readAt',
    'recordedAt',
    'revision',
    'seen',
    'stream',
    'subjects',
    'type',
    'validAt',
    'version',
  ] as const satisfies readonly (keyof Envelope)[]
).map((name) => [name, `${JSON.stringify(name)}:`] as const);

/**
 * The event's exact RFC 8785 bytes; absent fields are left out. What it writes a strict reader reads.
 * @throws TypeError on what is not JSON of strings and safe integers, or is nested too deep
 */
export function encodeEvent(envelope: Envelope): Buffer {
  if (!isShallow(envelope.data, 1)) throw new TypeError('nested too deep');
  let text = '';
  for (const [name, label] of FIELDS) {
    const value = envelope[name];
    if (value !== undefined) text += `${text === '' ? '{' : ','}${label}${canonicalJson(value)}`;
  }
  return Buffer.from(`${text}}`, 'utf8');
}

/** An event as an engine is given it. */
export function encoded(envelope: Envelope, keys: Pick<Keys, 'mac' | 'macKeyId'>, commandDigest: Buffer): EncodedEvent {
  const { id, type, recordedAt, subjects } = envelope;
  const bytes = encodeEvent(envelope);
  return { id, type, recordedAt, bytes, mac: keys.mac(bytes), macKeyId: keys.macKeyId, commandDigest, subjects };
}

/**
 * An event as deciders and views meet it: data in the current version's shape, position beside.
 * @throws UnknownType for a type that no manifest defines; Rejection `ledger.corrupt` when the bytes disagree with what they are stored under,
 * `ledger.newer-version` when newer code wrote them
 */
export function decodeEvent(stored: StoredEvent, definitions: ReadonlyMap<string, EventDefinition>): Recorded {
  const definition = definitions.get(stored.type);
  if (!definition) throw new UnknownType('event', stored.type);
  const event = parse(stored) as { -readonly [Field in keyof Recorded]: Recorded[Field] };
  for (const column of ['id', 'stream', 'revision', 'type', 'recordedAt'] as const) {
    if (event[column] !== stored[column]) throw corrupt(stored, column);
  }
  // A fresh object of our own: completing it in place costs nothing, copying it would.
  event.data = upcast(event, definition);
  event.version = definition.version;
  event.position = stored.position;
  return event;
}

function parse(stored: StoredEvent): unknown {
  if (!isUtf8(stored.bytes)) throw corrupt(stored, 'UTF-8');
  try {
    const value: unknown = JSON.parse(stored.bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through: whatever is wrong with the text, the answer is the same.
  }
  throw corrupt(stored, 'JSON');
}

function upcast({ type, version, data }: Recorded, { version: current, upcasts }: EventDefinition): Readonly<unknown> {
  if (version > current) {
    throw new Rejection('ledger.newer-version', {
      zh: `事件版本高于本程序所知：${type} v${version}`,
      en: `${type} v${version} was written by a newer program, this one knows v${current}`,
    });
  }
  let shape: unknown = data;
  for (let from = version; from < current; from++) {
    const step = upcasts?.[from];
    if (!step) throw new TypeError(`${type} has no upcast from v${from}`);
    shape = step(shape);
  }
  return shape as Readonly<unknown>;
}

function corrupt({ position }: StoredEvent, what: string): Rejection {
  return new Rejection('ledger.corrupt', {
    zh: `第${position}号事件的内容与存储不符（${what}）`,
    en: `event ${position}: bytes and storage disagree (${what})`,
  });
}
