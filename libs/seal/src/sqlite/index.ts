import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';
import { mustGrow, type SealHead, type SignedHead } from '../checkpoint-store.js';
import { Mark } from './mark.js';

/** "ZLs1" in the file's header: this file and no other holds the heads of sealed logs. */
const APPLICATION_ID = 0x5a4c7331;
const NEIGHBOUR_WAIT_MS = 10_000;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS head (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT;
  CREATE TRIGGER IF NOT EXISTS head_only_grows BEFORE UPDATE ON head WHEN NEW.size <= OLD.size BEGIN SELECT raise(ABORT, 'a head only grows'); END;
  CREATE TRIGGER IF NOT EXISTS head_is_never_deleted BEFORE DELETE ON head BEGIN SELECT raise(ABORT, 'a head is never forgotten'); END;
  PRAGMA application_id = ${APPLICATION_ID};`;

type Row = Readonly<{ size: number; root: Uint8Array; note: string }> | undefined;

/**
 * The heads of the logs whose keys lie in a folder, in `seal.db` beside them: several processes may try to sign, one at a time does.
 * @throws Rejection `seal.head-damaged`
 */
export function openSealHead(keysFolder: string): SealHead {
  return new SqliteHead(join(keysFolder, 'seal.db'));
}

class SqliteHead implements SealHead {
  private opened: DatabaseSyncInstance | undefined;

  private readonly mark: Mark;

  constructor(private readonly path: string) {
    this.mark = Mark.beside(path);
  }

  async read(origin: string): Promise<SignedHead | undefined> {
    // Before the first signature there is no file, and looking makes none.
    if (!this.opened && !existsSync(this.path)) return undefined;
    return this.stored(this.database(), origin);
  }

  async knows(origin: string): Promise<boolean> {
    if (!this.opened && !existsSync(this.path)) return false;
    const database = this.database();
    const row = database.prepare('SELECT file FROM kept WHERE origin = ?').get(origin) as { file: string } | undefined;
    return row?.file === fileOf(this.path) && this.isMarked(database);
  }

  async begin(origin: string, from?: SignedHead): Promise<void> {
    this.signing((database) => {
      // Of a file that was copied or put back, nobody has said anything about the other logs in it.
      if (!this.isMarked(database)) database.exec('DELETE FROM kept');
      this.renewMark(database);
      database.prepare('INSERT INTO kept (origin, file) VALUES (?, ?) ON CONFLICT DO UPDATE SET file = excluded.file').run(origin, fileOf(this.path));
      if (from && from.size > (this.stored(database, origin)?.size ?? -1)) store(database, origin, from);
    });
  }

  async advance(origin: string, from: SignedHead | undefined, to: SignedHead): Promise<boolean> {
    mustGrow(from, to);
    return this.signing((database) => {
      const agreed = this.stored(database, origin)?.note === from?.note;
      if (agreed) store(database, origin, to);
      if (agreed && this.isMarked(database)) this.renewMark(database);
      return agreed;
    });
  }

  async close(): Promise<void> {
    this.opened?.close();
    this.opened = undefined;
  }

  /** What is written and the mark that goes with it are one: a crash leaves both as they were, or as they are to be. */
  private signing<Result>(work: (database: DatabaseSyncInstance) => Result): Result {
    const database = this.database();
    const result = together(database, work);
    together(database, () => {
      const named = markIn(database);
      if (this.mark.stands(named)) this.mark.sweep(named);
    });
    return result;
  }

  private isMarked(database: DatabaseSyncInstance): boolean {
    return this.mark.stands(markIn(database));
  }

  private renewMark(database: DatabaseSyncInstance): void {
    nameMark(database, this.mark.renewed(markIn(database)));
  }

  private stored(database: DatabaseSyncInstance, origin: string): SignedHead | undefined {
    const row = database.prepare('SELECT size, root, note FROM head WHERE origin = ?').get(origin) as Row;
    return row && { size: row.size, root: Uint8Array.from(row.root), note: row.note };
  }

  private database(): DatabaseSyncInstance {
    return (this.opened ??= openDatabase(this.path));
  }
}

/** A file's number stays with it when it is moved, and a copy has another. */
const fileOf = (path: string): string => String(statSync(path, { bigint: true }).ino);

function together<Result>(database: DatabaseSyncInstance, work: (database: DatabaseSyncInstance) => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work(database);
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const markIn = (database: DatabaseSyncInstance): string | undefined => (database.prepare('SELECT name FROM mark').get() as { name: string } | undefined)?.name;
const nameMark = (database: DatabaseSyncInstance, name: string): void =>
  void database.prepare('INSERT INTO mark (id, name) VALUES (1, ?) ON CONFLICT DO UPDATE SET name = excluded.name').run(name);

function store(database: DatabaseSyncInstance, origin: string, { size, root, note }: SignedHead): void {
  database
    .prepare(
      'INSERT INTO head (origin, size, root, note) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET (size, root, note) = (excluded.size, excluded.root, excluded.note)',
    )
    .run(origin, size, root, note);
}

/** In which file each log's head is kept: a copy is another one. Heads of a file from before this was asked are taken for its own. */
function keep(database: DatabaseSyncInstance, file: string): void {
  together(database, () => {
    database.exec('CREATE TABLE IF NOT EXISTS kept (origin TEXT PRIMARY KEY, file TEXT NOT NULL) STRICT; PRAGMA user_version = 1;');
    database.prepare('INSERT OR IGNORE INTO kept SELECT origin, ? FROM head').run(file);
  });
}

/** A file from before there were marks is taken for what it says, unless marks are there: then it was put back over one that is younger. */
function markFirst(database: DatabaseSyncInstance, mark: Mark): void {
  together(database, () => {
    if (Object.values(database.prepare('PRAGMA user_version').get() as Record<string, unknown>)[0] !== 1) return;
    database.exec('CREATE TABLE mark (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL) STRICT; PRAGMA user_version = 2;');
    nameMark(database, mark.isThere ? 'put back' : mark.renewed(undefined));
  });
}

function openDatabase(path: string): DatabaseSyncInstance {
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: NEIGHBOUR_WAIT_MS });
  try {
    database.exec('PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;');
    const of = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];
    if (of('application_id') === 0) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    if (of('application_id') !== APPLICATION_ID) throw new Error('made by another product');
    if (of('user_version') === 0) keep(database, fileOf(path));
    if (of('user_version') === 1) markFirst(database, Mark.beside(path));
    return database;
  } catch (error) {
    database.close();
    throw new Rejection('seal.head-damaged', { zh: `签封记录文件已损坏：${path}`, en: `the file of signed heads is damaged: ${path} (${String(error)})` });
  }
}
