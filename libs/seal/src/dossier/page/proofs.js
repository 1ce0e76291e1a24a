// Part of the page that verifies itself: canonical JSON (RFC 8785), the tree (RFC 6962) and the map of subjects (docs/dossier-format.md).
'use strict';
{
  const { same, joined, u64, sha256, utf8 } = globalThis.Zelian;
  const DEPTH_MAX = 64;
  function scalar(value) {
    const isOdd = typeof value === 'number' ? !Number.isSafeInteger(value) || Object.is(value, -0) : typeof value === 'string' && !value.isWellFormed();
    if (isOdd) throw new Error('number or lone surrogate');
    return JSON.stringify(value);
  }
  function canonical(value, depth = 0) {
    if (depth > DEPTH_MAX) throw new Error('too deep');
    if (typeof value !== 'object' || value === null) return scalar(value);
    if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
    const members = Object.keys(value)
      .sort()
      .map((key) => `${canonical(key)}:${canonical(value[key], depth + 1)}`);
    return `{${members.join(',')}}`;
  }
  /** The document, only if these bytes are the one way to write it: what JSON.parse lets through would be written otherwise. */
  function readCanonical(bytes, end = '') {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    if (canonical(value) + end !== text) throw new Error('not canonical');
    return value;
  }

  const leafHash = (bytes) => sha256(joined(Uint8Array.of(0), bytes));
  const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));
  function splitOf(size) {
    let half = 1;
    while (half * 2 < size) half *= 2;
    return half;
  }
  /** The root from leaves [position, hash], ascending, and the hashes of all other subtrees; undefined unless all are used. */
  function rootOfMany(leaves, size, path) {
    let [next, used] = [0, 0];
    const walk = (start, end) => {
      if (next === leaves.length || leaves[next][0] >= end) return path[used++];
      if (end - start === 1) return leaves[next++][1];
      const middle = start + splitOf(end - start);
      const left = walk(start, middle);
      const right = left && walk(middle, end);
      return right && nodeHash(left, right);
    };
    const root = walk(0, size);
    return used === path.length ? root : undefined;
  }
  /** RFC 6962, section 2.1.2, folded from the proof's last hash on: old and new root of the subtree [start, end). */
  function consistentRoots(old, oldRoot, size, path) {
    const rest = [...path];
    const take = () => {
      if (rest.length === 0) throw new Error('proof too short');
      return rest.pop();
    };
    const fold = (m, n, isWhole) => {
      if (m === n) {
        const hash = isWhole ? oldRoot : take();
        return [hash, hash];
      }
      const half = splitOf(n);
      if (m <= half) {
        const right = take();
        const [before, after] = fold(m, half, isWhole);
        return [before, nodeHash(after, right)];
      }
      const left = take();
      const [before, after] = fold(m - half, n - half, false);
      return [nodeHash(left, before), nodeHash(left, after)];
    };
    const roots = fold(old, size, true);
    if (rest.length > 0) throw new Error('proof too long');
    return roots;
  }
  function isConsistent(from, to, path) {
    if (from.size === to.size) return path.length === 0 && same(from.root, to.root);
    if (from.size === 0) return path.length === 0 && same(from.root, sha256(new Uint8Array(0)));
    try {
      const [before, after] = consistentRoots(from.size, from.root, to.size, path);
      return same(before, from.root) && same(after, to.root);
    } catch {
      // A proof of another length proves nothing.
      return false;
    }
  }

  const EMPTY = new Uint8Array(32);
  const bitOf = (bytes, at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1;
  const mapLeaf = (key, count, head) => sha256(joined(Uint8Array.of(0x20), key, u64(count), head));
  const mapNode = (left, right) => (same(left, EMPTY) && same(right, EMPTY) ? EMPTY : sha256(joined(Uint8Array.of(0x21), left, right)));
  function sharedBits(a, b) {
    let bits = 0;
    while (bits < 256 && bitOf(a, bits) === bitOf(b, bits)) bits++;
    return bits;
  }
  /** As many siblings as the bitmap has bits, all above the depth, none of them empty. */
  function isTold(depth, bitmap, siblings) {
    const there = Array.from({ length: bitmap.length * 8 }, (_, i) => i).filter((i) => bitOf(bitmap, i) === 1);
    return there.length === siblings.length && there.every((i) => i < depth) && !siblings.some((hash) => same(hash, EMPTY));
  }
  function readSubjectProof(bytes) {
    const [kind, high, low] = bytes;
    const depth = high * 256 + low;
    const start = 3 + Math.ceil(depth / 8);
    const end = bytes.length - (kind === 1 ? 72 : 0);
    if (!(kind <= 1) || !(depth <= 256) || end < start || (end - start) % 32 !== 0) throw new Error('subject proof');
    const bitmap = bytes.slice(3, start);
    const siblings = Array.from({ length: (end - start) / 32 }, (_, i) => bytes.slice(start + i * 32, start + i * 32 + 32));
    const other = kind === 1 ? readOther(bytes.slice(end)) : undefined;
    if (!isTold(depth, bitmap, siblings)) throw new Error('subject proof');
    return { depth, bitmap, siblings, other };
  }
  function readOther(bytes) {
    const count = bytes.slice(32, 40).reduce((value, byte) => value * 256 + byte, 0);
    if (count < 1 || !Number.isSafeInteger(count)) throw new Error('subject proof');
    return { key: bytes.slice(0, 32), count, head: bytes.slice(40) };
  }
  /** Where the fold begins: the subject's own leaf, another's at the same place, or nothing there. */
  function startOf(key, entries, { depth, other }) {
    if (entries.length > 0) {
      if (other) return undefined;
      const head = entries.reduce((before, [position, leaf]) => sha256(joined(Uint8Array.of(0x22), before, u64(position), leaf)), key);
      return mapLeaf(key, entries.length, head);
    }
    if (!other) return EMPTY;
    const shared = sharedBits(other.key, key);
    return shared >= depth && shared < 256 ? mapLeaf(other.key, other.count, other.head) : undefined;
  }
  function mapRoot(key, entries, proof) {
    const { depth, bitmap, siblings, other } = proof;
    const top = entries.length > 0 || other ? 32 : 0;
    if (depth !== top && !(depth > top && bitOf(bitmap, depth - 1) === 1)) return undefined;
    let node = startOf(key, entries, proof);
    let used = 0;
    for (let level = depth; node && level > 0; level--) {
      const sibling = bitOf(bitmap, level - 1) === 1 ? siblings[used++] : EMPTY;
      node = bitOf(key, level - 1) === 0 ? mapNode(node, sibling) : mapNode(sibling, node);
    }
    return node;
  }
  const subjectKey = (origin, subject) => sha256(utf8(`ledger.index.v1/key\n${origin}\n${subject}`));
  Object.assign(globalThis.Zelian, { canonical, readCanonical, leafHash, rootOfMany, isConsistent, readSubjectProof, mapRoot, subjectKey });
}
