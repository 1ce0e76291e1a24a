import { createHash, hash } from 'node:crypto';
import { canonicalJson, type Instant } from '#kernel';
import type { Entropy } from './entropy.js';

/** Lower case only: an id is hashed as text, so one id has one spelling. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME_BYTES = 6;

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);
/** A command id is a UUIDv7 in lower case. */
export const isCommandId = (text: unknown): text is string => typeof text === 'string' && UUID_V7.test(text);

/** A new UUIDv7. With seeded entropy the id is a function of time and label: commands of one instant need labels of their own. */
export function newCommandId(now: Instant, entropy: Entropy, label = ''): string {
  return uuidV7(timeOf(now), entropy.bytes(16, `command-id|${now}|${label}`));
}

/** The id of a command's event by its place among them: the command's own time and a hash, so that a retry finds its events by their ids. */
export function eventIdOf(commandId: string, index: number): string {
  if (!isCommandId(commandId)) throw new TypeError(`not a command id: ${commandId}`);
  return uuidV7(uuidBytes(commandId).subarray(0, TIME_BYTES), sha256(`${commandId}|${index}`));
}

export type PolicyCause = Readonly<{
  /** When the causing event was recorded. */
  causeTime: Instant;
  policy: string;
  causationId: string;
  commandType: string;
  stream: string;
  /** Place among the commands that the policy sends for this event. */
  ordinal: number;
}>;

/** What a policy sends for an event has one id, however often it is sent. */
export function policyCommandId({ causeTime, ...cause }: PolicyCause): string {
  return uuidV7(timeOf(causeTime), sha256(canonicalJson(cause)));
}

export type ImportPlace = Readonly<{
  /** When the ledger was opened: the file knows no time of its own, and the same file must give the same ids whenever it comes. */
  openedAt: Instant;
  /** Of the whole file. */
  sha256: string;
  sheet: string;
  row: number;
  commandType: string;
  /** Place among the commands of that type that the row stands for. */
  ordinal: number;
}>;

/** What a row of a file asks for has one id, however often the file comes. */
export function importCommandId({ openedAt, ...place }: ImportPlace): string {
  return uuidV7(timeOf(openedAt), sha256(canonicalJson(place)));
}

const HYPHEN = 0x2d;
/** The value of a hexadecimal digit by its character code. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => parseInt(String.fromCharCode(code), 16) || 0);

/** The 16 bytes of a UUID. By hand: taking the hyphens out first costs a string and a regular expression with each event. */
export function uuidBytes(uuid: string): Buffer {
  const bytes = Buffer.allocUnsafe(16);
  for (let index = 0, at = 0; index < 16; index++, at += 2) {
    if (uuid.charCodeAt(at) === HYPHEN) at++;
    bytes[index] = (DIGITS[uuid.charCodeAt(at)]! << 4) | DIGITS[uuid.charCodeAt(at + 1)]!;
  }
  return bytes;
}

/** The text of a UUID from its 16 bytes. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** RFC 9562, section 5.7: 48 bits of milliseconds, version, 12 bits, variant, 62 bits. */
function uuidV7(time: Buffer, filling: Buffer): string {
  const bytes = Buffer.from(filling.subarray(0, 16));
  time.copy(bytes, 0, 0, TIME_BYTES);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return uuidText(bytes);
}

function timeOf(instant: Instant): Buffer {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(Date.parse(instant), 0, TIME_BYTES);
  return time;
}

// The one-shot call costs a third of a hash object for inputs this short; Node has it from 20.12 on.
const sha256: (text: string) => Buffer =
  typeof hash === 'function' ? (text) => Buffer.from(hash('sha256', text, 'binary'), 'binary') : (text) => createHash('sha256').update(text, 'utf8').digest();
