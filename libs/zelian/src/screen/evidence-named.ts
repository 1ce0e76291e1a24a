import type { EvidenceEvent, FileState } from '#appeal';
import { evidenceRefsIn, hashOf, type EvidenceStore } from '#exchange';
import { decodeEvent } from '#ledger';
import type { Parts } from '../parts.js';

/** The events that bases name, as far as the log holds them at a position, with the files that each of them names. */
export async function evidenceNamed(
  { engines, history: { definitions } }: Pick<Parts, 'engines' | 'history'>,
  eventIds: readonly string[],
  position: number,
): Promise<ReadonlyMap<string, EvidenceEvent>> {
  const found = new Map<string, EvidenceEvent>();
  for (const eventId of eventIds) {
    const stored = await engines.log.find(eventId);
    if (!stored || stored.position > position) continue;
    const { type, data } = decodeEvent(stored, definitions);
    found.set(eventId, { eventId, type, zh: definitions.get(type)?.zh ?? type, files: evidenceRefsIn(data) });
  }
  return found;
}

/** What became of each file; every one is read whole. Never throws: a file that cannot be read is an answer. */
export async function stateOfFiles(store: Pick<EvidenceStore, 'find' | 'open'>, hashes: readonly string[]): Promise<ReadonlyMap<string, FileState>> {
  const states = new Map<string, FileState>();
  for (const sha256 of new Set(hashes)) states.set(sha256, await stateOf(store, sha256));
  return states;
}

async function stateOf(store: Pick<EvidenceStore, 'find' | 'open'>, sha256: string): Promise<FileState> {
  try {
    if (!(await store.find(sha256))) return 'missing';
    return (await hashOf(store.open(sha256))).sha256 === sha256 ? 'held' : 'changed';
  } catch {
    return 'unreadable';
  }
}
