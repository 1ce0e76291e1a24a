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

/** Whether each event follows the one before: what a log is, beyond its single events. */
export class Succession {
  private readonly revisions = new Map<string, number>();
  private recordedAt = '';
  private count = 0;

  /** An event stood here that cannot be read: its stream is not known, its place is taken. */
  skip(): void {
    this.count++;
  }

  /** What keeps an event from being the next; the state then moves on as if it were, so that one fault is told once. */
  next({ type, stream, revision, recordedAt }: Envelope): Fault | undefined {
    const expected = (this.revisions.get(stream) ?? -1) + 1;
    const [first, before] = [this.count === 0, this.recordedAt];
    this.count++;
    this.revisions.set(stream, revision);
    if (recordedAt > before) this.recordedAt = recordedAt;
    if (first && type !== 'LedgerOpened') return fault('log.not-opened', '首个事件须为LedgerOpened', 'the first event must be LedgerOpened');
    if (!first && type === 'LedgerOpened') return fault('log.opened-twice', '账本重复开立', 'the ledger is opened a second time');
    if (revision !== expected)
      return fault(
        'log.revision-gap',
        `数据流${stream}应为第${expected}号，实为第${revision}号`,
        `stream ${stream}: revision ${expected} expected, ${revision} found`,
      );
    return recordedAt < before
      ? fault('log.time-backwards', `记录时间倒退：${recordedAt}早于${before}`, `recorded at ${recordedAt}, before ${before}`)
      : undefined;
  }
}
