import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { StoredEvent } from '../event-log.js';
import type { EventRow, EventTable } from './event-table.js';

/** What lies at a position: an event, or why none can be read there. */
export type RawEvent = Readonly<{ position: number; event: StoredEvent; fault?: undefined }> | Readonly<{ position: number; event?: undefined; fault: string }>;

const FAULTS_MAX = 100;
const PAGE = 500;
/** Positions in a row that cannot be read, after which the rest is given up. */
const UNREAD_MAX = 2 * PAGE;

/** PRAGMA integrity_check, and what it could not even begin to read. */
export function integrityCheck(database: DatabaseSyncInstance): readonly string[] {
  return attempted('integrity_check', () => {
    const findings = database.prepare(`PRAGMA integrity_check(${FAULTS_MAX})`).all() as { integrity_check: string }[];
    return findings.map((row) => row.integrity_check).filter((finding) => finding !== 'ok');
  });
}

const INDEXES = [
  { table: 'event', row: 'position', index: 'event_by_id', columns: ['id'] },
  { table: 'event', row: 'position', index: 'event_by_revision', columns: ['stream', 'revision'] },
  { table: 'name', row: 'id', index: 'name_by_text', columns: ['text'] },
] as const;

/**
 * Holds every index against its table: each row must be found through the index under its own values, and the index must hold no more than the table.
 * Both together mean that they are equal; a changed byte in an index is otherwise invisible to hashes, which cover the table's bytes only.
 */
export function compareIndexes(database: DatabaseSyncInstance): readonly string[] {
  return INDEXES.flatMap(({ table, row, index, columns }) =>
    attempted(index, () => {
      const same = columns.map((column) => `entry.${column} IS held.${column}`).join(' AND ');
      const missing = database
        .prepare(
          `SELECT held.${row} AS place FROM ${table} AS held NOT INDEXED
      WHERE NOT EXISTS (SELECT 1 FROM ${table} AS entry INDEXED BY ${index} WHERE ${same} AND entry.${row} = held.${row}) LIMIT ${FAULTS_MAX}`,
        )
        .all() as { place: number }[];
      const faults = missing.map(({ place }) => `${index}: row ${place} of ${table} is not found through the index`);
      const held = count(database, `${table} NOT INDEXED`);
      const entries = count(database, `${table} INDEXED BY ${index} WHERE ${columns[0]} IS NOT NULL`);
      return held === entries ? faults : [...faults, `${index}: ${entries} entries for ${held} rows of ${table}`];
    }),
  );
}

const count = (database: DatabaseSyncInstance, from: string): number => (database.prepare(`SELECT count(*) AS n FROM ${from}`).get() as { n: number }).n;

function attempted(what: string, check: () => readonly string[]): readonly string[] {
  try {
    return check();
  } catch (error) {
    return [`${what}: ${(error as Error).message}`];
  }
}

/**
 * Every position from `from` to the last that the table holds. A page that SQLite cannot read is tried row by row, so that the first bad position can be named
 * and what lies behind it still be checked; where nothing more can be read for long, it says so and ends.
 */
export function* readRaw(database: DatabaseSyncInstance, table: EventTable, from: number): Generator<RawEvent> {
  const columns = 'position, stream, revision, type, recorded_at AS recordedAt, ordinal, mac_key AS macKey, id, mac, digest, bytes FROM event NOT INDEXED';
  const page = database.prepare(`SELECT ${columns} WHERE position >= ? ORDER BY position LIMIT ${PAGE}`);
  const single = database.prepare(`SELECT ${columns} WHERE position = ?`);
  const last = database.prepare('SELECT max(position) AS position FROM event NOT INDEXED');
  for (let next = from, unread = 0; ;) {
    const rows = attempt(() => page.all(next) as EventRow[]);
    if (rows?.length === 0) return;
    if (rows) {
      yield* eventsIn(rows, next, table);
      next = rows.at(-1)!.position + 1;
      continue;
    }
    const end = Math.min(attempt(() => (last.get() as { position: number }).position) ?? Infinity, next + PAGE - 1);
    for (; next <= end; next++) {
      const raw = read(next, () => single.get(next) as EventRow | undefined, table);
      unread = raw.event ? 0 : unread + 1;
      yield raw;
    }
    if (unread >= UNREAD_MAX) return yield { position: next, fault: 'nothing more can be read from here on' };
  }
}

/** What a damaged file will not answer is undefined: the caller then looks more closely, and names the fault. */
function attempt<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function* eventsIn(rows: readonly EventRow[], from: number, table: EventTable): Generator<RawEvent> {
  let expected = from;
  for (const row of rows) {
    // One line for a gap however wide: a forged position could otherwise be billions away.
    if (row.position !== expected) yield { position: expected, fault: `missing up to ${row.position - 1}` };
    yield read(row.position, () => row, table);
    expected = row.position + 1;
  }
}

function read(position: number, rowOf: () => EventRow | undefined, table: EventTable): RawEvent {
  try {
    const row = rowOf();
    return row ? { position, event: table.eventOf(row) } : { position, fault: 'missing' };
  } catch (error) {
    return { position, fault: (error as Error).message };
  }
}
