import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';

/** "ZLa1" in the file's header: this file and no other is an access log. */
const APPLICATION_ID = 0x5a4c6131;
const FORMAT = 1;
const NEIGHBOUR_WAIT_MS = 10_000;
/** The triggers stop an honest mistake; who means harm is told by the chain. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL, mac BLOB NOT NULL, mac_key_id TEXT NOT NULL) STRICT;
  CREATE TRIGGER IF NOT EXISTS entry_is_never_changed BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'the access log is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'the access log is append-only'); END;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

/**
 * Opens `access.db`, 0600, WAL, `synchronous=FULL` read back; several processes may have it open for writing.
 * Read-only and absent: an empty one in memory. @throws Rejection `access.foreign`, `access.corrupt`
 */
export function openDatabase(directory: string, readOnly: boolean): DatabaseSyncInstance {
  const path = join(directory, 'access.db');
  // Held against its head like any other: a log that was taken away whole is then missed, one that never began is sound.
  if (readOnly && !existsSync(path)) return emptyDatabase();
  // `a` creates when absent and leaves a file that another process has just made.
  if (!readOnly) closeSync(openSync(path, 'a', 0o600));
  if (!readOnly) chmodSync(path, 0o600);
  const database = new DatabaseSync(path, { readOnly, timeout: NEIGHBOUR_WAIT_MS });
  try {
    prepare(database, readOnly);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Rejection) throw error;
    throw new Rejection('access.corrupt', { zh: '查阅登记文件已损坏', en: `the access log's file is damaged: ${String(error)}` });
  }
}

function emptyDatabase(): DatabaseSyncInstance {
  const database = new DatabaseSync(':memory:');
  database.exec(SCHEMA);
  return database;
}

function prepare(database: DatabaseSyncInstance, readOnly: boolean): void {
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
  if (!readOnly) {
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;');
    if (pragma('synchronous') !== 2) throw new Error('synchronous=FULL was not taken');
    const { tables } = database.prepare("SELECT count(*) AS tables FROM sqlite_master WHERE name <> 'entry' AND tbl_name <> 'entry'").get() as {
      tables: number;
    };
    if (tables === 0 && pragma('application_id') === 0) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
  }
  if (pragma('application_id') !== APPLICATION_ID || pragma('user_version') !== FORMAT) {
    throw new Rejection('access.foreign', { zh: '查阅登记文件不是本系统所建或版本不符', en: 'access.db was not made by this product or has another format' });
  }
}
