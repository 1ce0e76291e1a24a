import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';

/**
 * Goes from key to key and takes of each the version that holds at the position, so that a page costs its rows and not their histories. The keys come one by one
 * in the index's order; an ORDER BY would make SQLite walk all of them to sort what is sorted.
 */
const LIST = `WITH RECURSIVE held (key) AS (
    SELECT min(key) FROM row_version INDEXED BY row_version_by_key WHERE view_id = ?1 AND key >= ?2 AND key < ?3
    UNION ALL
    SELECT (SELECT min(key) FROM row_version INDEXED BY row_version_by_key WHERE view_id = ?1 AND key > held.key AND key < ?3) FROM held WHERE held.key IS NOT NULL)
  SELECT version.key, version.row FROM held CROSS JOIN row_version version ON version.id = (
    SELECT id FROM row_version INDEXED BY row_version_by_key WHERE view_id = ?1 AND key = held.key AND from_position <= ?4 ORDER BY from_position DESC LIMIT 1)
  WHERE version.row IS NOT NULL LIMIT ?5`;

export const SQL = {
  look: 'BEGIN',
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  view: 'SELECT id, version, position FROM view WHERE name = ?',
  create: 'INSERT INTO view (name, version, position) VALUES (?, ?, -1)',
  move: 'UPDATE view SET position = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND position < ?1',
  rename: 'UPDATE view SET name = ? WHERE id = ?',
  drop: 'DELETE FROM view WHERE id = ?',
  clear: 'DELETE FROM row_version WHERE view_id = ?',
  insert: 'INSERT INTO row_version (view_id, key, from_position, row) VALUES (?, ?, ?, ?)',
  latest: 'SELECT row FROM row_version WHERE view_id = ? AND key = ? ORDER BY from_position DESC LIMIT 1',
  at: 'SELECT row FROM row_version WHERE view_id = ? AND key = ? AND from_position <= ? ORDER BY from_position DESC LIMIT 1',
  list: LIST,
  history: 'SELECT key, from_position AS "from", row FROM row_version WHERE view_id = ? AND key = ? ORDER BY from_position',
  touched: 'SELECT DISTINCT key FROM row_version WHERE view_id = ? AND from_position > ? AND from_position <= ? ORDER BY key',
  versions: `SELECT key, from_position AS "from", row FROM row_version INDEXED BY row_version_by_key
    WHERE view_id = ? AND (key, from_position) > (?, ?) AND from_position <= ? ORDER BY key, from_position LIMIT ?`,
} as const;

export type Statements = Readonly<Record<keyof typeof SQL, StatementSyncInstance>>;

/** One text is their answer: an array is made faster than an object with a name in it. */
const SINGLE: readonly string[] = ['latest', 'at'] satisfies (keyof typeof SQL)[];
/** What such a statement finds: the row as text, null where it was removed. */
export type FoundText = readonly [text: string | null] | undefined;

/** Each prepared once, when it is first needed: anew for each call would cost more than most of the calls, all of them at the start more than opening the file. */
export function statementsFor(database: DatabaseSyncInstance): Statements {
  const statements = {} as Record<keyof typeof SQL, StatementSyncInstance>;
  for (const [name, sql] of Object.entries(SQL)) {
    const get = (): StatementSyncInstance => {
      const value = database.prepare(sql, { returnArrays: SINGLE.includes(name) });
      Object.defineProperty(statements, name, { value });
      return value;
    };
    Object.defineProperty(statements, name, { get, configurable: true });
  }
  return statements;
}
