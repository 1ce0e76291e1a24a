export { openSqliteEventLog, type SqliteOptions } from './open.js';
export type { SqliteEventLog } from './sqlite-event-log.js';
export { fileFaults, type FileFault, type RawEvent } from './audit.js';
export { takeOwnership, type Ownership } from './ownership.js';
export { openSqlitePositionStore } from './position-store.js';
export { snapshotDatabase } from './snapshot.js';
