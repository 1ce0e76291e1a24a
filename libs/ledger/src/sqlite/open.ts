import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { must, Rejection } from '#kernel';
import { AlreadyOwned, StorageFailed } from '../event-log.js';
import { isDamage } from './failures.js';
import { takeOwnership, type Ownership } from './ownership.js';
import { prepareSchema, mustBeLedger } from './schema.js';
import { SqliteEventLog, type Step } from './sqlite-event-log.js';

export type SqliteOptions = Readonly<{
  /** Takes no lock and writes nothing of its own (SQLite may keep its `-shm` and `-wal` beside the file while it is open). */
  readOnly?: boolean;
  /** false: when another process writes to the directory, open for reading instead of refusing. Default true. */
  mustOwn?: boolean;
  /** Told of each step of a group commit; for fault campaigns and measurements. */
  onStep?: (step: Step) => void;
}>;

const SQLITE_MIN = [3, 51, 3] as const;
const WAIT_MS = 5_000;
/** What may lie in a data directory that has no `ledger.db` yet (architecture, section 7). */
const OWN_ENTRY = /^((ledger|rows|vault|access|lock|positions)\.db(-wal|-shm|-journal)?|evidence|checkpoints|lost\+found)$/;

const MADE_LATER = /^(rows|vault|access|positions)\.db$|^checkpoints$/;

/**
 * Opens `ledger.db` of a data directory, made on first use. One process writes; any number read.
 * @throws AlreadyOwned; StorageFailed; Rejection `ledger.foreign-directory`, `ledger.absent` (read-only), `ledger.corrupt`, `ledger.newer-format`, `ledger.old-sqlite`
 */
export function openSqliteEventLog(directory: string, { readOnly = false, mustOwn = true, onStep }: SqliteOptions = {}): SqliteEventLog {
  mustBeOurs(directory, readOnly);
  if (readOnly) return new SqliteEventLog(openReader(directory), undefined, onStep);
  makeDirectory(directory);
  // First of all files: a directory that a crash left with only the lock in it would look like somebody else's.
  closeSync(openSync(fileOf(directory), 'a'));
  let ownership: Ownership;
  try {
    ownership = takeOwnership(directory);
  } catch (error) {
    if (error instanceof AlreadyOwned && !mustOwn) return openSqliteEventLog(directory, { readOnly: true, onStep });
    throw error;
  }
  try {
    return new SqliteEventLog(openWriter(directory), ownership, onStep);
  } catch (error) {
    ownership.release();
    throw error;
  }
}

const fileOf = (directory: string): string => join(directory, 'ledger.db');

function openWriter(directory: string): DatabaseSyncInstance {
  return opened(
    () => new DatabaseSync(fileOf(directory), { timeout: WAIT_MS }),
    (database) => {
      prepareSchema(database);
      syncFolder(directory);
    },
  );
}

function openReader(directory: string): DatabaseSyncInstance {
  const file = fileOf(directory);
  // A reader of a WAL file has to make its index beside it. Where it may not (a read-only medium) and nothing is pending, the file stands still.
  const frozen = !existsSync(`${file}-wal`) && !isWritable(directory);
  const location = frozen ? new URL(`${pathToFileURL(resolve(file)).href}?immutable=1`) : file;
  return opened(() => new DatabaseSync(location, { readOnly: true, timeout: WAIT_MS }), mustBeLedger);
}

/** Whatever goes wrong while opening leaves no open file behind and comes out under a stable code. */
function opened(open: () => DatabaseSyncInstance, prepare: (database: DatabaseSyncInstance) => void): DatabaseSyncInstance {
  let database: DatabaseSyncInstance | undefined;
  try {
    database = open();
    mustBeRecent(database);
    database.enableDefensive(true);
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Rejection) throw error;
    if (isDamage(error)) throw new Rejection('ledger.corrupt', { zh: '账本文件已损坏', en: `the ledger file is damaged: ${String(error)}` });
    throw new StorageFailed(error);
  }
}

/** Older versions can lose committed frames when a WAL is reset while another connection checkpoints. */
function mustBeRecent(database: DatabaseSyncInstance): void {
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  const parts = version.split('.').map(Number);
  const difference = SQLITE_MIN.map((wanted, index) => (parts[index] ?? 0) - wanted).find((step) => step !== 0) ?? 0;
  must(difference >= 0, 'ledger.old-sqlite', { zh: `SQLite版本过低：${version}`, en: `SQLite ${version} is older than ${SQLITE_MIN.join('.')}` });
}

/** Never writes among files that are somebody else's. */
function mustBeOurs(directory: string, readOnly: boolean): void {
  if (existsSync(fileOf(directory))) return mustNotBeEmptied(directory);
  must(!readOnly, 'ledger.absent', { zh: `目录中没有账本：${directory}`, en: `there is no ledger in ${directory}` });
  if (!existsSync(directory)) return;
  const foreign = statSync(directory).isDirectory() ? readdirSync(directory).find((name) => !OWN_ENTRY.test(name)) : directory;
  must(foreign === undefined, 'ledger.foreign-directory', {
    zh: `不是账本目录（其中有${foreign}）：${directory}`,
    en: `not a ledger directory (it holds ${foreign}): ${directory}`,
  });
}

/** The log is the first file that is made and the first that is filled: an empty one beside what was made from it has lost what was in it. */
function mustNotBeEmptied(directory: string): void {
  const made = statSync(fileOf(directory)).size > 0 ? undefined : readdirSync(directory).find((name) => MADE_LATER.test(name));
  must(made === undefined, 'ledger.corrupt', {
    zh: `账本文件是空的，而${made}还在：${directory}`,
    en: `the ledger file is empty, though ${made} is there: ${directory}`,
  });
}

function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  const made = mkdirSync(directory, { recursive: true });
  // An acknowledged event must not vanish with its folder's entry in a power cut.
  if (made !== undefined) syncFolder(dirname(made));
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
