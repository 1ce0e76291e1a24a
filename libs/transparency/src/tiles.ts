import { fromDecimal, HASH_LENGTH } from './bytes.js';
import { Malformed } from './malformed.js';

/** c2sp.org/tlog-tiles: subtrees of height 8, each the 256 hashes at its lower edge. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
const LEVEL_MAX = 63;

/** A full tile has width 256; a smaller width belongs to a tree size. */
export type Tile = Readonly<{ level: number; index: number; width: number }>;
/** Reads a tile that the tree has: at least `width` × 32 bytes; the full tile may answer for a partial one. Synchronous: proofs are arithmetic. */
export type TileStore = (tile: Tile) => Uint8Array;

/** The tile's resource path, `tile/0/x001/x234/067` or `tile/0/273.p/112`. */
export function tilePath({ level, index, width }: Tile): string {
  const groups: string[] = [];
  for (let rest = index; ; rest = Math.floor(rest / 1_000)) {
    groups.unshift(`${groups.length === 0 ? '' : 'x'}${String(rest % 1_000).padStart(3, '0')}`);
    if (rest < 1_000) break;
  }
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** @throws Malformed on anything that `tilePath` would write otherwise */
export function parseTilePath(path: string): Tile {
  const [, level, digits, width] = /^tile\/(\d+)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path) ?? [];
  if (level === undefined || digits === undefined) throw new Malformed('tile-path');
  const tile = { level: fromDecimal(level), index: Number(digits.replaceAll(/[x/]/g, '')), width: width === undefined ? TILE_WIDTH : fromDecimal(width) };
  if (tile.level > LEVEL_MAX || tile.width < 1 || !Number.isSafeInteger(tile.index) || tilePath(tile) !== path) throw new Malformed('tile-path');
  return tile;
}

/** All tiles of a tree of this size, from the leaves up. */
export const tilesOf = (size: number): readonly Tile[] => tilesAdded(0, size);

/** The tiles that a tree writes by growing: every full or partial tile of the new size that the old one did not have in that width. */
export function tilesAdded(from: number, to: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, [before, after] = [from, to]; after > 0; level++) {
    if (after > before) {
      for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index++)
        tiles.push({ level, index, width: Math.min(TILE_WIDTH, after - index * TILE_WIDTH) });
    }
    before = Math.floor(before / TILE_WIDTH);
    after = Math.floor(after / TILE_WIDTH);
  }
  return tiles;
}

/** How wide a tile of a tree of this size is: 0 when the tree does not have it. */
export function tileWidth(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
  return Math.max(0, Math.min(TILE_WIDTH, hashes));
}

/** The bytes of a tile as read, cut to its width. @throws Malformed when the store answers with less, or with half a hash */
export function readTile(store: TileStore, tile: Tile): Uint8Array {
  const bytes = store(tile);
  const length = tile.width * HASH_LENGTH;
  if (bytes.length < length || bytes.length % HASH_LENGTH !== 0 || bytes.length > TILE_WIDTH * HASH_LENGTH) throw new Malformed('tile-length');
  return bytes.subarray(0, length);
}
