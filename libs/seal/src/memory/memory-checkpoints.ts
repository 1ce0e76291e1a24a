import { formatVerifierKey, Malformed, TILE_WIDTH, tilePath, type Tile } from '#transparency';
import type { Cosigner } from '../cosigners.js';
import type { CheckpointStore, PlacedTile, SignedHead } from '../checkpoint-store.js';

/** Checkpoints of a ledger that lives in memory. */
export class MemoryCheckpoints implements CheckpointStore {
  private readonly notes = new Map<number, string>();
  private readonly known = new Map<string, Cosigner>();
  private readonly held = new Map<string, Uint8Array>();

  async latest(): Promise<string | undefined> {
    const last = Math.max(-1, ...this.notes.keys());
    return this.notes.get(last);
  }

  async at(size: number): Promise<string | undefined> {
    return this.notes.get(size);
  }

  async sizes(): Promise<readonly number[]> {
    return [...this.notes.keys()].sort((a, b) => a - b);
  }

  async publish({ size, note }: SignedHead, tiles: readonly PlacedTile[]): Promise<void> {
    await this.put(tiles);
    this.notes.set(size, note);
  }

  async replace(size: number, note: string): Promise<void> {
    this.notes.set(size, note);
  }

  async cosigners(): Promise<readonly Cosigner[]> {
    return [...this.known.values()];
  }

  async addCosigner(cosigner: Cosigner): Promise<void> {
    this.known.set(`${cosigner.role} ${formatVerifierKey(cosigner.key)}`, cosigner);
  }

  async put(tiles: readonly PlacedTile[]): Promise<void> {
    for (const { tile, bytes } of tiles) if (!this.held.has(tilePath(tile))) this.held.set(tilePath(tile), bytes);
  }

  readonly tiles = (tile: Tile): Uint8Array => {
    const bytes = this.held.get(tilePath(tile)) ?? this.held.get(tilePath({ ...tile, width: TILE_WIDTH }));
    if (!bytes) throw new Malformed('no-such-tile');
    return bytes;
  };
}
