import { Rejection } from '#kernel';
import { readStoredEvent, sha256, type Sealed } from '#seal';
import {
  hex,
  leafHash,
  Malformed,
  parseCheckpoint,
  parseNote,
  Refuted,
  rootAt,
  sameBytes,
  SubjectMap,
  tileNodes,
  trustedCheckpoint,
  type Checkpoint,
  type ListEntry,
  type Nodes,
  type SubjectProof,
} from '#transparency';
import { adoptedKeys } from './adopted-keys.js';
import type { Parts } from './parts.js';
import { originOf } from './sealing.js';

/** A subject's place in the map under a checkpoint, and how many events are on its list. */
export type Proved = Readonly<{ sealed: Sealed; proof: SubjectProof; count: number }>;
type Stored = Pick<Parts, 'engines' | 'reader' | 'info'>;

const PAGE = 1_000;

/**
 * What the newest checkpoint proves, from what is stored beside the log: hashes of events from tiles, lists of subjects from the trail. None of it is trusted. The map
 * that they give is used if its root is the one that was signed, and otherwise not at all. No event but the last is read, so that the first dossier of a process does
 * not take a reading of the whole log.
 */
export class StoredProofs {
  private known: Readonly<{ sealed: Sealed; map: SubjectMap }> | undefined;

  constructor(private readonly stored: Stored) {}

  /** Undefined where nothing is sealed yet, or what is stored does not give what was signed. */
  async prove(subject: string): Promise<Proved | undefined> {
    const checkpoint = await this.newest();
    if (!checkpoint) return undefined;
    if (this.known?.sealed.size !== checkpoint.size) this.known = await this.read(checkpoint);
    return this.known && { sealed: this.known.sealed, proof: this.known.map.prove(subject), count: this.known.map.count(subject) };
  }

  /** Once somebody has read the whole log there is no need for a second map. */
  forget(): void {
    this.known = undefined;
  }

  /** The last checkpoint that the key signed, as it lies beside the data. */
  private async newest(): Promise<(Checkpoint & Readonly<{ note: string }>) | undefined> {
    const { engines, info } = this.stored;
    const [head, note] = [await engines.seal.head.read(originOf(info)), await engines.seal.checkpoints.latest()];
    if (!head || note === undefined) return undefined;
    const checkpoint = orNothing(() => parseCheckpoint(parseNote(note).text));
    return checkpoint?.size === head.size && sameBytes(checkpoint.root, head.root) ? { ...checkpoint, note } : undefined;
  }

  private async read({ note, size, root }: Checkpoint & Readonly<{ note: string }>): Promise<StoredProofs['known']> {
    const { engines, info } = this.stored;
    const log = await adoptedKeys(engines);
    if (!orNothing(() => trustedCheckpoint(note, { origin: originOf(info), log }))) return undefined;
    const nodes = tileNodes(sha256, engines.seal.checkpoints.tiles, size);
    const index = await this.lastEvent(size);
    const claim = index && orNothing(() => readStoredEvent(index.bytes))?.index;
    if (!claim || !isTreeOf(nodes, { size, root, last: index.bytes })) return undefined;
    const map = await this.mapOf(claim.covers, nodes);
    if (!map || !sameBytes(map.root(), claim.indexRoot)) return undefined;
    return { map, sealed: { size, root, note, index, covers: claim.covers } };
  }

  private async lastEvent(size: number): Promise<Sealed['index'] | undefined> {
    for await (const { position, bytes } of this.stored.engines.log.readAll(size - 1)) return { position, bytes: Uint8Array.from(bytes) };
    return undefined;
  }

  /** Every list of the trail, one after the other. Undefined when the trail has not come so far, or names an event that the tiles do not have. */
  private async mapOf(covers: number, nodes: Nodes): Promise<SubjectMap | undefined> {
    const map = new SubjectMap(sha256, originOf(this.stored.info));
    let list: { subject: string; entries: ListEntry[] } = { subject: '', entries: [] };
    const finish = (subject = '') => {
      if (list.entries.length > 0) map.appendList(list.subject, list.entries);
      list = { subject, entries: [] };
    };
    for (let after: string | undefined, more = true; more;) {
      const { rows, next, position: known } = await this.stored.reader.list('trail', { limit: PAGE, ...(after !== undefined && { after }) });
      if (known < covers - 1) return undefined;
      for (const { subject, position } of rows.map(({ key }) => placeIn(key))) {
        if (subject !== list.subject) finish(subject);
        if (position < covers) list.entries.push({ position, leaf: nodes(0, position) });
      }
      [after, more] = [next, next !== undefined];
    }
    finish();
    return map;
  }
}

const placeIn = (key: string): Readonly<{ subject: string; position: number }> => {
  const at = key.lastIndexOf('/');
  return { subject: key.slice(0, at), position: Number(key.slice(at + 1)) };
};

/** Whether the tiles are those of the signed tree, with the last event at its end. */
const isTreeOf = (nodes: Nodes, { size, root, last }: Readonly<{ size: number; root: Uint8Array; last: Uint8Array }>): boolean =>
  orNothing(() => sameBytes(rootAt(sha256, nodes, size), root) && hex(nodes(0, size - 1)) === hex(leafHash(sha256, last))) ?? false;

/** What is missing or damaged here is no reason to refuse anybody: the log itself can still be read. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed || error instanceof Refuted || error instanceof Rejection) return undefined;
    throw error;
  }
}
