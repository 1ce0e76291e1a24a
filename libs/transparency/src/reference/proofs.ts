import type { Hash } from '../hash.js';
import { merkleTreeHash } from './tree.js';

type Leaves = readonly Uint8Array[];
/** MTH(D[start:end]). */
export type RangeHash = (start: number, end: number) => Uint8Array;
/** The leaves [start, end). */
type Range = readonly [number, number];

/** MTH over ranges of some leaves; it remembers what it was asked, because all proofs of all trees ask for the same ranges. */
export function rangesOf(hash: Hash, leaves: Leaves): RangeHash {
  const known = new Map<string, Uint8Array>();
  return (start, end) => {
    const key = `${start}:${end}`;
    const root = known.get(key) ?? merkleTreeHash(hash, leaves.slice(start, end));
    known.set(key, root);
    return root;
  };
}

function middleOf([start, end]: Range): number {
  let k = 1;
  while (k * 2 < end - start) k *= 2;
  return start + k;
}

/** PATH(m, D[n]) of RFC 6962, section 2.1.1, word for word. */
export function path(mth: RangeHash, m: number, [start, end]: Range): readonly Uint8Array[] {
  if (end - start === 1) return [];
  const middle = middleOf([start, end]);
  return m < middle ? [...path(mth, m, [start, middle]), mth(middle, end)] : [...path(mth, m, [middle, end]), mth(start, middle)];
}

/** PROOF(m, D[n]) of RFC 6962, section 2.1.2, word for word. */
export const proof = (mth: RangeHash, m: number, n: number): readonly Uint8Array[] => (m === 0 ? [] : subproof(mth, m, [0, n]));

function subproof(mth: RangeHash, m: number, [start, end]: Range): readonly Uint8Array[] {
  // b of the RFC: what begins at leaf 0 and ends at m is the old tree itself.
  if (m === end) return start === 0 ? [] : [mth(start, end)];
  const middle = middleOf([start, end]);
  return m <= middle ? [...subproof(mth, m, [start, middle]), mth(middle, end)] : [...subproof(mth, m, [middle, end]), mth(start, middle)];
}

/** One hash for every largest subtree without a wanted leaf, from left to right. */
export function manyPaths(mth: RangeHash, wanted: readonly number[], [start, end]: Range): readonly Uint8Array[] {
  if (!wanted.some((index) => index >= start && index < end)) return [mth(start, end)];
  if (end - start === 1) return [];
  const middle = middleOf([start, end]);
  return [...manyPaths(mth, wanted, [start, middle]), ...manyPaths(mth, wanted, [middle, end])];
}

/** Tile n at level l of c2sp.org/tlog-tiles: MTH(D[(n · 256 + i) · 256^l : (n · 256 + i + 1) · 256^l]) for i from 0. */
export function tile(mth: RangeHash, { level, index, width }: Readonly<{ level: number; index: number; width: number }>): readonly Uint8Array[] {
  const span = 256 ** level;
  return Array.from({ length: width }, (_, i) => mth((index * 256 + i) * span, (index * 256 + i + 1) * span));
}
