import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, linkSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Rejection } from '#kernel';
import { syncFolder } from '../durable.js';
import type { Contradiction, Cosigned, WitnessStore } from './witness-store.js';

/** "ZLw1" in the file's header: this file and no other is a witness's memory. */
const APPLICATION_ID = 0x5a4c7731;
const FORMAT = 1;
const FILE = 'witness.db';
/** Longer than any other process holds the file for one checkpoint. */
const WAIT_MS = 10_000;
/** A log that contradicts itself a hundred times is proven guilty; more would only fill the disk. */
const CONTRADICTIONS_MAX = 100;
const SCHEMA = `
  CREATE TABLE cosigned (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE contradiction (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, against TEXT NOT NULL, seen_at INTEGER NOT NULL,
    PRIMARY KEY (origin, size, root)
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

export const holdsWitness = (directory: string): boolean => existsSync(join(directory, FILE));

/** Makes an empty memory, whole or not at all. @throws Rejection `witness.exists` */
export function createWitnessStore(directory: string): WitnessStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = join(directory, `${FILE}.${randomBytes(6).toString('hex')}.new`);
  closeSync(openSync(draft, 'wx', 0o600));
  try {
    const database = opened(draft);
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    database.close();
    linkSync(draft, join(directory, FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Rejection('witness.exists', { zh: `目录中已有见证人：${directory}`, en: `there is a witness already: ${directory}` });
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(directory);
  return openWitnessStore(directory);
}

/**
 * Opens a memory that is there. One that is not is never made on the way: a witness that forgot what it cosigned would cosign a fork.
 * @throws Rejection `witness.absent`, `witness.foreign`
 */
export function openWitnessStore(directory: string): WitnessStore {
  if (!holdsWitness(directory)) throw new Rejection('witness.absent', { zh: `目录中没有见证人：${directory}`, en: `no witness in ${directory}` });
  const database = opened(join(directory, FILE));
  if (pragma(database, 'application_id') === APPLICATION_ID && pragma(database, 'user_version') === FORMAT) return new SqliteWitnessStore(database);
  database.close();
  throw new Rejection('witness.foreign', { zh: 'witness.db不是本系统所建或版本不符', en: 'witness.db was not made by this product or has another format' });
}

const pragma = (database: DatabaseSyncInstance, name: string): unknown => Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0];

function opened(path: string): DatabaseSyncInstance {
  const database = new DatabaseSync(path, { timeout: WAIT_MS });
  // A rollback journal: one file, and EXTRA also syncs the folder when the journal goes, so that a commit outlives a power cut.
  database.exec('PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;');
  if (pragma(database, 'synchronous') !== 3) throw new Error('synchronous=EXTRA was not taken');
  return database;
}

class SqliteWitnessStore implements WitnessStore {
  constructor(private readonly database: DatabaseSyncInstance) {}

  latest(origin: string): Cosigned | undefined {
    return cosignedOf(this.database.prepare('SELECT origin, size, root, note FROM cosigned WHERE origin = ?').get(origin));
  }

  replace(before: Cosigned | undefined, { origin, size, root, note }: Cosigned): boolean {
    // One statement, one transaction: check and store are one thing, whoever else has the file open.
    const { changes } = before
      ? this.database.prepare('UPDATE cosigned SET size = ?, root = ?, note = ? WHERE origin = ? AND note = ?').run(size, root, note, origin, before.note)
      : this.database
          .prepare('INSERT INTO cosigned (origin, size, root, note) VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO NOTHING')
          .run(origin, size, root, note);
    return Number(changes) === 1;
  }

  keep({ origin, size, root, note, against, seenAt }: Contradiction): void {
    this.database
      .prepare(
        `INSERT INTO contradiction (origin, size, root, note, against, seen_at) SELECT ?, ?, ?, ?, ?, ?
         WHERE (SELECT count(*) FROM contradiction WHERE origin = ?) < ${CONTRADICTIONS_MAX} ON CONFLICT DO NOTHING`,
      )
      .run(origin, size, root, note, against, seenAt, origin);
  }

  all(): readonly Cosigned[] {
    return this.database
      .prepare('SELECT origin, size, root, note FROM cosigned ORDER BY origin')
      .all()
      .map((row) => cosignedOf(row)!);
  }

  contradictions(): readonly Contradiction[] {
    const rows = this.database.prepare('SELECT origin, size, root, note, against, seen_at FROM contradiction ORDER BY origin, size, seen_at').all();
    return rows.map((row) => {
      const { against, seen_at: seenAt } = row as { against: string; seen_at: number };
      return { ...cosignedOf(row)!, against, seenAt };
    });
  }

  close(): void {
    this.database.close();
  }
}

function cosignedOf(row: unknown): Cosigned | undefined {
  if (row === undefined) return undefined;
  const { origin, size, root, note } = row as { origin: string; size: number; root: Uint8Array; note: string };
  return { origin, size, root: Uint8Array.from(root), note };
}
