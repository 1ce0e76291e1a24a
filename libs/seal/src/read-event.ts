import { isUtf8 } from 'node:buffer';
import { parseStrictJson } from '#kernel';
import type { LoggedEvent, ReadEvent } from '#transparency';

type Envelope = Readonly<{ type?: unknown; subjects?: unknown; data?: Readonly<Record<string, unknown>> }>;
const ROOT = /^[0-9a-f]{64}$/;

/** Reads an event's bytes for tree and map: strictly, so that no two readers see two events. Only the seal writes index events. @throws for anything else */
export const readEvent: ReadEvent = (bytes): LoggedEvent => {
  if (!isUtf8(bytes)) throw new Error('not UTF-8');
  const { type, subjects, data } = parseStrictJson(Buffer.from(bytes).toString('utf8')) as Envelope;
  if (!Array.isArray(subjects) || !subjects.every((id): id is string => typeof id === 'string')) throw new Error('subjects are no list of ids');
  if (type !== 'SubjectIndexRecorded') return { subjects };
  const { covers, logRoot, indexRoot } = data ?? {};
  if (typeof covers !== 'number') throw new Error('covers is no number');
  return { subjects, index: { covers, logRoot: rootFrom(logRoot), indexRoot: rootFrom(indexRoot) } };
};

function rootFrom(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !ROOT.test(value)) throw new Error('a root is 64 lower-case hex digits');
  return Uint8Array.from(Buffer.from(value, 'hex'));
}
