import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatNote, Malformed, parseNote, TILE_WIDTH, tilePath, type Tile } from '#transparency';
import { CosignerFiles, type Cosigner } from '../cosigners.js';
import { CheckpointFolder } from '../witness/checkpoint-folder.js';
import type { CheckpointStore, PlacedTile, SignedHead } from '../checkpoint-store.js';

const NOTES = 'checkpoint';
/** So many tiles are written side by side: one by one, each step of each would wait until the appends of a turn are on disk. */
const AT_ONCE = 16;

/** Checkpoints and tiles under `checkpoints/` of a data directory, tiles by their c2sp.org/tlog-tiles paths. */
export class CheckpointFiles implements CheckpointStore {
  private readonly folder: string;

  constructor(directory: string) {
    this.folder = join(directory, 'checkpoints');
  }

  async latest(): Promise<string | undefined> {
    const last = (await this.sizes()).at(-1);
    return last === undefined ? undefined : this.at(last);
  }

  async at(size: number): Promise<string | undefined> {
    const text = this.text(join(NOTES, String(size)));
    return text === undefined ? undefined : this.cosigned(text);
  }

  /** With what witnesses put on it since. A note that is none is shown as it is: whoever checks it says so. */
  private cosigned(text: string): string {
    try {
      return formatNote(new CheckpointFolder(this.folder).withCosignatures(parseNote(text)));
    } catch (error) {
      if (error instanceof Malformed) return text;
      throw error;
    }
  }

  async sizes(): Promise<readonly number[]> {
    const folder = join(this.folder, NOTES);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => /^\d{1,15}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  async publish({ size, note }: SignedHead, tiles: readonly PlacedTile[]): Promise<void> {
    await this.put(tiles);
    await this.replace(size, note);
  }

  async replace(size: number, note: string): Promise<void> {
    await this.write(join(NOTES, String(size)), Buffer.from(note, 'utf8'));
  }

  async cosigners(): Promise<readonly Cosigner[]> {
    return new CosignerFiles(this.folder).all();
  }

  async addCosigner(cosigner: Cosigner): Promise<void> {
    new CosignerFiles(this.folder).add(cosigner);
  }

  async put(tiles: readonly PlacedTile[]): Promise<void> {
    const missing = tiles.filter(({ tile }) => !existsSync(join(this.folder, tilePath(tile))));
    for (let from = 0; from < missing.length; from += AT_ONCE) {
      const written = await Promise.allSettled(missing.slice(from, from + AT_ONCE).map(({ tile, bytes }) => this.write(tilePath(tile), bytes)));
      for (const write of written) if (write.status === 'rejected') throw write.reason;
    }
  }

  readonly tiles = (tile: Tile): Uint8Array => {
    for (const width of [tile.width, TILE_WIDTH]) {
      const path = join(this.folder, tilePath({ ...tile, width }));
      if (existsSync(path)) return readFileSync(path);
    }
    throw new Malformed('no-such-tile');
  };

  private text(name: string): string | undefined {
    const path = join(this.folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** Whole or not at all, and on disk: a reader may look at any moment, and so may a power cut. Nobody waits for it but who asked. */
  private async write(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }
}
