import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { accessSync, constants, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Rejection } from '#kernel';

/** "ZLr1" in the file's header. */
const APPLICATION_ID = 0x5a4c7231;
const FORMAT = 2;
const WAIT_MS = 5_000;
/** Rows take up to some kilobytes: larger pages spare the writer chains of further pages, still larger ones make reading a row slower. */
const PAGE_BYTES = 8_192;
/** Enough for the indexes' busy pages, and for these to reach the file once instead of several times. */
const CACHE_KIB = 16_000;
const WAL_PAGES = 2_000;
/** A row at a past moment lies anywhere in the file: through a mapping its pages cost no system call each. Nothing of the log hangs on this file. */
const MAPPED_BYTES = 1_073_741_824;
/** What the name of a generation ends with while it is being built. */
export const GENERATION = '#rebuilding';
/**
 * A version holds until the next one of its key begins, so only beginnings are stored; a row that is NULL was removed. Rows lie in the order in which they were
 * made and keys in indexes beside them: with the rows inside a tree of keys, every new version rewrote a page of somebody's history.
 */
const SCHEMA = `
  CREATE TABLE view (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, position INTEGER NOT NULL) STRICT;
  CREATE TABLE row_version (id INTEGER PRIMARY KEY, view_id INTEGER NOT NULL, key TEXT NOT NULL, from_position INTEGER NOT NULL, row TEXT) STRICT;
  CREATE UNIQUE INDEX row_version_by_key ON row_version (view_id, key, from_position);
  CREATE INDEX row_version_by_position ON row_version (view_id, from_position);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

/**
 * Opens `rows.db`. `synchronous=NORMAL` is enough here: a power cut may take the last flushes, rows and positions together, and the log brings them back.
 * @throws Rejection `readmodel.absent` (read-only, no file), `readmodel.foreign`, `readmodel.corrupt`
 */
export function openDatabase(directory: string, readOnly: boolean): DatabaseSyncInstance {
  const path = join(directory, 'rows.db');
  if (readOnly && !existsSync(path)) throw new Rejection('readmodel.absent', { zh: '数据目录中还没有视图数据', en: 'the data directory holds no rows yet' });
  const database = new DatabaseSync(locationOf(directory, path, readOnly), { readOnly, timeout: WAIT_MS });
  try {
    prepare(database, readOnly);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Rejection) throw error;
    throw new Rejection('readmodel.corrupt', {
      zh: '视图数据文件已损坏；删除rows.db后重新打开即可由记录重建',
      en: `rows.db is damaged; delete it and open again, the log rebuilds it: ${String(error)}`,
    });
  }
}

/** A reader of a WAL file has to make its index beside it. Where it may not (a read-only medium) and nothing is pending, the file stands still. */
function locationOf(directory: string, path: string, readOnly: boolean): string | URL {
  const frozen = readOnly && !existsSync(`${path}-wal`) && !isWritable(directory);
  return frozen ? new URL(`${pathToFileURL(resolve(path)).href}?immutable=1`) : path;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function prepare(database: DatabaseSyncInstance, readOnly: boolean): void {
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_master').get() as { tables: number };
  const empty = tables === 0 && pragma('application_id') === 0;
  // Whose file it is comes first: nothing is written into one that is not ours.
  if (!(empty && !readOnly) && (pragma('application_id') !== APPLICATION_ID || pragma('user_version') !== FORMAT)) {
    throw new Rejection('readmodel.foreign', {
      zh: 'rows.db不是本系统所建或格式不符；若为本系统旧文件，删除后重新打开即可由记录重建',
      en: 'rows.db was not made by this product or has another format; if it is an old one of its own, delete it: the log rebuilds it',
    });
  }
  database.exec(`PRAGMA mmap_size=${MAPPED_BYTES}`);
  if (readOnly) return;
  // The page size counts for a file that is still empty, and before the journal mode is set.
  database.exec(
    `PRAGMA page_size=${PAGE_BYTES}; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-${CACHE_KIB}; PRAGMA wal_autocheckpoint=${WAL_PAGES};`,
  );
  if (empty) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
  dropUnfinished(database);
}

/** A generation that a crash left half built: its view never depended on it. */
function dropUnfinished(database: DatabaseSyncInstance): void {
  const unfinished = `SELECT id FROM view WHERE name LIKE '%${GENERATION}'`;
  database.exec(`BEGIN IMMEDIATE; DELETE FROM row_version WHERE view_id IN (${unfinished}); DELETE FROM view WHERE id IN (${unfinished}); COMMIT;`);
}
