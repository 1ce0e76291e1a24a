import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { must, Rejection } from '#kernel';
import { StorageFailed, type PositionStore } from '../event-log.js';
import { isDamage } from './failures.js';

/** "ZLp1": this file and no other holds runners' positions. */
const APPLICATION_ID = 0x5a4c7031;
const WAIT_MS = 5_000;

/**
 * Runners' positions in `positions.db`, beside the log. WAL with `synchronous=NORMAL` is enough: it survives kill -9, and what a power cut takes back is made
 * good by the runner, which resumes at the larger of the stored position and the last cause found among its own events.
 * @throws Rejection `positions.corrupt`, `positions.foreign`; StorageFailed
 */
export function openSqlitePositionStore(directory: string, { readOnly = false }: Readonly<{ readOnly?: boolean }> = {}): PositionStore {
  const path = join(directory, 'positions.db');
  if (readOnly && !existsSync(path)) return new SqlitePositionStore(undefined, true);
  let database: DatabaseSyncInstance | undefined;
  try {
    database = new DatabaseSync(path, { readOnly, timeout: WAIT_MS });
    prepare(database, readOnly);
    return new SqlitePositionStore(database, readOnly);
  } catch (error) {
    database?.close();
    if (error instanceof Rejection) throw error;
    if (isDamage(error)) throw new Rejection('positions.corrupt', { zh: '进度文件已损坏', en: `positions.db is damaged: ${String(error)}` });
    throw new StorageFailed(error);
  }
}

function prepare(database: DatabaseSyncInstance, readOnly: boolean): void {
  const { application_id: owner } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_master').get() as { tables: number };
  const isNew = owner === 0 && tables === 0;
  must(isNew || owner === APPLICATION_ID, 'positions.foreign', { zh: 'positions.db不是本系统所建', en: 'positions.db was not made by this product' });
  if (readOnly) return;
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL');
  if (isNew)
    database.exec(
      `BEGIN IMMEDIATE; CREATE TABLE position (runner TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID; PRAGMA application_id=${APPLICATION_ID}; COMMIT`,
    );
}

class SqlitePositionStore implements PositionStore {
  private readonly statements;

  constructor(
    private readonly database: DatabaseSyncInstance | undefined,
    private readonly readOnly: boolean,
  ) {
    this.statements = database && {
      load: database.prepare('SELECT position FROM position WHERE runner = ?'),
      save: database.prepare('INSERT INTO position (runner, position) VALUES (?, ?) ON CONFLICT DO UPDATE SET position = max(position, excluded.position)'),
    };
  }

  async load(runner: string): Promise<number | undefined> {
    return this.answer(() => (this.statements?.load.get(runner) as { position: number } | undefined)?.position);
  }

  async save(runner: string, position: number): Promise<void> {
    must(!this.readOnly, 'ledger.read-only', { zh: '账本以只读方式打开', en: 'the ledger is open for reading only' });
    this.answer(() => this.statements!.save.run(runner, position));
  }

  async close(): Promise<void> {
    if (!this.database?.isOpen) return;
    if (!this.readOnly) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  private answer<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw new StorageFailed(error);
    }
  }
}
