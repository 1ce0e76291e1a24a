import { Malformed, parseCheckpoint, parseNote, sameBytes, verifyNote, type Checkpoint, type VerifierKey } from '#transparency';
import type { CheckpointStore } from './checkpoint-store.js';

/**
 * Checkpoints that lie beside the data. Those signed by a key of this log bind it as well, whatever the head beside the key remembers: a key that came to a new
 * machine without its head is held to them.
 */
export class Published {
  private constructor(
    private readonly store: Pick<CheckpointStore, 'at'>,
    private readonly sizes: ReadonlySet<number>,
  ) {}

  static async of(store: CheckpointStore): Promise<Published> {
    return new Published(store, new Set(await store.sizes()));
  }

  has(size: number): boolean {
    return this.sizes.has(size);
  }

  /** Whether the checkpoint of this size is signed, and of another tree than this one. */
  async contradicts(size: number, root: Uint8Array, keys: readonly VerifierKey[]): Promise<boolean> {
    const checkpoint = await this.signed(size, keys);
    return checkpoint !== undefined && !sameBytes(checkpoint.root, root);
  }

  /** How far the furthest signed checkpoint reaches, of those beyond a size. */
  async beyond(size: number, keys: readonly VerifierKey[]): Promise<number | undefined> {
    for (const further of [...this.sizes].filter((one) => one > size).sort((a, b) => b - a)) if (await this.signed(further, keys)) return further;
    return undefined;
  }

  /** Anybody can put a file there: only what one of the keys signed says anything. */
  private async signed(size: number, keys: readonly VerifierKey[]): Promise<Checkpoint | undefined> {
    const text = await this.store.at(size);
    if (text === undefined) return undefined;
    try {
      const note = parseNote(text);
      const checkpoint = parseCheckpoint(note.text);
      return checkpoint.size === size && verifyNote(note, keys).length > 0 ? checkpoint : undefined;
    } catch (error) {
      if (error instanceof Malformed) return undefined;
      throw error;
    }
  }
}
