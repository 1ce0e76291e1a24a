import { HASH_LENGTH } from './bytes.js';
import { emptyHash, nodeHash, type Hash } from './hash.js';
import { Malformed } from './malformed.js';
import { readTile, TILE_HEIGHT, TILE_WIDTH, tileWidth, type TileStore } from './tiles.js';

/** The root of the complete subtree over the leaves [index · 2^height, (index + 1) · 2^height). */
export type Nodes = (height: number, index: number) => Uint8Array;

/** 4,096 tiles of leaves are a million leaves; each remembered tile is 16 KiB. */
const TILES_MAX = 4_300;
/** So that level and index make one number: no log has 2^40 tiles in a level. */
const LEVEL_FACTOR = 2 ** 40;

/**
 * Nodes of a tree of this size, read from tiles. Tiles are expanded to all their inner nodes and remembered, the longest unused forgotten first: without that a
 * proof would hash three whole tiles (0.5 ms instead of 0.02 at a million leaves).
 */
export function tileNodes(hash: Hash, store: TileStore, size: number, { tilesMax = TILES_MAX }: Readonly<{ tilesMax?: number }> = {}): Nodes {
  const remembered = new Map<number, Uint8Array>();
  const expandedTile = (level: number, index: number): Uint8Array => {
    const key = level * LEVEL_FACTOR + index;
    const found = remembered.get(key);
    if (found) {
      remembered.delete(key);
      remembered.set(key, found);
      return found;
    }
    const width = tileWidth(size, level, index);
    if (width === 0) throw new Malformed('no-such-node');
    const tile = expanded(hash, readTile(store, { level, index, width }));
    remembered.set(key, tile);
    if (remembered.size > tilesMax) remembered.delete(remembered.keys().next().value!);
    return tile;
  };
  return (height, index) => {
    if ((index + 1) * 2 ** height > size) throw new Malformed('no-such-node');
    const level = Math.floor(height / TILE_HEIGHT);
    const inner = height % TILE_HEIGHT;
    const perTile = TILE_WIDTH >> inner;
    const tile = Math.floor(index / perTile);
    const at = (rowStart(inner) + (index - tile * perTile)) * HASH_LENGTH;
    return expandedTile(level, tile).subarray(at, at + HASH_LENGTH);
  };
}

/** Rows of a tile's nodes lie one behind the other: 256 hashes, then 128, 64 … 2. */
const rowStart = (inner: number): number => 2 * TILE_WIDTH - ((2 * TILE_WIDTH) >> inner);

function expanded(hash: Hash, bytes: Uint8Array): Uint8Array {
  const rows = new Uint8Array(rowStart(TILE_HEIGHT) * HASH_LENGTH);
  rows.set(bytes);
  const node = (inner: number, i: number) => {
    const at = (rowStart(inner) + i) * HASH_LENGTH;
    return rows.subarray(at, at + HASH_LENGTH);
  };
  for (let inner = 1, width = bytes.length / HASH_LENGTH / 2; inner < TILE_HEIGHT && width >= 1; inner++, width /= 2) {
    for (let i = 0; i < Math.floor(width); i++)
      rows.set(nodeHash(hash, node(inner - 1, 2 * i), node(inner - 1, 2 * i + 1)), (rowStart(inner) + i) * HASH_LENGTH);
    width = Math.floor(width);
  }
  return rows;
}

/** The largest power of two smaller than n (RFC 6962, section 2.1): where a tree of n > 1 leaves splits. */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The root over the leaves [start, end); start is a multiple of the largest power of two below their number, as in every recursion of RFC 6962. */
export function rangeRoot(hash: Hash, nodes: Nodes, start: number, end: number): Uint8Array {
  const size = end - start;
  const height = Math.log2(size);
  if (Number.isInteger(height)) return nodes(height, start / size);
  const k = splitOf(size);
  return nodeHash(hash, nodes(Math.log2(k), start / k), rangeRoot(hash, nodes, start + k, end));
}

/** The root of the tree at any size that its nodes reach. */
export const rootAt = (hash: Hash, nodes: Nodes, size: number): Uint8Array => (size === 0 ? emptyHash(hash) : rangeRoot(hash, nodes, 0, size));
