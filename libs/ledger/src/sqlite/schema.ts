import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { must, Rejection } from '#kernel';

/** "ZLe1" in the file's header: this file and no other is a ledger. */
const APPLICATION_ID = 0x5a4c6531;
const FORMAT = 1;
/**
 * No index that appending does not need: each one is a page more to write and sync. The head of a stream is the last entry of `event_by_revision`, the run of
 * one append is found by `ordinal` (an event's place in its append), command ids through derived event ids, subjects through a view.
 */
const SCHEMA = [
  'CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
  'CREATE UNIQUE INDEX name_by_text ON name (text)',
  // One line as stored: the text is held against what SQLite says of the file.
  [
    'CREATE TABLE event (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, type INTEGER NOT NULL,',
    'recorded_at INTEGER NOT NULL, ordinal INTEGER NOT NULL, mac_key INTEGER NOT NULL, id BLOB NOT NULL, mac BLOB NOT NULL, digest BLOB NOT NULL,',
    'bytes BLOB NOT NULL) STRICT',
  ].join(' '),
  'CREATE UNIQUE INDEX event_by_id ON event (id)',
  'CREATE UNIQUE INDEX event_by_revision ON event (stream, revision)',
];
/**
 * 4 MiB: its two syncs come to one in a hundred appends. A longer WAL is dearer, not cheaper: appending to a file that still grows costs the file system a
 * second write per sync (measured: 350 µs against 200 µs), writing over a WAL that has wrapped does not.
 */
const CHECKPOINT_BYTES = 4_096_000;
/** An event takes about a kilobyte: pages of 4 KiB hold three and waste the rest (a third more bytes on disk per event, measured; 8 KiB a fifth). */
const PAGE_BYTES = 8_192;
const CACHE_KIB = 16_000;

const pragma = (database: DatabaseSyncInstance, name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];

/** How the connection writes, as SQLite itself says. */
export const durabilityOf = (database: DatabaseSyncInstance): Readonly<{ journalMode: unknown; synchronous: unknown }> => ({
  journalMode: pragma(database, 'journal_mode'),
  synchronous: pragma(database, 'synchronous'),
});

/** Makes the tables of a new file, checks those of an old one, and asserts that a commit is on disk when it returns. */
export function prepareSchema(database: DatabaseSyncInstance): void {
  const isNew = pragma(database, 'application_id') === 0 && tablesOf(database).length === 0;
  if (!isNew) mustBeLedger(database);
  // A file that exists keeps the pages it has.
  database.exec(`PRAGMA page_size=${PAGE_BYTES}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-${CACHE_KIB}; PRAGMA trusted_schema=OFF`);
  database.exec(`PRAGMA wal_autocheckpoint=${Math.ceil(CHECKPOINT_BYTES / (pragma(database, 'page_size') as number))}`);
  const { journalMode, synchronous } = durabilityOf(database);
  // WAL builds default to NORMAL, which loses acknowledged events in a power cut: believe only what is read back.
  if (journalMode !== 'wal' || synchronous !== 2) throw new Error(`not durable: journal_mode ${String(journalMode)}, synchronous ${String(synchronous)}`);
  if (isNew) database.exec(`BEGIN IMMEDIATE; ${SCHEMA.join('; ')}; PRAGMA application_id=${APPLICATION_ID}; PRAGMA user_version=${FORMAT}; COMMIT`);
}

/** Refuses any file that is not a ledger of this format, and one whose tables, indexes or triggers somebody changed. */
export function mustBeLedger(database: DatabaseSyncInstance): void {
  must(pragma(database, 'application_id') === APPLICATION_ID, 'ledger.foreign-directory', {
    zh: 'ledger.db不是本系统所建',
    en: 'ledger.db was not made by this product',
  });
  const format = pragma(database, 'user_version') as number;
  must(format <= FORMAT, 'ledger.newer-format', {
    zh: `账本格式版本${format}高于本程序所知`,
    en: `the ledger has format ${format}, this program knows ${FORMAT}`,
  });
  const tables = tablesOf(database);
  if (format !== FORMAT || tables.length !== SCHEMA.length || tables.some((sql) => !SCHEMA.includes(sql))) {
    throw new Rejection('ledger.corrupt', { zh: '账本的表结构被改动', en: 'the tables of the ledger were altered' });
  }
}

const tablesOf = (database: DatabaseSyncInstance): readonly string[] =>
  (database.prepare('SELECT sql FROM sqlite_master').all() as { sql: string }[]).map(({ sql }) => sql);
