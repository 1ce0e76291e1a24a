import { must, Rejection } from '#kernel';
import { LIMITS, readHeldCheckpoint, sha256 } from '#seal';
import { consistencyProof, Malformed, Refuted, rootAt, sameBytes, trustedCheckpoint, type Checkpoint, type Nodes, type VerifierKey } from '#transparency';
import type { SealedParts } from './dossier-source.js';

type Earlier = NonNullable<SealedParts['earlier']>;
/** The tree that a dossier's checkpoint signs: what it is called, how far it reaches, and by which keys its checkpoints are known. */
type SignedTree = Readonly<{ origin: string; size: number; nodes: Nodes; keys: readonly VerifierKey[] }>;

/** Consistency proofs for checkpoints of these sizes, ascending; those that do not lie below the tree's size need none. */
export const earlierOf = ({ size, nodes }: SignedTree, sizes: readonly number[]): Earlier =>
  [...new Set(sizes)]
    .filter((from) => from > 0 && from < size)
    .sort((a, b) => a - b)
    .map((from) => ({ size: from, root: rootAt(sha256, nodes, from), path: consistencyProof(sha256, nodes, from, size) }));

/** At most so many of a list, evenly spread over it, its first and last among them. */
export function spread<Item>(all: readonly Item[], places: number): readonly Item[] {
  if (all.length <= places) return all;
  return Array.from({ length: places }, (_, i) => all[Math.round((i * (all.length - 1)) / (places - 1))]!);
}

/**
 * Sizes of the checkpoints that a dossier speaks of: all that were published, or as many as the format has places for, spread from the oldest to the newest, so that
 * somebody who holds one of the first is no worse off than who holds one of the last. The checkpoint that somebody holds is among them whatever else is.
 */
export function sizesToldOf(published: readonly number[], held?: number): readonly number[] {
  if (held === undefined) return spread(published, LIMITS.earlier);
  return [
    ...spread(
      published.filter((size) => size !== held),
      LIMITS.earlier - 1,
    ),
    held,
  ];
}

/**
 * The size of the checkpoint that a recipient holds, once it is sure that this log goes on from it: as a note it has to be signed by a key of this log; three bare lines
 * are taken for what they say of the tree.
 * @throws Rejection `checkpoint.malformed`, `dossier.held-origin`, `dossier.held-unsigned`, `dossier.held-newer`, `dossier.held-contradicts`
 */
export function heldSize(text: string, tree: SignedTree): number {
  const held = readHeld(text);
  must(held.origin === tree.origin, 'dossier.held-origin', {
    zh: `所持检查点是另一账本的（${held.origin}），未出具`,
    en: `the checkpoint held is of another log (${held.origin}): nothing is given out`,
  });
  must(held.size > 0 && isSigned(text, tree), 'dossier.held-unsigned', {
    zh: '所持检查点没有本账本密钥的有效签名，未出具',
    en: 'no key of this log signed the checkpoint held: nothing is given out',
  });
  must(held.size <= tree.size, 'dossier.held-newer', {
    zh: `所持检查点（${held.size}）晚于案卷所依据的最近检查点（${tree.size}），未出具：请先签封；本账本不应更短的，用zelian verify --checkpoint核对`,
    en: `the checkpoint held (${held.size}) is newer than the newest here (${tree.size}): seal first, or, if this log should be no shorter, see zelian verify --checkpoint`,
  });
  must(sameBytes(rootAt(sha256, tree.nodes, held.size), held.root), 'dossier.held-contradicts', {
    zh: '本账本并非所持检查点的延续，未出具：检查点抄录有误，或者历史已被改动；请用zelian verify --checkpoint核对',
    en: 'this log does not go on from the checkpoint held: it was copied wrongly, or history was changed; see zelian verify --checkpoint',
  });
  return held.size;
}

function readHeld(text: string): Checkpoint {
  try {
    return readHeldCheckpoint(text);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('checkpoint.malformed', {
      zh: '所交的不是检查点：须为检查点原文，或其前三行',
      en: 'what was handed in is no checkpoint: the note is needed, or its three lines',
    });
  }
}

/** Bare lines carry no signature that could be wrong. */
function isSigned(text: string, { origin, keys }: SignedTree): boolean {
  const note = text.replaceAll('\r\n', '\n').trim();
  if (!note.includes('\n\n')) return true;
  try {
    trustedCheckpoint(`${note}\n`, { origin, log: keys });
    return true;
  } catch (error) {
    if (error instanceof Malformed || error instanceof Refuted) return false;
    throw error;
  }
}
