import { HASH_LENGTH } from './bytes.js';
import type { Hash } from './hash.js';
import { Malformed } from './malformed.js';
import { bitAt, DEPTH_MIN, EMPTY_NODE, listHead, mapLeaf, mapNode, sharedBits, subjectKey } from './subject-hash.js';
import type { ListEntry, SubjectProof } from './subject-proof.js';

/** A leaf i is i, a branch b is ~b. */
type Ref = number;
/** Siblings met on the way down: at which depth, and its hash. */
type Met = { depth: number; hash: Uint8Array }[];

const FIRST_CAPACITY = 1_024;
/** No leaf hangs below this yet. */
const NONE = 0x7fffffff;

const at = (bytes: Uint8Array, i: number): Uint8Array => bytes.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH);

/**
 * Which events are about which subject, as one root (`indexRoot`). Flat columns, no object per subject: some 16 MB for 10^5 of them. Only branches are kept:
 * each leaf and branch remembers its hash raised to just below the branch above it, so that a change hashes one path, and many changes hash what they share
 * once, when the root is asked for.
 */
export class SubjectMap {
  private capacity = FIRST_CAPACITY;
  private leaves = 0;
  private root_: Ref = NONE;
  private lastPosition = -1;

  private keys = new Uint8Array(FIRST_CAPACITY * HASH_LENGTH);
  private heads = new Uint8Array(FIRST_CAPACITY * HASH_LENGTH);
  private counts = new Float64Array(FIRST_CAPACITY);
  private leafHashes = new Uint8Array(FIRST_CAPACITY * HASH_LENGTH);
  private leafStale = new Uint8Array(FIRST_CAPACITY);

  /** Branch i came with leaf i + 1: its children by bit, the depth at which they part, and its raised hash. */
  private children = [new Int32Array(FIRST_CAPACITY), new Int32Array(FIRST_CAPACITY)] as const;
  private depths = new Uint8Array(FIRST_CAPACITY);
  private branchHashes = new Uint8Array(FIRST_CAPACITY * HASH_LENGTH);
  private branchStale = new Uint8Array(FIRST_CAPACITY);

  constructor(
    private readonly hash: Hash,
    private readonly origin: string,
  ) {}

  /** How many subjects it knows. */
  get subjects(): number {
    return this.leaves;
  }

  /** Puts an event on the list of each of its subjects. @throws Malformed unless positions ascend and subjects differ */
  append(position: number, leaf: Uint8Array, subjects: readonly string[]): void {
    if (new Set(subjects).size !== subjects.length) throw new Malformed('subject-twice');
    this.appendKeys(
      position,
      leaf,
      subjects.map((subject) => subjectKey(this.hash, this.origin, subject)),
    );
  }

  /** The same for whoever hashed the ids already. @throws Malformed unless positions ascend */
  appendKeys(position: number, leaf: Uint8Array, keys: readonly Uint8Array[]): void {
    if (!Number.isSafeInteger(position) || position <= this.lastPosition || leaf.length !== HASH_LENGTH) throw new Malformed('position');
    this.lastPosition = position;
    for (const key of keys) {
      const own = this.leafOf(key);
      const head = at(this.heads, own);
      head.set(listHead(this.hash, head, position, leaf));
      this.counts[own]!++;
    }
  }

  /** A subject's whole list at once, for whoever has lists and no events. @throws Malformed for a subject that it knows already, or positions that do not ascend */
  appendList(subject: string, entries: readonly ListEntry[]): void {
    if (this.count(subject) > 0) throw new Malformed('subject-twice');
    const own = this.leafOf(subjectKey(this.hash, this.origin, subject));
    const head = at(this.heads, own);
    let last = -1;
    for (const { position, leaf } of entries) {
      if (!Number.isSafeInteger(position) || position <= last || leaf.length !== HASH_LENGTH) throw new Malformed('position');
      head.set(listHead(this.hash, head, position, leaf));
      last = position;
    }
    this.counts[own] = entries.length;
  }

  /** How many events it knows about a subject. */
  count(subject: string): number {
    const key = subjectKey(this.hash, this.origin, subject);
    const near = this.nearest(key);
    return near !== NONE && sharedBits(at(this.keys, near), key) === HASH_LENGTH * 8 ? this.counts[near]! : 0;
  }

  /** `indexRoot` over all events so far. */
  root(): Uint8Array {
    return this.root_ === NONE ? EMPTY_NODE : this.fresh(this.root_, 0).slice();
  }

  /** That the subject's list is complete, or that there is none, in the present state. */
  prove(subject: string): SubjectProof {
    this.root();
    const key = subjectKey(this.hash, this.origin, subject);
    const met: Met = [];
    let [ref, top] = [this.root_, 0];
    while (ref < 0 && sharedBits(key, this.keyBelow(ref)) >= this.depths[~ref]!) {
      const depth = this.depths[~ref]!;
      const bit = bitAt(key, depth);
      met.push({ depth: depth + 1, hash: this.hashOf(this.children[1 - bit]![~ref]!) });
      ref = this.children[bit]![~ref]!;
      top = depth + 1;
    }
    return ref === NONE ? proofOf(0, met) : this.ending(key, ref, { top, met });
  }

  /** What stands at the key's place: its own leaf, another's, or an empty half beside whatever turned off above. */
  private ending(key: Uint8Array, ref: Ref, { top, met }: Readonly<{ top: number; met: Met }>): SubjectProof {
    const shared = sharedBits(key, this.keyBelow(ref));
    const depth = Math.max(DEPTH_MIN, top);
    if (ref >= 0 && shared >= depth) {
      if (shared === HASH_LENGTH * 8) return proofOf(depth, met);
      return { ...proofOf(depth, met), other: { key: at(this.keys, ref).slice(), count: this.counts[ref]!, head: at(this.heads, ref).slice() } };
    }
    met.push({ depth: shared + 1, hash: this.computed(ref, shared + 1) });
    return proofOf(shared + 1, met);
  }

  private nearest(key: Uint8Array): Ref {
    let ref = this.root_;
    while (ref < 0) ref = this.children[bitAt(key, this.depths[~ref]!)]![~ref]!;
    return ref;
  }

  /** The leaf of a key, added if need be; all on the way to it becomes stale. */
  private leafOf(key: Uint8Array): number {
    let near = this.root_;
    while (near < 0) {
      this.branchStale[~near] = 1;
      near = this.children[bitAt(key, this.depths[~near]!)]![~near]!;
    }
    const shared = near === NONE ? 0 : sharedBits(at(this.keys, near), key);
    if (near !== NONE) this.leafStale[near] = 1;
    return shared === HASH_LENGTH * 8 ? near : this.insert(key, shared);
  }

  private insert(key: Uint8Array, depth: number): number {
    if (this.leaves === this.capacity) this.grow();
    const own = this.leaves++;
    at(this.keys, own).set(key);
    at(this.heads, own).set(key);
    this.leafStale[own] = 1;
    if (own === 0) this.root_ = 0;
    else this.branchOff(own, key, depth);
    return own;
  }

  /** Parts the edge on which the key leaves the others. */
  private branchOff(own: number, key: Uint8Array, depth: number): void {
    const branch = own - 1;
    let [above, ref] = [NONE, this.root_];
    while (ref < 0 && this.depths[~ref]! < depth) [above, ref] = [~ref, this.children[bitAt(key, this.depths[~ref]!)]![~ref]!];
    const bit = bitAt(key, depth);
    this.depths[branch] = depth;
    this.branchStale[branch] = 1;
    this.children[bit]![branch] = own;
    this.children[1 - bit]![branch] = ref;
    if (above === NONE) this.root_ = ~branch;
    else this.children[bitAt(key, this.depths[above]!)]![above] = ~branch;
  }

  private hashOf(ref: Ref): Uint8Array {
    return ref < 0 ? at(this.branchHashes, ~ref) : at(this.leafHashes, ref);
  }

  /** A subtree's hash at the depth where it hangs, computed again only if something below changed. */
  private fresh(ref: Ref, top: number): Uint8Array {
    const stale = ref < 0 ? this.branchStale : this.leafStale;
    const i = ref < 0 ? ~ref : ref;
    if (stale[i] === 1) {
      this.hashOf(ref).set(this.computed(ref, top));
      stale[i] = 0;
    }
    return this.hashOf(ref);
  }

  /** A subtree's hash raised to a depth at or above its own. */
  private computed(ref: Ref, top: number): Uint8Array {
    const key = this.keyBelow(ref);
    if (ref >= 0) return this.raised(mapLeaf(this.hash, key, this.counts[ref]!, at(this.heads, ref)), key, [Math.max(DEPTH_MIN, top), top]);
    const depth = this.depths[~ref]!;
    const [left, right] = [this.fresh(this.children[0][~ref]!, depth + 1), this.fresh(this.children[1][~ref]!, depth + 1)];
    return this.raised(mapNode(this.hash, left, right), key, [depth, top]);
  }

  private raised(node: Uint8Array, key: Uint8Array, [from, to]: readonly [number, number]): Uint8Array {
    let hash = node;
    for (let depth = from; depth > to; depth--)
      hash = bitAt(key, depth - 1) === 0 ? mapNode(this.hash, hash, EMPTY_NODE) : mapNode(this.hash, EMPTY_NODE, hash);
    return hash;
  }

  /** Any key below: all agree on the bits above the branch. */
  private keyBelow(ref: Ref): Uint8Array {
    return at(this.keys, ref < 0 ? ~ref + 1 : ref);
  }

  private grow(): void {
    this.capacity *= 2;
    const bytes = (column: Uint8Array): Uint8Array<ArrayBuffer> => {
      const grown = new Uint8Array(column.length * 2);
      grown.set(column);
      return grown;
    };
    const links = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(column.length * 2);
      grown.set(column);
      return grown;
    };
    const counts = new Float64Array(this.capacity);
    counts.set(this.counts);
    this.counts = counts;
    this.keys = bytes(this.keys);
    this.heads = bytes(this.heads);
    this.leafHashes = bytes(this.leafHashes);
    this.leafStale = bytes(this.leafStale);
    this.branchHashes = bytes(this.branchHashes);
    this.branchStale = bytes(this.branchStale);
    this.depths = bytes(this.depths);
    this.children = [links(this.children[0]), links(this.children[1])];
  }
}

/** Siblings were met from the top; a proof holds them from the deepest up. */
function proofOf(depth: number, met: Met): SubjectProof {
  const bitmap = new Uint8Array(Math.ceil(depth / 8));
  for (const { depth: below } of met) bitmap[(below - 1) >> 3]! |= 128 >> ((below - 1) & 7);
  return { depth, bitmap, siblings: met.map(({ hash }) => hash.slice()).reverse() };
}
