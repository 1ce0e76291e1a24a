import { Rejection } from '#kernel';
import { readStoredEvent, sha256, type Cosigner, type Sealed, type Sealer } from '#seal';
import { multiproof, tileNodes, type IndexedDossier, type LogEntry } from '#transparency';
import { adoptedKeys } from './adopted-keys.js';
import type { DossierSource, SealedParts } from './dossier-source.js';
import { earlierOf, heldSize, sizesToldOf } from './earlier-checkpoints.js';
import type { Parts } from './parts.js';
import { originOf } from './sealing.js';
import { StoredProofs, type Proved } from './stored-proofs.js';
import type { TrailRow } from './trail.view.js';

/** `sealer`: absent where the ledger is open for reading only. */
type Sealing = Pick<Parts, 'engines' | 'reader' | 'info' | 'witnessed'> & Readonly<{ sealer?: Sealer }>;

/** What the seal has proved about a subject, under its newest checkpoint; a ledger that was never sealed is sealed first, where this process may. */
export function dossierSourceOf(sealing: Sealing): DossierSource {
  const stored = new StoredProofs(sealing);
  return {
    dossierParts: async (subject, held) =>
      partsUnder(sealing, { subject, held }, await (sealing.sealer ? provedBy(sealing.sealer, stored, subject) : provedUnder(sealing, stored, subject))),
  };
}

/** A process that has read the log to seal it knows; another one proves from what lies beside the log, and reads it all only where that is not enough. */
async function provedBy(sealer: Sealer, stored: StoredProofs, subject: string): Promise<Proved> {
  if (sealer.sealed) stored.forget();
  return (sealer.sealed ? undefined : await stored.prove(subject)) ?? sealer.prove(subject);
}

/** Who only reads signs nothing, and has what was signed. @throws Rejection `seal.absent`, `seal.unproven` */
async function provedUnder({ engines }: Sealing, stored: StoredProofs, subject: string): Promise<Proved> {
  const proved = await stored.prove(subject);
  if (proved) return proved;
  const isSealed = (await engines.seal.checkpoints.latest()) !== undefined;
  throw isSealed
    ? new Rejection('seal.unproven', {
        zh: '现存的树瓦片和视图不能证明已签封的内容；请先运行verify，或以可写方式出具（须注明--to、--purpose；模拟时钟的账本另须--simulated-at）',
        en: 'what is stored beside the log does not give what was signed: run verify, or open the ledger for writing (--to and --purpose; --simulated-at for a simulated one)',
      })
    : new Rejection('seal.absent', {
        zh: '本账本尚未签封，不能出具可核验案卷；请先运行seal（模拟时钟的账本另须--simulated-at）',
        en: 'this ledger is not sealed yet, so no dossier that proves itself can be made: run seal first (a simulated ledger with --simulated-at)',
      });
}

type Asked = Readonly<{ subject: string; held: string | undefined }>;

async function partsUnder(sealing: Sealing, { subject, held }: Asked, { sealed, proof, count }: Proved): Promise<SealedParts> {
  const { checkpoints } = sealing.engines.seal;
  const nodes = tileNodes(sha256, checkpoints.tiles, sealed.size);
  const log = await adoptedKeys(sealing.engines);
  const tree = { origin: originOf(sealing.info), size: sealed.size, nodes, keys: log };
  const told = held === undefined ? undefined : heldSize(held, tree);
  const events = await eventsAbout(sealing, { subject, covers: sealed.covers, count });
  const places = [...events.map(({ position }) => position), sealed.index.position];
  const checkpoint = await cosigned(sealing, sealed);
  const indexed: IndexedDossier = {
    ...{ subject, checkpoint, index: sealed.index, events },
    ...{ multiproof: multiproof(sha256, nodes, places, sealed.size), subjectProof: proof },
  };
  const keys = { log, ...byRole(await checkpoints.cosigners()) };
  const published = (await checkpoints.sizes()).filter((size) => size < sealed.size);
  return { indexed, keys, earlier: earlierOf(tree, sizesToldOf(published, told)) };
}

const byRole = (cosigners: readonly Cosigner[]) => ({
  witnesses: cosigners.filter(({ role }) => role === 'witness').map(({ key }) => key),
  auditors: cosigners.filter(({ role }) => role === 'auditor').map(({ key }) => key),
});

/** The note as published: witnesses and auditors may have signed it since. Those of a served ledger who have not yet, and are due, are asked first. */
async function cosigned({ engines, witnessed }: Sealing, { size, note }: Sealed): Promise<string> {
  if (witnessed && witnessed.witnessing.state().quorumSize < size) await witnessed.witnessing.tend();
  return (await engines.seal.checkpoints.at(size)) ?? note;
}

type Wanted = Readonly<{ subject: string; covers: number; count: number }>;

const PAGE = 1_000;

/** Where the trail has a subject, in log order. */
async function placesOf(reader: Sealing['reader'], subject: string): Promise<readonly number[]> {
  const places: number[] = [];
  for (let after: string | undefined, more = true; more;) {
    const { rows, next } = await reader.list('trail', { prefix: `${subject}/`, limit: PAGE, ...(after !== undefined && { after }) });
    for (const { row } of rows) places.push((row as TrailRow).position);
    [after, more] = [next, next !== undefined];
  }
  return places;
}

/** The trail knows where they are; when its rows are not as many as the index proves, the whole log is looked through. */
async function eventsAbout({ engines, reader }: Sealing, { subject, covers, count }: Wanted): Promise<readonly LogEntry[]> {
  const known = (await placesOf(reader, subject)).filter((position) => position < covers);
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
