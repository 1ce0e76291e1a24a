import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Message } from '#kernel';
import type { StoredEvent } from '../event-log.js';
import type { EventRow, EventTable } from './event-table.js';
import { INDEXED_UP_TO } from './schema.js';

/** What lies at a position: an event with its place in its append, or why none can be read there. */
export type RawEvent =
  Readonly<{ position: number; event: StoredEvent; ordinal: number; fault?: undefined }> | Readonly<{ position: number; event?: undefined; fault: Message }>;
/** What is wrong with a file; `position`: of the event that it is about. */
export type FileFault = Message & Readonly<{ position?: number }>;

const FAULTS_MAX = 100;
const PAGE = 500;
/** Positions in a row that cannot be read, after which the rest is given up. */
const UNREAD_MAX = 2 * PAGE;

/** PRAGMA integrity_check, and what it could not even begin to read. */
export function integrityCheck(database: DatabaseSyncInstance): readonly FileFault[] {
  return attempted(STRUCTURE, () => {
    const findings = database.prepare(`PRAGMA integrity_check(${FAULTS_MAX})`).all() as { integrity_check: string }[];
    return findings.map((row) => row.integrity_check).flatMap((en) => (en === 'ok' ? [] : [{ zh: '数据库结构自检不通过', en }]));
  });
}
const STRUCTURE: Message = { zh: '数据库结构', en: 'integrity_check' };

/** The same of a database of another kind by its path: of an index that misses a row, no row tells. Never throws. */
export const fileFaults = (path: string): readonly FileFault[] =>
  attempted(STRUCTURE, () => {
    const database = new DatabaseSync(path, { readOnly: true, timeout: NEIGHBOUR_WAIT_MS });
    try {
      return integrityCheck(database);
    } finally {
      database.close();
    }
  });
const NEIGHBOUR_WAIT_MS = 5_000;

/** An index as rows of its own, and the rows that it is of. */
type Index = Readonly<{ index: string; entries: string; table: string; row: string; columns: readonly string[]; held?: string }>;
const INDEXED = `held.position < ${INDEXED_UP_TO}`;
const INDEXES: readonly Index[] = [
  { index: 'by_id', entries: 'by_id', table: 'event', row: 'position', columns: ['id'], held: INDEXED },
  { index: 'by_revision', entries: 'by_revision', table: 'event', row: 'position', columns: ['stream', 'revision'], held: INDEXED },
  { index: 'name_by_text', entries: 'name INDEXED BY name_by_text', table: 'name', row: 'id', columns: ['text'] },
];

/**
 * Holds every index against its table: each row must be found through the index under its own values, and the index must hold no more than that.
 * Both together mean that they are equal; a changed byte in an index is otherwise invisible to hashes, which cover the table's bytes only.
 */
export function compareIndexes(database: DatabaseSyncInstance): readonly FileFault[] {
  return INDEXES.flatMap((index) => attempted({ zh: `索引${index.index}`, en: index.index }, () => compare(database, index)));
}

function compare(database: DatabaseSyncInstance, { index, entries, table, row, columns, held = 'TRUE' }: Index): readonly FileFault[] {
  const rows = `${table} AS held NOT INDEXED WHERE ${held}`;
  const same = columns.map((column) => `entry.${column} IS held.${column}`).join(' AND ');
  const source = entries.replace(/^\w+/, '$& AS entry');
  const missing = database
    .prepare(
      `SELECT held.${row} AS place FROM ${rows} AND NOT EXISTS (SELECT 1 FROM ${source} WHERE ${same} AND entry.${row} = held.${row}) LIMIT ${FAULTS_MAX}`,
    )
    .all() as { place: number }[];
  const faults = missing.map(({ place }) => ({
    ...(table === 'event' && { position: place }),
    zh: `索引${index}找不到${table === 'event' ? `第${place}号事件` : `第${place}个名称`}`,
    en: `${index}: row ${place} of ${table} is not found through the index`,
  }));
  const expected = count(database, rows);
  const found = count(database, `${source} WHERE entry.${columns[0]} IS NOT NULL`);
  if (expected === found) return faults;
  // The last events are not indexed yet, so that an index holds fewer than there are.
  const of: Message = held === INDEXED ? { zh: '已编入索引的事件', en: 'indexed events' } : { zh: '名称', en: `rows of ${table}` };
  return [...faults, { zh: `索引${index}有${found}项，${of.zh}有${expected}个`, en: `${index}: ${found} entries for ${expected} ${of.en}` }];
}

const count = (database: DatabaseSyncInstance, from: string): number => (database.prepare(`SELECT count(*) AS n FROM ${from}`).get() as { n: number }).n;

function attempted({ zh, en }: Message, check: () => readonly FileFault[]): readonly FileFault[] {
  try {
    return check();
  } catch (error) {
    return [{ zh: `${zh}无法核对`, en: `${en}: ${(error as Error).message}` }];
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
    const rows = attempt(() => inOrder(page.all(next) as EventRow[], next));
    if (rows?.length === 0) return;
    if (rows) {
      yield* eventsIn(rows, next, table);
      next = rows.at(-1)!.position + 1;
      continue;
    }
    const end = Math.min(attempt(() => (last.get() as { position: number }).position) ?? Infinity, next + PAGE - 1);
    // Rows are said to be there, and none lies further on: their order is damaged, and looking again would find the same.
    if (end < next) return yield { position: next, fault: { zh: '次序错乱', en: 'rows out of order' } };
    for (; next <= end; next++) {
      const raw = read(next, () => single.get(next) as EventRow | undefined, table);
      unread = raw.event ? 0 : unread + 1;
      yield raw;
    }
    if (unread >= UNREAD_MAX) return yield { position: next, fault: { zh: '自此无法再读', en: 'nothing more can be read from here on' } };
  }
}

/** SQLite trusts a page's order: where a row's number was changed, rows from before come again. @throws when they do */
function inOrder(rows: readonly EventRow[], from: number): readonly EventRow[] {
  if (rows.every(({ position }, i) => position >= (i === 0 ? from : rows[i - 1]!.position + 1))) return rows;
  throw new Error('rows out of order');
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
    if (row.position !== expected) yield { position: expected, fault: missing(expected, row.position - 1) };
    yield read(row.position, () => row, table);
    expected = row.position + 1;
  }
}

function read(position: number, rowOf: () => EventRow | undefined, table: EventTable): RawEvent {
  try {
    const row = rowOf();
    return row ? { position, event: table.eventOf(row), ordinal: row.ordinal } : { position, fault: missing(position, position) };
  } catch (error) {
    return { position, fault: { zh: '无法读取', en: `cannot be read: ${(error as Error).message}` } };
  }
}

const missing = (from: number, to: number): Message => (from === to ? { zh: '缺失', en: 'missing' } : { zh: `缺失至第${to}号`, en: `missing up to ${to}` });
