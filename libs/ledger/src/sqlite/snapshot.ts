import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { StorageFailed } from '../event-log.js';

const WAIT_MS = 5_000;

/**
 * One state of a database, whole, in a new file (0600, on disk when this returns), whoever writes to it meanwhile. A copy of the file would not be: it holds
 * pages of different moments, and lacks what is still in the WAL.
 * @throws StorageFailed
 */
export function snapshotDatabase(from: string, to: string): void {
  // Made by us first, so that it is at no moment readable by others; SQLite takes an empty file.
  closeSync(openSync(to, 'wx', 0o600));
  let database: DatabaseSyncInstance | undefined;
  try {
    database = new DatabaseSync(from, { readOnly: true, timeout: WAIT_MS });
    // What passes through a temporary store must not reach the disk in clear.
    database.exec('PRAGMA temp_store=MEMORY');
    // No prepared statement: the driver would keep the connection alive for it.
    database.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`);
  } catch (error) {
    throw new StorageFailed(error);
  } finally {
    database?.close();
  }
  const file = openSync(to, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
