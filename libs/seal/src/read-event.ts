import { isUtf8 } from 'node:buffer';
import { parseStrictJson } from '#kernel';
import type { LoggedEvent, ReadEvent } from '#transparency';

/** What tree and map need of an event. */
export type LoggedEnvelope = Readonly<{ type?: unknown; subjects?: unknown; data?: unknown }>;
const ROOT = /^[0-9a-f]{64}$/;

/** Reads an event's bytes for tree and map: strictly, so that no two readers see two events. Only the seal writes index events. @throws for anything else */
export const readEvent: ReadEvent = (bytes): LoggedEvent => {
  if (!isUtf8(bytes)) throw new Error('not UTF-8');
  return loggedFrom(parseStrictJson(Buffer.from(bytes).toString('utf8')) as LoggedEnvelope);
};

/** The same of an envelope that was read strictly already. @throws for anything else */
export function loggedFrom({ type, subjects, data }: LoggedEnvelope): LoggedEvent {
  if (!Array.isArray(subjects) || !subjects.every((id): id is string => typeof id === 'string')) throw new Error('subjects are no list of ids');
  if (type !== 'SubjectIndexRecorded') return { subjects };
  const { covers, logRoot, indexRoot } = (data ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof covers !== 'number') throw new Error('covers is no number');
  return { subjects, index: { covers, logRoot: rootFrom(logRoot), indexRoot: rootFrom(indexRoot) } };
}

function rootFrom(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !ROOT.test(value)) throw new Error('a root is 64 lower-case hex digits');
  return Uint8Array.from(Buffer.from(value, 'hex'));
}
