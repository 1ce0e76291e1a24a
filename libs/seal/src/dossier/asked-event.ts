import { hex, leafHash } from '#transparency';
import { readDocument } from '../stored-event.js';
import { sha256 } from '../suites/index.js';
import type { Dossier } from './format.js';
import { readDossier } from './read-dossier.js';
import type { DossierVerdict } from './verify-dossier.js';

/** What stands on a receipt: the event's id, its leaf hash (64 hex digits, lower case), or both. */
export type AskedEvent = Readonly<{ event?: string; leaf?: string }>;
/** `event-absent`, `leaf-absent`: no such event in the dossier; `leaf-differs`: the event lies in it, with other bytes. */
export type AskedProblem = 'event-absent' | 'leaf-absent' | 'leaf-differs';
/** Where it lies, with its own id and leaf hash, or why not. */
export type AskedFound = Readonly<{ ok: boolean; code?: AskedProblem; position?: number; event?: string; leaf?: string }>;
/** The verdict on a file, with what was asked of it: `ok` only where both hold. */
export type AskedVerdict = Omit<DossierVerdict, 'firstProblem'> &
  Readonly<{ asked?: AskedFound; firstProblem?: DossierVerdict['firstProblem'] | Readonly<{ check: 'asked'; code: AskedProblem; position?: number }> }>;

/** Looks an event up in a dossier that was found to hold; of one that does not hold nothing is said. */
export function withAsked(verdict: DossierVerdict, text: string, ask: AskedEvent): AskedVerdict {
  if (!verdict.ok || (ask.event === undefined && ask.leaf === undefined)) return verdict;
  const asked = askedIn(readDossier(text), ask);
  if (asked.ok) return { ...verdict, asked };
  const { code, position } = asked;
  return { ...verdict, ok: false, asked, firstProblem: { check: 'asked', code: code!, ...(position !== undefined && { position }) } };
}

function askedIn({ events }: Dossier, { event, leaf }: AskedEvent): AskedFound {
  const placed = events.map(({ position, bytes: encoded }) => {
    const bytes = Buffer.from(encoded, 'base64');
    return { position, event: readDocument(bytes).id, leaf: hex(leafHash(sha256, bytes)) };
  });
  const found = placed.find((one) => (event === undefined ? one.leaf === leaf : one.event === event));
  if (!found) return { ok: false, code: event === undefined ? 'leaf-absent' : 'event-absent' };
  return leaf !== undefined && found.leaf !== leaf ? { ok: false, code: 'leaf-differs', ...found } : { ok: true, ...found };
}
