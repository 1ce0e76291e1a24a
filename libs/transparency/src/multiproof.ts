import { areHashes } from './bytes.js';
import { nodeHash, type Hash } from './hash.js';
import { Malformed } from './malformed.js';
import { rangeRoot, splitOf, type Nodes } from './nodes.js';

/** A leaf by its place and hash. */
export type PlacedLeaf = Readonly<{ index: number; leaf: Uint8Array }>;

const isAscending = (indices: readonly number[], size: number): boolean =>
  indices.every((index, i) => Number.isSafeInteger(index) && index >= 0 && index < size && (i === 0 || index > indices[i - 1]!));

/**
 * One proof for many leaves of a tree: from left to right the root of every largest subtree that holds none of them. There is exactly one such proof.
 * @throws Malformed unless the indices ascend, lie in the tree and are at least one
 */
export function multiproof(hash: Hash, nodes: Nodes, indices: readonly number[], size: number): Uint8Array[] {
  if (indices.length === 0 || !isAscending(indices, size)) throw new Malformed('leaves');
  const path: Uint8Array[] = [];
  let next = 0;
  const visit = (start: number, end: number): void => {
    if (next === indices.length || indices[next]! >= end) path.push(rangeRoot(hash, nodes, start, end));
    else if (end - start === 1) next++;
    else {
      const middle = start + splitOf(end - start);
      visit(start, middle);
      visit(middle, end);
    }
  };
  visit(0, size);
  return path;
}

/** The root that leaves and proof lead to; none when leaves do not ascend, a hash is missing or one is left over. */
export function rootFromMultiproof(hash: Hash, leaves: readonly PlacedLeaf[], size: number, path: readonly Uint8Array[]): Uint8Array | undefined {
  const indices = leaves.map(({ index }) => index);
  if (leaves.length === 0 || !isAscending(indices, size) || !areHashes(path) || !areHashes(leaves.map(({ leaf }) => leaf))) return undefined;
  let [next, used] = [0, 0];
  const visit = (start: number, end: number): Uint8Array | undefined => {
    if (next === leaves.length || leaves[next]!.index >= end) return path[used++];
    if (end - start === 1) return leaves[next++]!.leaf;
    const middle = start + splitOf(end - start);
    const left = visit(start, middle);
    const right = left && visit(middle, end);
    return right && nodeHash(hash, left, right);
  };
  const root = visit(0, size);
  return used === path.length ? root : undefined;
}
