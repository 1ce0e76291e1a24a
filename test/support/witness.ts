import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createWitnessStore, ED25519_COSIGNATURE, ed25519Signer, formatAddCheckpoint, Witness, type WitnessParts, type WitnessStore } from '#seal';
import type { NoteSigner, Note } from '#transparency';
import type { GrowingLog } from './growing-log.js';

export const WITNESS_TIME = 1_795_881_600;
export const witnessSigner = (secret: number, name = `example.org/w${secret}`): NoteSigner =>
  ed25519Signer(name, new Uint8Array(32).fill(secret), ED25519_COSIGNATURE);

export type Standing = Readonly<{ witness: Witness; store: WitnessStore; signer: NoteSigner; directory: string }>;

/** A witness with a memory of its own below a folder, watching these logs. */
export function standingWitness(root: string, logs: readonly GrowingLog[], more: Partial<WitnessParts> & Readonly<{ secret?: number }> = {}): Standing {
  const { secret = 7, ...parts } = more;
  mkdirSync(root, { recursive: true });
  const directory = mkdtempSync(join(root, 'witness-'));
  const store = parts.store ?? createWitnessStore(directory);
  const signer = witnessSigner(secret);
  const witness = new Witness({ store, signers: [signer], logs: logs.map(({ key }) => key), now: () => WITNESS_TIME, ...parts });
  return { witness, store, signer, directory };
}

/** An `add-checkpoint` body of a log's own making: from one of its sizes to another. */
export const asking = (log: GrowingLog, oldSize: number, size = log.size, note: Note = log.note(size)): string =>
  formatAddCheckpoint({ oldSize, path: oldSize === 0 || oldSize > size ? [] : log.consistency(oldSize, size), note });
