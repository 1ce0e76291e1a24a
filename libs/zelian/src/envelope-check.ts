import { isUtf8 } from 'node:buffer';
import { isDate, isInstant, parseStrictJson, canonicalJson, canonicalValue, Rejection, SUBJECT_ID, type Message } from '#kernel';
import { isUuid, type Envelope } from '#ledger';

/** Why bytes are not an event, or not the next one. */
export type Fault = Message & Readonly<{ code: string }>;
export const fault = (code: string, zh: string, en: string): Fault => ({ code, zh, en });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown): boolean => typeof value === 'string' && /^[^\p{Cc}]{1,400}$/u.test(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isValidTime = (value: unknown): boolean =>
  isObject(value) &&
  isDate(value['from']) &&
  (value['to'] === undefined || (isDate(value['to']) && value['to'] > value['from'])) &&
  Object.keys(value).every((key) => key === 'from' || key === 'to');
const optional =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || check(value);

/** The envelope of architecture section 6, field by field; what it does not name is refused. */
const FIELDS: Readonly<Record<keyof Envelope, (value: unknown) => boolean>> = {
  actor: isObject,
  basis: optional(Array.isArray),
  causationId: optional(isUuid),
  commandId: isUuid,
  correlationId: isUuid,
  data: isObject,
  id: isUuid,
  origin: (value) => ['person', 'policy', 'clock', 'import'].includes(value as string),
  readAt: optional((value) => value === -1 || isCount(value)),
  recordedAt: isInstant,
  revision: isCount,
  seen: optional(Array.isArray),
  stream: isName,
  subjects: (value) => Array.isArray(value) && value.every((id) => typeof id === 'string' && SUBJECT_ID.test(id)),
  type: (value) => typeof value === 'string' && /^[A-Z][A-Za-z0-9]{0,99}$/.test(value),
  validAt: isValidTime,
  version: (value) => isCount(value) && value !== 0,
};

const CHECKS = Object.entries(FIELDS);

/** An event's envelope from its exact bytes, or what is wrong with them: fatal UTF-8, strict JSON, canonical form, every field. Never throws. */
export function readEnvelope(bytes: Uint8Array): Readonly<{ envelope: Envelope; fault?: undefined }> | Readonly<{ fault: Fault }> {
  if (!isUtf8(bytes)) return { fault: fault('event.not-utf8', '不是有效的UTF-8', 'not valid UTF-8') };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let value = canonicalValue(text);
  if (value === undefined) {
    try {
      value = parseStrictJson(text);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { fault: fault(error.code, error.text.zh, error.text.en) };
    }
    if (canonicalJson(value) !== text) return { fault: fault('event.not-canonical', '不是规范形式（RFC 8785）', 'not in canonical form (RFC 8785)') };
  }
  const wrong = wrongField(value);
  return wrong === undefined
    ? { envelope: value as Envelope }
    : { fault: fault('event.field', `字段缺失、多余或不合格式：${wrong}`, `field missing, unknown or malformed: ${wrong}`) };
}

function wrongField(value: unknown): string | undefined {
  if (!isObject(value)) return '(event)';
  return Object.keys(value).find((name) => !Object.hasOwn(FIELDS, name)) ?? CHECKS.find(([name, check]) => !check(value[name]))?.[0];
}
