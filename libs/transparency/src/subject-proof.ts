import { areHashes, HASH_LENGTH, joined, readU64, u64 } from './bytes.js';
import type { Hash } from './hash.js';
import { Malformed } from './malformed.js';
import { bitAt, DEPTH_MIN, EMPTY_NODE, isEmptyNode, listHead, mapLeaf, mapNode, sharedBits } from './subject-hash.js';

/** One event of a subject's list: its position in the log and its leaf hash. */
export type ListEntry = Readonly<{ position: number; leaf: Uint8Array }>;
/** What the map holds of one subject. */
export type MapEntry = Readonly<{ key: Uint8Array; count: number; head: Uint8Array }>;
/**
 * The way from a subject's place in the map to its root. `depth` siblings in all, from the deepest up; bit i of the bitmap (most significant first) says
 * whether the sibling at depth i + 1 is there, an absent one is E. `other`: the subject that has the place where the asked one would have to be.
 */
export type SubjectProof = Readonly<{ depth: number; bitmap: Uint8Array; siblings: readonly Uint8Array[]; other?: MapEntry }>;
/** A claim to check: the subject's whole list (empty = nothing was ever recorded about it) and the proof for it. */
export type SubjectClaim = Readonly<{ key: Uint8Array; entries: readonly ListEntry[]; proof: SubjectProof }>;

const DEPTH_MAX = HASH_LENGTH * 8;
/** Key, count and head. */
const OTHER_LENGTH = 2 * HASH_LENGTH + 8;

/**
 * The root of the map in which the claim holds; none when the proof is not the one canonical proof: depth too small, or deeper than the siblings call for, bits
 * beyond it, E among the siblings, one missing or left over, another's leaf where none belongs.
 */
export function rootFromSubjectProof(hash: Hash, { key, entries, proof }: SubjectClaim): Uint8Array | undefined {
  if (key.length !== HASH_LENGTH || !isCanonical(proof) || !isAtItsDepth(proof, entries.length > 0 || proof.other !== undefined)) return undefined;
  const start = terminal(hash, { key, entries, proof });
  if (!start) return undefined;
  let [node, used] = [start, 0];
  for (let depth = proof.depth; depth > 0; depth--) {
    const sibling = bitAt(proof.bitmap, depth - 1) === 1 ? proof.siblings[used++]! : EMPTY_NODE;
    node = bitAt(key, depth - 1) === 0 ? mapNode(hash, node, sibling) : mapNode(hash, sibling, node);
  }
  return node;
}

/** The head of a list, from its key on; none when positions do not ascend. */
export function listHeadOf(hash: Hash, key: Uint8Array, entries: readonly ListEntry[]): Uint8Array | undefined {
  let [head, last] = [key, -1];
  for (const { position, leaf } of entries) {
    if (!Number.isSafeInteger(position) || position <= last || leaf.length !== HASH_LENGTH) return undefined;
    head = listHead(hash, head, position, leaf);
    last = position;
  }
  return head;
}

function terminal(hash: Hash, { key, entries, proof: { depth, other } }: SubjectClaim): Uint8Array | undefined {
  if (entries.length === 0) {
    if (!other) return EMPTY_NODE;
    const shared = sharedBits(other.key, key);
    // The other one has this place only if both keys lead to it, and it lies no deeper than its own leaf must.
    return shared >= depth && shared < DEPTH_MAX ? mapLeaf(hash, other.key, other.count, other.head) : undefined;
  }
  const head = other ? undefined : listHeadOf(hash, key, entries);
  return head && mapLeaf(hash, key, entries.length, head);
}

/** A leaf sits at the minimum depth, or where its prefix is first its own; an empty half begins where another subject turned off. */
function isAtItsDepth({ depth, bitmap }: SubjectProof, isLeaf: boolean): boolean {
  const top = isLeaf ? DEPTH_MIN : 0;
  return depth === top || (depth > top && bitAt(bitmap, depth - 1) === 1);
}

function isCanonical({ depth, bitmap, siblings, other }: SubjectProof): boolean {
  if (!Number.isInteger(depth) || depth < 0 || depth > DEPTH_MAX || bitmap.length !== Math.ceil(depth / 8)) return false;
  const set = Array.from({ length: bitmap.length * 8 }, (_, i) => i).filter((i) => bitAt(bitmap, i) === 1);
  if (set.length !== siblings.length || set.some((i) => i >= depth)) return false;
  return areHashes(siblings) && !siblings.some(isEmptyNode) && (!other || isEntry(other));
}

const isEntry = ({ key, count, head }: MapEntry): boolean => areHashes([key, head]) && Number.isSafeInteger(count) && count > 0;

/** The proof's bytes: `other` there (1) or not (0), u16 depth, bitmap, siblings, then the other's key, u64 count and head. */
export function encodeSubjectProof({ depth, bitmap, siblings, other }: SubjectProof): Uint8Array {
  const tail = other ? [other.key, u64(other.count), other.head] : [];
  return joined(new Uint8Array([other ? 1 : 0, depth >> 8, depth & 255]), bitmap, ...siblings, ...tail);
}

/** @throws Malformed on anything that `encodeSubjectProof` would not write for a canonical proof */
export function decodeSubjectProof(bytes: Uint8Array): SubjectProof {
  const [kind, high, low] = bytes;
  if (low === undefined || kind! > 1) throw new Malformed('subject-proof');
  const depth = high! * 256 + low;
  const start = 3 + Math.ceil(depth / 8);
  const end = bytes.length - (kind === 1 ? OTHER_LENGTH : 0);
  if (end < start || (end - start) % HASH_LENGTH !== 0) throw new Malformed('subject-proof');
  const at = (place: number): Uint8Array => bytes.slice(place, place + HASH_LENGTH);
  const siblings = Array.from({ length: (end - start) / HASH_LENGTH }, (_, i) => at(start + i * HASH_LENGTH));
  const own: SubjectProof = { depth, bitmap: bytes.slice(3, start), siblings };
  const proof = kind === 1 ? { ...own, other: { key: at(end), count: readU64(bytes, end + HASH_LENGTH), head: at(end + HASH_LENGTH + 8) } } : own;
  if (!isCanonical(proof)) throw new Malformed('subject-proof');
  return proof;
}
