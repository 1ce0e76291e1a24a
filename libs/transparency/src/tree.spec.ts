import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { leafHash, nodeHash, TreeHasher, type Hash } from './index.js';
import { merkleTreeHash } from './reference/index.js';

const sha256: Hash = (bytes) => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const rootOf = (leaves: readonly Uint8Array[]) => {
  const tree = new TreeHasher(sha256);
  leaves.forEach((leaf) => tree.add(leaf));
  return hex(tree.root());
};

describe('the tree hash of RFC 6962', () => {
  const vectors = JSON.parse(readFileSync(join(__dirname, '../../../test/fixtures/vectors/rfc6962-eight-leaves.json'), 'utf8')) as {
    leavesHex: string[];
    roots: string[];
  };
  const leaves = vectors.leavesHex.map((text) => Buffer.from(text, 'hex'));

  it.each(vectors.roots.map((root, size) => ({ size, root })))('has the published root at $size leaves', ({ size, root }) => {
    expect(rootOf(leaves.slice(0, size))).toBe(root);
    expect(hex(merkleTreeHash(sha256, leaves.slice(0, size)))).toBe(root);
  });

  it('can be asked for its root after every leaf', () => {
    const tree = new TreeHasher(sha256);
    const roots = [hex(tree.root()), ...leaves.map((leaf) => (tree.add(leaf), hex(tree.root())))];
    expect(roots).toEqual(vectors.roots);
    expect(tree.size).toBe(leaves.length);
  });

  it('is the same incremental and recursive, for any leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 140 }), (some) => rootOf(some) === hex(merkleTreeHash(sha256, some))),
      { numRuns: 300 },
    );
  });

  it('takes leaves that were hashed already', () => {
    const tree = new TreeHasher(sha256);
    leaves.forEach((leaf) => tree.addLeafHash(leafHash(sha256, leaf)));
    expect(hex(tree.root())).toBe(vectors.roots.at(-1));
  });

  it('changes with any byte, any order and any omission', () => {
    const some = fc.array(fc.uint8Array({ minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(some, fc.nat(), (list, n) => {
        const at = n % list.length;
        const changed = list.map((leaf, i) => (i === at ? leaf.map((byte, j) => (j === 0 ? byte ^ 1 : byte)) : leaf));
        const omitted = list.filter((_, i) => i !== at);
        return new Set([rootOf(list), rootOf(changed), rootOf(omitted)]).size === 3;
      }),
      { numRuns: 200 },
    );
  });

  it('never takes a node for a leaf', () => {
    const [left, right] = [leafHash(sha256, leaves[1]!), leafHash(sha256, leaves[2]!)];
    expect(hex(leafHash(sha256, Buffer.concat([left, right])))).not.toBe(hex(nodeHash(sha256, left, right)));
  });
});
