import { must, Rejection, type Message } from '#kernel';
import { sha256 } from '#seal';
import {
  base64,
  consistencyProof,
  formatNote,
  formatTlogProof,
  hex,
  inclusionProof,
  leafHash,
  Malformed,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  readTile,
  tileNodes,
  type Checkpoint,
  type Nodes,
  type Note,
} from '#transparency';
import { adoptedKeyTexts } from './adopted-keys.js';
import type { Parts } from './parts.js';
import { originOf } from './sealing.js';

/** A checkpoint as others hold it: the signed note, and what it says. `keys`: verifier keys that the ledger adopted, oldest first. */
export type CheckpointAnswer = Readonly<{ origin: string; size: number; root: string; note: string; keys: readonly string[] }>;
/**
 * That the tree of `to` events begins with the tree of `from` events (RFC 6962, section 2.1.2); hashes in base64. `checkpoint`: the signed note of `to`, absent where
 * none was published of that size: `verifyProofFile` then needs it from the reader.
 */
export type ConsistencyAnswer = Readonly<{ origin: string; from: number; to: number; path: readonly string[]; checkpoint?: string }>;
/** An event's place: `leaf` is its RFC 6962 leaf hash in hex, as papers state it; `proof` the c2sp.org/tlog-proof under the checkpoint of `size` and `root`. */
export type InclusionAnswer = Readonly<{ eventId: string; position: number; leaf: string; origin: string; size: number; root: string; proof: string }>;

/** The note of a size; the newest when none is named. @throws Rejection `seal.none`, `checkpoint.unknown`, `checkpoint.damaged` */
export async function checkpointNote({ engines, info }: Parts, size?: number): Promise<string> {
  const { checkpoints, head } = engines.seal;
  const [last, signed] = size === undefined ? [(await checkpoints.sizes()).at(-1), await head.read(originOf(info))] : [size];
  // Whoever is shown an older one would take the log for no longer than that: what the key signed last is known beside it, too.
  if (signed && signed.size > (last ?? -1)) return signed.note;
  const note = last === undefined ? undefined : await checkpoints.at(last);
  if (note !== undefined) return soundNote(note, last!);
  if (size === undefined) throw new Rejection('seal.none', { zh: '尚未签封：还没有检查点', en: 'nothing is sealed yet: there is no checkpoint' });
  throw new Rejection('checkpoint.unknown', { zh: `没有这个检查点：${size}`, en: `no checkpoint of this size: ${size}` });
}

/** A note that is one, and of the size under which it lies. */
function soundNote(note: string, size: number): string {
  try {
    if (parseCheckpoint(parseNote(note).text).size === size) return note;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  throw new Rejection('checkpoint.damaged', {
    zh: `检查点文件checkpoint/${size}已损坏，或不是这一长度的；请用zelian verify核验`,
    en: `the file checkpoint/${size} is damaged, or is of another size: run zelian verify`,
  });
}

/** A checkpoint with the keys that verify it. @throws Rejection `seal.none`, `checkpoint.unknown` */
export async function checkpointAnswer(parts: Parts, size?: number): Promise<CheckpointAnswer> {
  const note = await checkpointNote(parts, size);
  const { origin, size: reached, root } = parseCheckpoint(parseNote(note).text);
  return { origin, size: reached, root: hex(root), note, keys: await adoptedKeyTexts(parts.engines) };
}

/** A tile by its path of c2sp.org/tlog-tiles. @throws Rejection `tile.unknown` */
export function tileBytes({ engines }: Parts, path: string): Buffer {
  try {
    return Buffer.from(readTile(engines.seal.checkpoints.tiles, parseTilePath(path)));
  } catch (error) {
    if (error instanceof Malformed) throw new Rejection('tile.unknown', { zh: '没有这一片', en: 'there is no such tile' });
    throw error;
  }
}

type InclusionAsk = Readonly<{ eventId: string; size?: number }>;

/**
 * That an event is in the log: whoever holds the event's bytes, or the leaf hash that a receipt states, checks it offline. `size`: under the checkpoint of that size;
 * absent: under the newest.
 * @throws Rejection `event.unknown`, `proof.not-sealed`, `seal.none`, `checkpoint.unknown`
 */
export async function inclusionOf(parts: Parts, { eventId, size: asked }: InclusionAsk): Promise<InclusionAnswer> {
  const stored = await parts.engines.log.find(eventId);
  must(stored, 'event.unknown', { zh: '没有这个事件', en: 'there is no such event' });
  const { checkpoint, origin, size, root, nodes } = await sealedAt(parts, asked);
  must(stored.position < size, 'proof.not-sealed', notSealed(size));
  const { position } = stored;
  const proof = formatTlogProof({ index: position, path: inclusionProof(sha256, nodes, position, size), checkpoint });
  return { eventId, position, leaf: hex(leafHash(sha256, stored.bytes)), origin, size, root: hex(root), proof };
}

const notSealed = (size: number): Message => ({
  zh: `该事件在检查点（${size}）之后，尚未为其签封：请先签封（zelian seal），或等下一个检查点`,
  en: `the event came after the checkpoint (${size}) and is not sealed by it: seal first (zelian seal), or wait for the next checkpoint`,
});

/** That one checkpoint continues another. `to` absent: the newest. @throws Rejection `proof.no-such-size`, `seal.none` */
export async function consistencyOf(parts: Parts, { from, to }: Readonly<{ from: number; to?: number }>): Promise<ConsistencyAnswer> {
  const { origin, size, nodes, checkpoint: newest } = await sealedAt(parts);
  const end = to ?? size;
  must(from <= end && end <= size, 'proof.no-such-size', {
    zh: `须为 from ≤ to ≤ ${size}（最近的检查点）`,
    en: `from ≤ to ≤ ${size}, the newest checkpoint, is needed`,
  });
  const checkpoint = end === size ? formatNote(newest) : await publishedNote(parts, end);
  return { origin, from, to: end, path: consistencyProof(sha256, nodes, from, end).map(base64), ...(checkpoint !== undefined && { checkpoint }) };
}

/** The note of a size, where one was published. */
async function publishedNote(parts: Parts, size: number): Promise<string | undefined> {
  try {
    return await checkpointNote(parts, size);
  } catch (error) {
    if (error instanceof Rejection && error.code === 'checkpoint.unknown') return undefined;
    throw error;
  }
}

type SealedAt = Checkpoint & Readonly<{ checkpoint: Note; nodes: Nodes }>;

/** The checkpoint of a size, and its tree; the newest when none is named. */
async function sealedAt(parts: Parts, asked?: number): Promise<SealedAt> {
  const checkpoint = parseNote(await checkpointNote(parts, asked));
  const read = parseCheckpoint(checkpoint.text);
  return { ...read, checkpoint, nodes: tileNodes(sha256, parts.engines.seal.checkpoints.tiles, read.size) };
}
