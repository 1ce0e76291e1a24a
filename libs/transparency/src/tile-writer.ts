import { HASH_LENGTH } from './bytes.js';
import { emptyHash, nodeHash, type Hash } from './hash.js';
import { readTile, TILE_WIDTH, tileWidth, type Tile, type TileStore } from './tiles.js';

/** Called with each tile that is full; the bytes are the receiver's to keep. */
export type PutTile = (tile: Tile, bytes: Uint8Array) => void;
type Level = { readonly hashes: Uint8Array; width: number; index: number };

/**
 * Appends leaves to tiles: holds one unfinished tile per level (8 KiB each) and hands full ones on. Its root needs at most 8 hashes per level beyond the
 * hashes of a full tile, each of which is computed once, when the tile is full.
 */
export class TileWriter {
  private readonly levels: Level[] = [];
  private leaves = 0;

  constructor(
    private readonly hash: Hash,
    private readonly put: PutTile = () => undefined,
  ) {}

  /** Continues a tree from its stored right edge. @throws Malformed when the store does not have it */
  static resume(hash: Hash, size: number, store: TileStore, put?: PutTile): TileWriter {
    const writer = new TileWriter(hash, put);
    writer.leaves = size;
    for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
      const index = Math.floor(hashes / TILE_WIDTH);
      const current = writer.levelAt(level);
      current.index = index;
      current.width = tileWidth(size, level, index);
      if (current.width > 0) current.hashes.set(readTile(store, { level, index, width: current.width }));
    }
    return writer;
  }

  get size(): number {
    return this.leaves;
  }

  /** Appends a leaf by its hash. */
  add(leaf: Uint8Array): void {
    this.leaves++;
    this.addAt(0, leaf);
  }

  /** The unfinished tiles at the right edge, copied: what a checkpoint of this size needs beside the full tiles. */
  partialTiles(): readonly Readonly<{ tile: Tile; bytes: Uint8Array }>[] {
    return this.levels
      .map(({ hashes, width, index }, level) => ({ tile: { level, index, width }, bytes: hashes.slice(0, width * HASH_LENGTH) }))
      .filter(({ tile }) => tile.width > 0);
  }

  root(): Uint8Array {
    let right: Uint8Array | undefined;
    for (const { hashes, width } of this.levels) right = this.rootOf(hashes, width, right);
    return right ?? emptyHash(this.hash);
  }

  private levelAt(level: number): Level {
    return (this.levels[level] ??= { hashes: new Uint8Array(TILE_WIDTH * HASH_LENGTH), width: 0, index: 0 });
  }

  private addAt(level: number, hash: Uint8Array): void {
    const current = this.levelAt(level);
    current.hashes.set(hash, current.width++ * HASH_LENGTH);
    if (current.width < TILE_WIDTH) return;
    this.put({ level, index: current.index, width: TILE_WIDTH }, current.hashes.slice());
    const root = this.rootOf(current.hashes, TILE_WIDTH)!;
    current.width = 0;
    current.index++;
    this.addAt(level + 1, root);
  }

  /** The hashes of a tile, joined to what lies right of them: complete subtrees from the smallest, as in `TreeHasher`. */
  private rootOf(hashes: Uint8Array, width: number, right?: Uint8Array): Uint8Array | undefined {
    let root = right;
    for (let size = 1, end = width; end > 0; size *= 2) {
      if (Math.floor(end / size) % 2 === 0) continue;
      const left = this.complete(hashes, end - size, size);
      root = root === undefined ? left : nodeHash(this.hash, left, root);
      end -= size;
    }
    return root;
  }

  private complete(hashes: Uint8Array, start: number, size: number): Uint8Array {
    if (size === 1) return hashes.subarray(start * HASH_LENGTH, (start + 1) * HASH_LENGTH);
    const half = size / 2;
    return nodeHash(this.hash, this.complete(hashes, start, half), this.complete(hashes, start + half, half));
  }
}
