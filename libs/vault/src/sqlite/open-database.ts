import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';

/** "ZLv1" in the file's header: this file and no other is a vault. */
const APPLICATION_ID = 0x5a4c7631;
const FORMAT = 1;
const READER_WAIT_MS = 5_000;
/** Came after the first vaults: made where it is missing. A reader of an older vault does not meet it, since nothing was erased for a reason there. */
const REASONS =
  'CREATE TABLE IF NOT EXISTS erased_for (reason TEXT NOT NULL, commitment TEXT NOT NULL, PRIMARY KEY (reason, commitment)) STRICT, WITHOUT ROWID;';
const SCHEMA = `
  CREATE TABLE entry (
    seq INTEGER PRIMARY KEY, commitment TEXT NOT NULL UNIQUE, event_id TEXT NOT NULL, field TEXT NOT NULL,
    scope TEXT NOT NULL, subject TEXT NOT NULL, value BLOB NOT NULL, salt TEXT NOT NULL
  ) STRICT;
  CREATE INDEX entry_by_event ON entry (event_id, field);
  CREATE INDEX entry_by_subject ON entry (subject);
  CREATE TABLE erased (commitment TEXT PRIMARY KEY, scope TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE scrub (pending INTEGER NOT NULL) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

/**
 * Opens `vault.db`, 0600, WAL with `synchronous=FULL` and `secure_delete=ON`, both read back.
 * @throws Rejection `vault.absent` (read-only, no file), `vault.foreign`, `vault.corrupt`
 */
export function openDatabase(directory: string, readOnly: boolean): DatabaseSyncInstance {
  const path = join(directory, 'vault.db');
  const exists = existsSync(path);
  if (readOnly && !exists) throw new Rejection('vault.absent', { zh: '数据目录中没有保密库', en: 'the data directory holds no vault' });
  // Made by us before SQLite sees it, so that it is at no moment readable by others; WAL and shared memory take the same mode.
  if (!exists) closeSync(openSync(path, 'wx', 0o600));
  if (!readOnly) chmodSync(path, 0o600);
  const database = new DatabaseSync(path, { readOnly, timeout: READER_WAIT_MS });
  try {
    prepare(database, readOnly);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Rejection) throw error;
    throw damagedVault(error);
  }
}

export const damagedVault = (error: unknown): Rejection =>
  new Rejection('vault.corrupt', { zh: '保密库文件已损坏', en: `the vault file is damaged: ${String(error)}` });

function prepare(database: DatabaseSyncInstance, readOnly: boolean): void {
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
  const empty = database.prepare('SELECT count(*) AS tables FROM sqlite_master').get() as { tables: number };
  if (!readOnly) {
    // VACUUM copies everything through a temporary store: it must not reach the disk in clear.
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;');
    if (pragma('synchronous') !== 2 || pragma('secure_delete') !== 1) throw new Error('synchronous=FULL and secure_delete=ON were not taken');
    if (empty.tables === 0 && pragma('application_id') === 0) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    if (pragma('application_id') === APPLICATION_ID) database.exec(REASONS);
  }
  if (pragma('application_id') !== APPLICATION_ID || pragma('user_version') !== FORMAT) {
    throw new Rejection('vault.foreign', { zh: '保密库文件不是本系统所建或版本不符', en: 'vault.db was not made by this product or has another format' });
  }
}
