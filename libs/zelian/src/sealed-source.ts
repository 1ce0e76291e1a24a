import { readStoredEvent, sha256, type Cosigner, type Sealed, type Sealer } from '#seal';
import { consistencyProof, multiproof, rootAt, tileNodes, type IndexedDossier, type LogEntry } from '#transparency';
import { adoptedKeys } from './adopted-keys.js';
import type { DossierSource, SealedParts } from './dossier-source.js';
import type { Parts } from './parts.js';
import type { TrailRow } from './trail.view.js';

/** Earlier checkpoints of which whoever gets a dossier may hold one: the newest few. */
const EARLIER_MAX = 16;

type Sealing = Pick<Parts, 'engines' | 'reader'> & Readonly<{ sealer: Sealer }>;

/** What the seal has proved about a subject, under its newest checkpoint; a ledger that was never sealed is sealed first. */
export const dossierSourceOf = (sealing: Sealing): DossierSource => ({
  async dossierParts(subject): Promise<SealedParts> {
    const { sealed, proof, count } = await sealing.sealer.prove(subject);
    const events = await eventsAbout(sealing, { subject, covers: sealed.covers, count });
    const nodes = tileNodes(sha256, sealing.engines.seal.checkpoints.tiles, sealed.size);
    const places = [...events.map(({ position }) => position), sealed.index.position];
    const indexed: IndexedDossier = {
      ...{ subject, checkpoint: await cosigned(sealing, sealed), index: sealed.index, events },
      ...{ multiproof: multiproof(sha256, nodes, places, sealed.size), subjectProof: proof },
    };
    const keys = { log: await adoptedKeys(sealing.engines), ...byRole(await sealing.engines.seal.checkpoints.cosigners()) };
    return { indexed, keys, earlier: await earlierOf(sealing, sealed) };
  },
});

const byRole = (cosigners: readonly Cosigner[]) => ({
  witnesses: cosigners.filter(({ role }) => role === 'witness').map(({ key }) => key),
  auditors: cosigners.filter(({ role }) => role === 'auditor').map(({ key }) => key),
});

/** The note as published: witnesses and auditors may have signed it since. */
const cosigned = async ({ engines }: Sealing, { size, note }: Sealed): Promise<string> => (await engines.seal.checkpoints.at(size)) ?? note;

async function earlierOf({ engines }: Sealing, { size }: Sealed): Promise<NonNullable<SealedParts['earlier']>> {
  const { checkpoints } = engines.seal;
  const nodes = tileNodes(sha256, checkpoints.tiles, size);
  const sizes = (await checkpoints.sizes()).filter((one) => one < size).slice(-EARLIER_MAX);
  return sizes.map((from) => ({ size: from, root: rootAt(sha256, nodes, from), path: consistencyProof(sha256, nodes, from, size) }));
}

type Wanted = Readonly<{ subject: string; covers: number; count: number }>;

/** The trail knows where they are; when its rows are not as many as the index proves, the whole log is looked through. */
async function eventsAbout({ engines, reader }: Sealing, { subject, covers, count }: Wanted): Promise<readonly LogEntry[]> {
  const { rows } = await reader.list('trail', { prefix: `${subject}/`, limit: count + 1 });
  const known = rows.map(({ row }) => (row as TrailRow).position).filter((position) => position < covers);
  const events: LogEntry[] = [];
  if (known.length >= count) {
    for (const position of known)
      for await (const { bytes } of engines.log.readAll(position)) {
        events.push({ position, bytes: Uint8Array.from(bytes) });
        break;
      }
    return events;
  }
  for await (const { position, bytes } of engines.log.readAll(0)) {
    if (position >= covers) break;
    if (readStoredEvent(bytes).subjects.includes(subject)) events.push({ position, bytes: Uint8Array.from(bytes) });
  }
  return events;
}
