import { HASH_LENGTH, joined, utf8, writeU64 } from './bytes.js';
import type { Hash } from './hash.js';

/** E: what stands for a half of the map without subjects. */
export const EMPTY_NODE: Uint8Array = new Uint8Array(HASH_LENGTH);
/** With no minimum depth most absence proofs would expose another subject's key; with 32 bits hardly any does. */
export const DEPTH_MIN = 32;

const KEY_LABEL = utf8('ledger.index.v1/key');
const LINE_FEED = new Uint8Array([0x0a]);
const LEAF_PREFIX = 0x20;
const NODE_PREFIX = 0x21;
const LIST_PREFIX = 0x22;

/** Inputs of a fixed length, built in place: the map hashes some forty times per event. */
const pair = new Uint8Array(1 + 2 * HASH_LENGTH);
const counted = new Uint8Array(1 + 2 * HASH_LENGTH + 8);

/** key = S("ledger.index.v1/key" ‖ LF ‖ origin ‖ LF ‖ subject id). */
export const subjectKey = (hash: Hash, origin: string, subject: string): Uint8Array =>
  hash(joined(KEY_LABEL, LINE_FEED, utf8(origin), LINE_FEED, utf8(subject)));

/** hᵢ = S(0x22 ‖ hᵢ₋₁ ‖ u64be pᵢ ‖ L(pᵢ)); the list begins with the key. */
export const listHead = (hash: Hash, previous: Uint8Array, position: number, leaf: Uint8Array): Uint8Array =>
  hashCounted(hash, LIST_PREFIX, [previous, position, leaf]);

/** S(0x20 ‖ key ‖ u64be count ‖ head). */
export const mapLeaf = (hash: Hash, key: Uint8Array, count: number, head: Uint8Array): Uint8Array => hashCounted(hash, LEAF_PREFIX, [key, count, head]);

function hashCounted(hash: Hash, prefix: number, [first, number, second]: readonly [Uint8Array, number, Uint8Array]): Uint8Array {
  counted[0] = prefix;
  counted.set(first, 1);
  writeU64(counted, 1 + HASH_LENGTH, number);
  counted.set(second, 1 + HASH_LENGTH + 8);
  return hash(counted);
}

/** E if both are E, else S(0x21 ‖ left ‖ right). */
export function mapNode(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (isEmptyNode(left) && isEmptyNode(right)) return EMPTY_NODE;
  pair[0] = NODE_PREFIX;
  pair.set(left, 1);
  pair.set(right, 1 + HASH_LENGTH);
  return hash(pair);
}

export function isEmptyNode(node: Uint8Array): boolean {
  for (let i = 0; i < HASH_LENGTH; i++) if (node[i] !== 0) return false;
  return true;
}

/** The bit of a key at a depth, most significant first: 0 = left. */
export const bitAt = (key: Uint8Array, depth: number, start = 0): number => (key[start + (depth >> 3)]! >> (7 - (depth & 7))) & 1;

/** How many leading bits two keys share: 256 when they are equal. */
export function sharedBits(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < HASH_LENGTH; i++) {
    const difference = a[i]! ^ b[i]!;
    if (difference !== 0) return i * 8 + Math.clz32(difference) - 24;
  }
  return HASH_LENGTH * 8;
}
