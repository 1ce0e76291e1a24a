/** A hash function, injected: this library imports nothing, so that the same code verifies in a browser or under another suite. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** RFC 6962, section 2.1: the prefixes keep a leaf from ever passing as a node (second preimages). */
const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** H(0x00 ‖ bytes). */
export function leafHash(hash: Hash, bytes: Uint8Array): Uint8Array {
  const input = new Uint8Array(bytes.length + 1);
  input[0] = LEAF_PREFIX;
  input.set(bytes, 1);
  return hash(input);
}

/** H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = NODE_PREFIX;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return hash(input);
}

/** The root of the tree without leaves: H(""). */
export const emptyHash = (hash: Hash): Uint8Array => hash(new Uint8Array(0));
