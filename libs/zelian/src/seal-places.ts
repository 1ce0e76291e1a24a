import { memorySealKeys, sealKeyFiles, type CheckpointStore, type SealHead, type SealKeys } from '#seal';
import { CheckpointFiles } from '#seal/files';
import { MemoryCheckpoints, MemoryHead } from '#seal/memory';
import { openSealHead } from '#seal/sqlite';

/** Where a ledger's checkpoints, and the key that signs them, are kept. */
export type SealPlaces = Readonly<{ checkpoints: CheckpointStore; head: SealHead; sealKeys: SealKeys }>;
export const memoryPlaces = (): SealPlaces => ({ checkpoints: new MemoryCheckpoints(), head: new MemoryHead(), sealKeys: memorySealKeys() });
export const filePlaces = (directory: string, keysFolder: string): SealPlaces => ({
  checkpoints: new CheckpointFiles(directory),
  head: openSealHead(keysFolder),
  sealKeys: sealKeyFiles(keysFolder),
});
