import { emptyHash, leafHash, nodeHash, type Hash } from '../hash.js';

/** RFC 6962, section 2.1, word for word: slow and obvious, the twin that the incremental tree is tested against. */
export function merkleTreeHash(hash: Hash, leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyHash(hash);
  if (leaves.length === 1) return leafHash(hash, leaves[0]!);
  // k is the largest power of two smaller than n.
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(hash, merkleTreeHash(hash, leaves.slice(0, k)), merkleTreeHash(hash, leaves.slice(k)));
}
