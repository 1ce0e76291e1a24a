import { areHashes, HASH_LENGTH, sameBytes } from './bytes.js';
import { emptyHash, nodeHash, type Hash } from './hash.js';
import { Malformed } from './malformed.js';
import { rangeRoot, splitOf, type Nodes } from './nodes.js';

/** A leaf's hash, where it lies in a tree of which size, and the hashes from its sibling up to the root's child. */
export type Inclusion = Readonly<{ index: number; size: number; leaf: Uint8Array; path: readonly Uint8Array[] }>;
/** That the tree of `to` leaves begins with the tree of `from` leaves. */
export type Consistency = Readonly<{ from: number; to: number; fromRoot: Uint8Array; toRoot: Uint8Array; path: readonly Uint8Array[] }>;

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isOdd = (n: number): boolean => n % 2 === 1;
const halved = (n: number): number => Math.floor(n / 2);

/** PATH(m, D[n]) of RFC 6962, section 2.1.1. @throws Malformed when the tree has no such leaf */
export function inclusionProof(hash: Hash, nodes: Nodes, index: number, size: number): Uint8Array[] {
  if (!isSize(index) || !isSize(size) || index >= size) throw new Malformed('no-such-leaf');
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push(rangeRoot(hash, nodes, middle, end));
      end = middle;
    } else {
      path.push(rangeRoot(hash, nodes, start, middle));
      start = middle;
    }
  }
  return path.reverse();
}

/** The root that the path leads to; none when its length does not fit. */
export function rootFromInclusion(hash: Hash, { index, size, leaf, path }: Inclusion): Uint8Array | undefined {
  if (!isSize(index) || !isSize(size) || index >= size || leaf.length !== HASH_LENGTH || !areHashes(path)) return undefined;
  const sides = siblingSides(index, size - 1, path.length);
  return sides && path.reduce((root, sibling, i) => (sides[i] ? nodeHash(hash, sibling, root) : nodeHash(hash, root, sibling)), leaf);
}

/** On which side each sibling on the way up lies (true = left); none unless there are exactly as many as the way has (RFC 9162, section 2.1.3.2). */
function siblingSides(index: number, lastIndex: number, count: number): readonly boolean[] | undefined {
  const sides: boolean[] = [];
  let at = index;
  let last = lastIndex;
  while (sides.length < count && last > 0) {
    const isLeft = isOdd(at) || at === last;
    sides.push(isLeft);
    // A last node without a right sibling is not hashed until a left one comes.
    const levels = isLeft && at !== 0 ? 1 + trailingZeros(at) : 1;
    at = Math.floor(at / 2 ** levels);
    last = Math.floor(last / 2 ** levels);
  }
  return last === 0 && sides.length === count ? sides : undefined;
}

function trailingZeros(n: number): number {
  let zeros = 0;
  for (let rest = n; !isOdd(rest); rest = halved(rest)) zeros++;
  return zeros;
}

export function verifyInclusion(hash: Hash, inclusion: Inclusion, root: Uint8Array): boolean {
  const found = rootFromInclusion(hash, inclusion);
  return found !== undefined && sameBytes(found, root);
}

/** PROOF(m, D[n]) of RFC 6962, section 2.1.2; nothing to prove from the empty tree, or to the same size. @throws Malformed when `from` > `to` */
export function consistencyProof(hash: Hash, nodes: Nodes, from: number, to: number): Uint8Array[] {
  if (!isSize(from) || !isSize(to) || from > to) throw new Malformed('no-such-size');
  if (from === 0 || from === to) return [];
  const path: Uint8Array[] = [];
  let [start, end] = [0, to];
  while (from !== end) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      path.push(rangeRoot(hash, nodes, middle, end));
      end = middle;
    } else {
      path.push(rangeRoot(hash, nodes, start, middle));
      start = middle;
    }
  }
  // The old root itself is known to whoever asks, unless the old tree goes on to the left of this subtree.
  if (start > 0) path.push(rangeRoot(hash, nodes, start, end));
  return path.reverse();
}

/** RFC 9162, section 2.1.4.2. */
export function verifyConsistency(hash: Hash, { from, to, fromRoot, toRoot, path }: Consistency): boolean {
  if (!isSize(from) || !isSize(to) || from > to || !areHashes([fromRoot, toRoot, ...path])) return false;
  if (from === to) return path.length === 0 && sameBytes(fromRoot, toRoot);
  if (from === 0) return path.length === 0 && sameBytes(fromRoot, emptyHash(hash));
  return foldConsistency(hash, { from, to, fromRoot, toRoot, path });
}

function foldConsistency(hash: Hash, { from, to, fromRoot, toRoot, path }: Consistency): boolean {
  const isPower = Number.isInteger(Math.log2(from));
  const [first, ...rest] = isPower ? [fromRoot, ...path] : path;
  if (first === undefined) return false;
  let [at, last] = [from - 1, to - 1];
  while (isOdd(at)) [at, last] = [halved(at), halved(last)];
  const sides = siblingSides(at, last, rest.length);
  if (!sides) return false;
  let [before, after] = [first, first];
  rest.forEach((sibling, i) => {
    if (sides[i]) before = nodeHash(hash, sibling, before);
    after = sides[i] ? nodeHash(hash, sibling, after) : nodeHash(hash, after, sibling);
  });
  return sameBytes(before, fromRoot) && sameBytes(after, toRoot);
}
