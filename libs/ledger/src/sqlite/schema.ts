import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { must, Rejection } from '#kernel';

/** "ZLe1" in the file's header: this file and no other is a ledger. */
const APPLICATION_ID = 0x5a4c6531;
/** 2: index tables that are filled a run at a time (docs/decisions/0008). */
const FORMAT = 2;
/** Events of a run. Part of the format: from it and the head follows what the indexes hold. */
export const RUN = 256;
/** The events before this position are indexed, when the head is as given: all full runs. */
export const indexedUpTo = (head: number): number => Math.floor((head + 1) / RUN) * RUN;
/** The same as an SQL expression over the file as the statement sees it. */
export const INDEXED_UP_TO = `(SELECT (coalesce(max(position), -1) + 1) / ${RUN} * ${RUN} FROM event)`;

/**
 * Nothing that appending does not need: each page more that an append changes is one more to write and sync, so that an event changes one page, and the two
 * indexes are filled in bulk, by the append that completes a run. The head of a stream is its last entry in `by_revision`, the run of one append is found by
 * `ordinal` (an event's place in its append), command ids through derived event ids, subjects through a view. One line each as stored: the text is held against
 * what SQLite says of the file.
 */
const SCHEMA = [
  'CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
  'CREATE UNIQUE INDEX name_by_text ON name (text)',
  [
    'CREATE TABLE event (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, type INTEGER NOT NULL,',
    'recorded_at INTEGER NOT NULL, ordinal INTEGER NOT NULL, mac_key INTEGER NOT NULL, id BLOB NOT NULL, mac BLOB NOT NULL, digest BLOB NOT NULL,',
    'bytes BLOB NOT NULL) STRICT',
  ].join(' '),
  'CREATE TABLE by_id (id BLOB PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  [
    'CREATE TABLE by_revision (stream INTEGER NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL,',
    'PRIMARY KEY (stream, revision)) STRICT, WITHOUT ROWID',
  ].join(' '),
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
  // None was ever released: there is nothing to migrate, and half a migration would be worse than a refusal.
  must(format === FORMAT, 'ledger.older-format', {
    zh: `账本格式版本${format}过旧，本程序只读写版本${FORMAT}`,
    en: `the ledger has format ${format}, from before the first release; this program reads and writes ${FORMAT} only`,
  });
  const tables = tablesOf(database);
  if (tables.length !== SCHEMA.length || tables.some((sql) => !SCHEMA.includes(sql))) {
    throw new Rejection('ledger.corrupt', { zh: '账本的表结构被改动', en: 'the tables of the ledger were altered' });
  }
}

const tablesOf = (database: DatabaseSyncInstance): readonly string[] =>
  (database.prepare('SELECT sql FROM sqlite_master').all() as { sql: string }[]).map(({ sql }) => sql);
