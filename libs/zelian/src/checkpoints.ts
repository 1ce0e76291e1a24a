import { must, Rejection, type Actor } from '#kernel';
import { sha256, type SealSuite } from '#seal';
import {
  base64,
  consistencyProof,
  formatTlogProof,
  hex,
  inclusionProof,
  Malformed,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  readTile,
  tileNodes,
  type Nodes,
} from '#transparency';
import { adoptedKeyTexts } from './adopted-keys.js';
import { notAnOwner, ownsCases } from './case-owners.js';
import type { Parts } from './parts.js';
import { originOf } from './sealing.js';
import type { Zelian } from './zelian.js';

/** A checkpoint as others hold it: the signed note, and what it says. `keys`: verifier keys that the ledger adopted, oldest first. */
export type CheckpointAnswer = Readonly<{ origin: string; size: number; root: string; note: string; keys: readonly string[] }>;
/** That the tree of `to` events begins with the tree of `from` events (RFC 6962, section 2.1.2); hashes in base64. */
export type ConsistencyAnswer = Readonly<{ origin: string; from: number; to: number; path: readonly string[] }>;

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

/**
 * Seals what there is, first with a new key when that is asked for. Over a network a change of keys is for case owners. `after`: what was signed last as far as `actor`
 * knows, where the key's own memory of it is gone; `none`: nothing beyond this log.
 */
export async function sealNow(
  { parts, sealer, duties }: Zelian,
  { rotate, actor, ownersOnly = false, after }: Readonly<{ rotate?: SealSuite; actor?: Actor; ownersOnly?: boolean; after?: string }> = {},
): Promise<CheckpointAnswer> {
  if (rotate && ownersOnly && !(await ownsCases(parts, actor ?? {}))) throw notAnOwner();
  must(duties.areOurs, 'ledger.not-on-duty', { zh: '签封由同一账本的另一进程负责', en: 'another process on this log seals it' });
  if (after !== undefined) await resumed(sealer, after, actor ?? {});
  const { size } = rotate ? await sealer.rotate(rotate) : await sealer.seal();
  return checkpointAnswer(parts, size);
}

async function resumed(sealer: Zelian['sealer'], after: string, by: Actor): Promise<void> {
  try {
    await sealer.resume({ by, ...(after !== 'none' && { last: after }) });
  } catch (error) {
    if (error instanceof Malformed) throw new Rejection('checkpoint.malformed', { zh: '所交的不是检查点原文', en: 'what was handed in is no checkpoint note' });
    throw error;
  }
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

/**
 * That an event is in the log, as a c2sp.org/tlog-proof under the newest checkpoint: whoever holds the event's bytes checks it offline.
 * @throws Rejection `event.unknown`, `proof.not-sealed`, `seal.none`
 */
export async function inclusionOf(parts: Parts, eventId: string): Promise<string> {
  const stored = await parts.engines.log.find(eventId);
  must(stored, 'event.unknown', { zh: '没有这个事件', en: 'there is no such event' });
  const { checkpoint, size, nodes } = await newest(parts);
  must(stored.position < size, 'proof.not-sealed', {
    zh: `该事件在最近的检查点（${size}）之后，尚未签封`,
    en: `the event came after the newest checkpoint (${size}) and is not sealed yet`,
  });
  return formatTlogProof({ index: stored.position, path: inclusionProof(sha256, nodes, stored.position, size), checkpoint });
}

/** That one checkpoint continues another. `to` absent: the newest. @throws Rejection `proof.no-such-size`, `seal.none` */
export async function consistencyOf(parts: Parts, { from, to }: Readonly<{ from: number; to?: number }>): Promise<ConsistencyAnswer> {
  const { origin, size, nodes } = await newest(parts);
  const end = to ?? size;
  must(from <= end && end <= size, 'proof.no-such-size', {
    zh: `须为 from ≤ to ≤ ${size}（最近的检查点）`,
    en: `from ≤ to ≤ ${size}, the newest checkpoint, is needed`,
  });
  return { origin, from, to: end, path: consistencyProof(sha256, nodes, from, end).map(base64) };
}

type Newest = Readonly<{ checkpoint: ReturnType<typeof parseNote>; origin: string; size: number; nodes: Nodes }>;

async function newest(parts: Parts): Promise<Newest> {
  const checkpoint = parseNote(await checkpointNote(parts));
  const { origin, size } = parseCheckpoint(checkpoint.text);
  return { checkpoint, origin, size, nodes: tileNodes(sha256, parts.engines.seal.checkpoints.tiles, size) };
}
