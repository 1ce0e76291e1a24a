import { createHmac, timingSafeEqual } from 'node:crypto';
import { isPlainPrivate, Rejection, SUBJECT_ID, type PlainPrivate } from '#kernel';
import type { Vault, VaultEntry } from './vault.js';

type Opening = Pick<VaultEntry, 'salt' | 'eventId' | 'field' | 'value'>;
const SALT = /^[0-9a-f]{64}$/;

/**
 * HMAC-SHA-256(salt, event id | field | value), hex: hides the value from whoever lacks the salt, binds whoever reveals it.
 * @throws TypeError when the salt is not 256 bits or the id or path holds the separator (two openings would then hash alike)
 */
export function commit({ salt, eventId, field, value }: Opening): string {
  if (!SALT.test(salt)) throw new TypeError('a salt is 256 bits in hex');
  if (eventId.includes('|') || field.includes('|')) throw new TypeError('the separator | may not stand in an event id or field');
  // Two different lone surrogates become the same UTF-8 bytes.
  if (!value.isWellFormed()) throw new Rejection('vault.lone-surrogate', { zh: '私密内容含有不成对的代理项', en: 'a private value holds a lone surrogate' });
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(`${eventId}|${field}|${value}`, 'utf8').digest('hex');
}

/** Whether value and salt are what the commitment was made from. */
export function opens(entry: Opening & Pick<VaultEntry, 'commitment'>): boolean {
  const wellFormed =
    SALT.test(entry.salt) && SALT.test(entry.commitment) && !entry.eventId.includes('|') && !entry.field.includes('|') && entry.value.isWellFormed();
  return wellFormed && timingSafeEqual(Buffer.from(commit(entry), 'hex'), Buffer.from(entry.commitment, 'hex'));
}

export type SealOptions = Readonly<{
  eventId: string;
  scope: string;
  /** The event's subjects, for values that stand in no person's object. */
  subjects: readonly string[];
  /** 256 bits, hex, for each field: random, or derived where bytes must be the same everywhere. */
  saltFor(field: string): string;
}>;
export type Sealed = Readonly<{ data: unknown; entries: readonly VaultEntry[] }>;

type Place = Readonly<{ path: readonly string[]; personId?: string }>;

/**
 * Replaces every plain private value in event data by its commitment; commitments pass unchanged. The subject of a value is the person of the nearest
 * enclosing object, else the first person the event is about, else its first subject; a value about nobody goes by its event's id.
 */
export function sealPrivates(data: unknown, options: SealOptions): Sealed {
  const entries: VaultEntry[] = [];
  const fallback = options.subjects.find((id) => id.startsWith('person-')) ?? options.subjects[0] ?? options.eventId;
  const visit = (part: unknown, place: Place): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (isPlainPrivate(part)) {
      const entry = sealOne(part, place, fallback, options);
      entries.push(entry);
      return { commitment: entry.commitment };
    }
    if (Array.isArray(part)) return part.map((item, index) => visit(item, { ...place, path: [...place.path, String(index)] }));
    const personId = personIn(part as Record<string, unknown>) ?? place.personId;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner, { path: [...place.path, key], personId })]));
  };
  return { data: visit(data, { path: [] }), entries };
}

function sealOne({ private: value }: PlainPrivate, { path, personId }: Place, fallback: string, { eventId, scope, saltFor }: SealOptions): VaultEntry {
  if (path.some((key) => /[.|\0]/.test(key))) throw new TypeError(`a private value's path may not hold . | or U+0000 in a key: ${path.join(' ')}`);
  const field = path.join('.');
  const salt = saltFor(field);
  return { commitment: commit({ salt, eventId, field, value }), eventId, field, scope, subject: personId ?? fallback, value, salt };
}

const personIn = ({ personId }: Record<string, unknown>): string | undefined =>
  typeof personId === 'string' && SUBJECT_ID.test(personId) ? personId : undefined;

/**
 * What `execute` does with private values: seals them, stores them durably and gives back the data with commitments. A retried command
 * meets the entries of its first attempt and carries their commitments.
 */
export async function conceal(vault: Pick<Vault, 'put'>, data: unknown, options: SealOptions): Promise<unknown> {
  const sealed = sealPrivates(data, options);
  if (sealed.entries.length === 0) return sealed.data;
  const kept = await vault.put(sealed.entries);
  const final = new Map(sealed.entries.map(({ commitment }, index) => [commitment, kept[index]!.commitment]));
  return replaceCommitments(sealed.data, final);
}

function replaceCommitments(part: unknown, final: ReadonlyMap<string, string>): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((item) => replaceCommitments(item, final));
  return Object.fromEntries(
    Object.entries(part).map(([key, inner]) => [
      key,
      key === 'commitment' && typeof inner === 'string' ? (final.get(inner) ?? inner) : replaceCommitments(inner, final),
    ]),
  );
}
