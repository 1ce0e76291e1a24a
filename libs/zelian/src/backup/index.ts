export { backUp, type BackupAsk } from './backup.js';
export { knownCheckpoints, type KnownCheckpoint } from './known-checkpoints.js';
export type { BackedUpFile, BackupStatement, Manifest } from './manifest.js';
export { restore, type Restored, type RestoreAsk } from './restore.js';
