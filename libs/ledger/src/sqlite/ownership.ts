import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { join } from 'node:path';
import { AlreadyOwned, StorageFailed } from '../event-log.js';
import { isBusy } from './failures.js';

/** The right to write to a data directory, for as long as the process lives or until it is given back. */
export type Ownership = Readonly<{ release(): void }>;

/**
 * Holds an exclusive transaction on `lock.db`: the operating system lets go of it when the process dies, however it dies. A separate file, so that readers of
 * the ledger are not held up. (Within one process nobody else may open and close `lock.db`: POSIX would drop the lock.)
 * @throws AlreadyOwned
 */
export function takeOwnership(directory: string): Ownership {
  let database: DatabaseSyncInstance | undefined;
  try {
    database = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 });
    // Nothing is ever written: the journal needs no file.
    database.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    throw isBusy(error) ? new AlreadyOwned() : new StorageFailed(error);
  }
  const held = database;
  return { release: () => held.isOpen && held.close() };
}
