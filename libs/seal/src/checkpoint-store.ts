import type { Tile, TileStore } from '#transparency';
import type { Cosigner } from './cosigners.js';

/** A checkpoint as it was signed: the note's text, and how far its tree reaches. */
export type SignedHead = Readonly<{ size: number; root: Uint8Array; note: string }>;
export type PlacedTile = Readonly<{ tile: Tile; bytes: Uint8Array }>;

/** What others read of a sealed log: checkpoints and tiles. All of it can be made again from log and key. */
export interface CheckpointStore {
  /** The checkpoint that reaches furthest. */
  latest(): Promise<string | undefined>;
  /** The checkpoint of a size, if one was published. */
  at(size: number): Promise<string | undefined>;
  /** Sizes of all published checkpoints, ascending. */
  sizes(): Promise<readonly number[]>;
  /** Tiles first, the note behind them: whoever sees a checkpoint finds its tiles. */
  publish(head: SignedHead, tiles: readonly PlacedTile[]): Promise<void>;
  /** The same checkpoint with more signatures on it. */
  replace(size: number, note: string): Promise<void>;
  /** Keys of those whose cosignatures were taken in. @throws Malformed when what is kept is damaged */
  cosigners(): Promise<readonly Cosigner[]>;
  /** Once for each, however often it is said. */
  addCosigner(cosigner: Cosigner): Promise<void>;
  /** Full tiles as they fill up, each once; a tile that is there already is left as it is. */
  put(tiles: readonly PlacedTile[]): Promise<void>;
  readonly tiles: TileStore;
}

/**
 * The last checkpoint that this key signed, beside the key and not beside the data: who puts an older copy of the data back does not put this back. It only moves
 * forward, by comparison and exchange, and is on disk before the checkpoint is shown to anybody.
 */
export interface SealHead {
  read(origin: string): Promise<SignedHead | undefined>;
  /**
   * Whether what stands here is all that was signed: kept here since the first key was adopted, or since somebody said what was signed elsewhere. What is missing, and
   * what was copied along with a folder of keys, does not know what was signed since.
   */
  knows(origin: string): Promise<boolean>;
  /** Keeps what is signed from here on; `from`: what was signed so far, where it reaches further than what stands here. */
  begin(origin: string, from?: SignedHead): Promise<void>;
  /** @returns false when the stored head is not `from` any more @throws RangeError when `to` does not reach further */
  advance(origin: string, from: SignedHead | undefined, to: SignedHead): Promise<boolean>;
  close(): Promise<void>;
}

/** @throws RangeError unless the next head reaches further than the one before */
export function mustGrow(from: SignedHead | undefined, to: SignedHead): void {
  if (from && to.size <= from.size) throw new RangeError(`a signed head only grows: from ${from.size} to ${to.size}`);
}
