/**
 * A hash function, injected: this library imports nothing, so that the same code verifies in a browser or under another suite. It keeps nothing of its input,
 * whose memory is used again.
 */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** RFC 6962, section 2.1: the prefixes keep a leaf from ever passing as a node (second preimages). */
const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** Memory for inputs: a fresh array for each leaf and node of a log would cost as much as hashing it. */
let scratch = new Uint8Array(4_096);
/** Nearly every node is of two hashes of 32 bytes. */
const HASH_LENGTH = 32;
const pair = new Uint8Array(1 + 2 * HASH_LENGTH);
pair[0] = NODE_PREFIX;

function hashed(hash: Hash, prefix: number, first: Uint8Array, second?: Uint8Array): Uint8Array {
  const end = 1 + first.length;
  const length = end + (second?.length ?? 0);
  if (scratch.length < length) scratch = new Uint8Array(length * 2);
  scratch[0] = prefix;
  scratch.set(first, 1);
  if (second) scratch.set(second, end);
  return hash(scratch.subarray(0, length));
}

/** H(0x00 ‖ bytes). */
export const leafHash = (hash: Hash, bytes: Uint8Array): Uint8Array => hashed(hash, LEAF_PREFIX, bytes);

/** H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_LENGTH || right.length !== HASH_LENGTH) return hashed(hash, NODE_PREFIX, left, right);
  pair.set(left, 1);
  pair.set(right, 1 + HASH_LENGTH);
  return hash(pair);
}

/** The root of the tree without leaves: H(""). */
export const emptyHash = (hash: Hash): Uint8Array => hash(new Uint8Array(0));
