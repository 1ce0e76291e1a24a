import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  Malformed,
  multiproof,
  parseTilePath,
  rootAt,
  rootFromMultiproof,
  sameBytes,
  tileNodes,
  tilePath,
  tilesAdded,
  tilesOf,
  TileWriter,
  TreeHasher,
  verifyConsistency,
  verifyInclusion,
  type Hash,
  type Tile,
} from './index.js';
import * as twin from './reference/index.js';

const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const hexes = (list: readonly Uint8Array[]) => list.map(hex);
const leafBytes = (i: number) => Buffer.from(`leaf ${i}`);

/** A tree of tiles in memory, with whatever partial tiles its last size needs. */
function grown(size: number) {
  const stored = new Map<string, Uint8Array>();
  const writer = new TileWriter(sha256, (tile, bytes) => stored.set(tilePath(tile), bytes));
  const leaves = Array.from({ length: size }, (_, i) => leafBytes(i));
  leaves.forEach((leaf) => writer.add(leafHash(sha256, leaf)));
  for (const { tile, bytes } of writer.partialTiles()) stored.set(tilePath(tile), bytes);
  const store = (tile: Tile) => stored.get(tilePath(tile))!;
  return { leaves, stored, store, writer, nodes: tileNodes(sha256, store, size) };
}

describe('tiles', () => {
  it.each([
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 273, width: 112 }, 'tile/0/273.p/112'],
    [{ level: 3, index: 0, width: 1 }, 'tile/3/000.p/1'],
    [{ level: 63, index: 1_000, width: 256 }, 'tile/63/x001/000'],
  ])('%j lie at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each(['tile/0/1', 'tile/00/001', 'tile/64/001', 'tile/0/x000/001', 'tile/0/001.p/0', 'tile/0/001.p/256', 'tile/0/001.p/01', 'tile/0/001/', '/tile/0/001'])(
    'do not lie at %s',
    (path) => expect(() => parseTilePath(path)).toThrow(Malformed),
  );

  it('are those that the specification counts for 70,000 leaves', () => {
    const count = (level: number, width: number) => tilesOf(70_000).filter((tile) => tile.level === level && tile.width === width).length;
    expect([count(0, 256), count(0, 112), count(1, 256), count(1, 17), count(2, 1)]).toEqual([273, 1, 1, 1, 1]);
    expect(tilesOf(70_000)).toHaveLength(277);
    expect(tilesOf(256)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
  });

  it('of a growing tree are written once each', () => {
    expect(tilesAdded(300, 513)).toEqual([
      { level: 0, index: 1, width: 256 },
      { level: 0, index: 2, width: 1 },
      { level: 1, index: 0, width: 2 },
    ]);
    expect(tilesAdded(300, 300)).toEqual([]);
  });

  it('hold what the twin says, and the writer resumes from them at any size', () => {
    const { leaves, stored, store, writer } = grown(1_300);
    expect([...stored.keys()].sort()).toEqual(tilesOf(1_300).map(tilePath).sort());
    const mth = twin.rangesOf(sha256, leaves);
    for (const tile of tilesOf(1_300)) expect(hex(stored.get(tilePath(tile))!)).toBe(hexes(twin.tile(mth, tile)).join(''));
    const resumed = TileWriter.resume(sha256, 1_300, store);
    const tree = new TreeHasher(sha256);
    leaves.forEach((leaf) => tree.add(leaf));
    for (let i = 1_300; i < 1_600; i++) {
      expect(hex(resumed.root())).toBe(hex(tree.root()));
      [writer, resumed].forEach((each) => each.add(leafHash(sha256, leafBytes(i))));
      tree.add(leafBytes(i));
    }
    expect(hex(writer.root())).toBe(hex(tree.root()));
  });

  it('cut short or missing are refused', () => {
    const { store } = grown(300);
    expect(() => tileNodes(sha256, (tile) => store(tile).subarray(1), 300)(0, 1)).toThrow(Malformed);
    expect(() => tileNodes(sha256, store, 300)(0, 300)).toThrow(Malformed);
  });

  it('serve smaller sizes from fuller tiles, with any memory', () => {
    const { leaves, store } = grown(700);
    for (const size of [1, 255, 256, 257, 513, 699]) {
      const nodes = tileNodes(sha256, (tile) => store({ ...tile, width: Math.min(256, Math.floor(700 / 256 ** tile.level) - tile.index * 256) }), size, {
        tilesMax: 1,
      });
      expect(hex(rootAt(sha256, nodes, size))).toBe(hex(twin.merkleTreeHash(sha256, leaves.slice(0, size))));
    }
  });
});

describe('proofs', () => {
  const SIZE = 300;
  const { leaves, nodes } = grown(SIZE);
  const hashes = leaves.map((leaf) => leafHash(sha256, leaf));
  const mth = twin.rangesOf(sha256, leaves);
  const roots = Array.from({ length: SIZE + 1 }, (_, size) => rootAt(sha256, nodes, size));

  it('of inclusion verify for every leaf of every tree up to 300', () => {
    for (let size = 1; size <= SIZE; size++)
      for (let index = 0; index < size; index++) {
        const path = inclusionProof(sha256, nodes, index, size);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)) + 1);
        if (!verifyInclusion(sha256, { index, size, leaf: hashes[index]!, path }, roots[size]!)) throw new Error(`leaf ${index} of ${size}`);
      }
  });

  it('of consistency verify for every pair of sizes up to 300', () => {
    for (let to = 0; to <= SIZE; to++)
      for (let from = 0; from <= to; from++) {
        const path = consistencyProof(sha256, nodes, from, to);
        if (!verifyConsistency(sha256, { from, to, fromRoot: roots[from]!, toRoot: roots[to]!, path })) throw new Error(`${from} to ${to}`);
      }
  });

  it('are the twin’s, for every pair', () => {
    for (let size = 1; size <= SIZE; size++) {
      for (let m = 0; m < size; m++) {
        const inclusion = inclusionProof(sha256, nodes, m, size);
        const consistency = consistencyProof(sha256, nodes, m, size);
        if (hexes(inclusion).join() !== hexes(twin.path(mth, m, [0, size])).join()) throw new Error(`inclusion ${m} of ${size}`);
        if (hexes(consistency).join() !== hexes(twin.proof(mth, m, size)).join()) throw new Error(`consistency ${m} to ${size}`);
      }
    }
  });

  it('for many leaves are the twin’s, verify, and bear nothing left over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.uniqueArray(fc.nat(199), { minLength: 1, maxLength: 30 }), (size, drawn) => {
        const indices = [...new Set(drawn.map((i) => i % size))].sort((a, b) => a - b);
        const path = multiproof(sha256, nodes, indices, size);
        const placed = indices.map((index) => ({ index, leaf: hashes[index]! }));
        expect(hexes(path)).toEqual(hexes(twin.manyPaths(mth, indices, [0, size])));
        expect(sameBytes(rootFromMultiproof(sha256, placed, size, path)!, roots[size]!)).toBe(true);
        expect(rootFromMultiproof(sha256, placed, size, [...path, hashes[0]!])).toBeUndefined();
        expect(rootFromMultiproof(sha256, [...placed].reverse(), size, path) === undefined).toBe(placed.length > 1);
      }),
      { numRuns: 100 },
    );
  });

  it('are not made for what is not there', () => {
    expect(() => inclusionProof(sha256, nodes, 300, 300)).toThrow(Malformed);
    expect(() => inclusionProof(sha256, nodes, 299, 301)).toThrow(Malformed);
    expect(() => consistencyProof(sha256, nodes, 2, 1)).toThrow(Malformed);
    expect(() => multiproof(sha256, nodes, [], 3)).toThrow(Malformed);
    expect(() => multiproof(sha256, nodes, [1, 1], 3)).toThrow(Malformed);
  });

  it('cut at another place than between hashes fail', () => {
    const path = multiproof(sha256, nodes, [3], 4);
    const [left, right] = multiproof(sha256, nodes, [0], 4);
    expect(hexes(path)).toHaveLength(2);
    const shifted = [Buffer.concat([left!, right!.subarray(0, 1)]), right!.subarray(1)];
    expect(rootFromMultiproof(sha256, [{ index: 0, leaf: hashes[0]! }], 4, shifted)).toBeUndefined();
    expect(verifyInclusion(sha256, { index: 0, size: 4, leaf: hashes[0]!, path: shifted }, roots[4]!)).toBe(false);
  });
});
