import { byCodePoint, canonicalJson } from '#kernel';
import { isUuid } from '#ledger';

/**
 * Fields that say where a thing lies in the log, when it was written down, or by which interim results the rules came to it: not what the world was like. A
 * ledger whose rules lagged passes over interim results that one whose rules kept up with people records.
 */
const PLACES: ReadonlySet<string> = new Set(['since', 'position', 'recordedAt', 'recordedOn', 'eventId', 'readAt', 'commandId', 'folded', 'history']);
/** Lists in which the order of arrival means nothing. */
const SETS: ReadonlySet<string> = new Set(['bases', 'basis', 'reliedOn', 'deductions', 'breaches', 'team', 'missing', 'evidence', 'events', 'grounds']);

/**
 * What a row says of the world: ids of events, positions and times of recording are left out, of a list of events its length is left. Two ledgers in which the
 * same things happened agree in all of this, however their runners lagged.
 */
export function said(row: unknown): unknown {
  if (Array.isArray(row)) return row.map(said);
  if (typeof row === 'string') return isUuid(row) ? 'event' : row;
  if (typeof row !== 'object' || row === null) return row;
  const entries = Object.entries(row).flatMap(([key, value]: readonly [string, unknown]): (readonly [string, unknown])[] => {
    if (PLACES.has(key)) return [];
    // Keys that are events' ids are a list of events, too.
    if (isUuid(key)) return [];
    const part = said(Array.isArray(value) ? value.filter(OF_PEOPLE[key] ?? all) : value);
    return [[key, SETS.has(key) && Array.isArray(part) ? inOrder(part) : part]];
  });
  return Object.fromEntries(entries);
}

/**
 * Lists in which what people did stands beside what the rules noticed. What people did has its own date; when the rules noticed something, and how many grades a
 * unit had in between, depends on when they ran. The grade that stands is in the row itself.
 */
const OF_PEOPLE: Readonly<Record<string, (part: unknown) => boolean>> = {
  steps: (part) => (part as { actor?: { personId?: string } }).actor?.personId !== undefined,
  corrections: (part) => (part as { kind?: string }).kind !== 'grade',
};
const all = (): boolean => true;

const inOrder = (parts: readonly unknown[]): readonly unknown[] =>
  parts
    .map((part) => [canonicalJson(part), part] as const)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([, part]) => part);
