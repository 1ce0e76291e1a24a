import { sha256 } from '#seal';
import { HASH_LENGTH, leafHash, readTile, sameBytes, TILE_WIDTH, TileWriter, type Tile, type TileStore } from '#transparency';

/** A stored tile that is not what the events give; `position`: the first leaf that it gets wrong, or the first leaf below it. */
export type BadTile = Readonly<{ tile: Tile; position: number; fault: 'differs' | 'unreadable' }>;
export type TreeAsk = Readonly<{
  /** Sizes at which somebody signed a root. */
  sizes?: ReadonlySet<number>;
  /** Tiles beside the data, and the sizes of the checkpoints that were published with them, ascending. */
  tiles?: Readonly<{ store: TileStore; published: readonly number[] }>;
}>;

const BAD_MAX = 100;

/** Rebuilds tree and tiles from bytes as they are read, keeps the root at every size asked for, and holds stored tiles against its own. */
export class TreeWalk {
  readonly badTiles: BadTile[] = [];
  private readonly writer = new TileWriter(sha256, (tile, bytes) => this.meet(tile, bytes));
  private readonly roots = new Map<number, Uint8Array>();
  private readonly published: ReadonlySet<number>;
  private readonly publishedMax: number;
  private compared = 0;

  constructor(private readonly ask: TreeAsk = {}) {
    const published = ask.tiles?.published ?? [];
    this.published = new Set(published);
    this.publishedMax = published.at(-1) ?? 0;
    this.reached();
  }

  get size(): number {
    return this.writer.size;
  }

  get tilesCompared(): number {
    return this.compared;
  }

  add(bytes: Uint8Array): void {
    this.addLeafHash(leafHash(sha256, bytes));
  }

  addLeafHash(leaf: Uint8Array): void {
    this.writer.add(leaf);
    this.reached();
  }

  root(): Uint8Array {
    return this.writer.root();
  }

  /** The root that the first `size` events gave; undefined when there are not so many, or nobody asked. */
  rootAt(size: number): Uint8Array | undefined {
    return this.roots.get(size);
  }

  private reached(): void {
    const { size } = this.writer;
    if (this.ask.sizes?.has(size)) this.roots.set(size, Uint8Array.from(this.writer.root()));
    if (this.published.has(size)) for (const { tile, bytes } of this.writer.partialTiles()) this.meet(tile, bytes);
  }

  /** Tiles behind the last checkpoint are not published yet. */
  private meet(tile: Tile, own: Uint8Array): void {
    const leaves = TILE_WIDTH ** tile.level;
    const from = tile.index * TILE_WIDTH * leaves;
    if (!this.ask.tiles || from + tile.width * leaves > this.publishedMax || this.badTiles.length >= BAD_MAX) return;
    this.compared++;
    const stored = storedTile(this.ask.tiles.store, tile);
    if (stored && sameBytes(stored, own)) return;
    const at = stored ? own.findIndex((byte, i) => byte !== stored[i]) : 0;
    this.badTiles.push({ tile, position: from + Math.floor(at / HASH_LENGTH) * leaves, fault: stored ? 'differs' : 'unreadable' });
  }
}

function storedTile(store: TileStore, tile: Tile): Uint8Array | undefined {
  try {
    return readTile(store, tile);
  } catch {
    // Missing, cut short or on a bad sector: a finding, whatever the reason.
    return undefined;
  }
}
