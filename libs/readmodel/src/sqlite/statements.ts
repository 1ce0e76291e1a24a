import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';

/** The version that holds at a position is the last one of its key that begins at or before it: with `max`, SQLite takes the other columns from that row. */
const LIST = `SELECT key, row, max(from_position) FROM row_version NOT INDEXED
  WHERE view_id = ? AND key >= ? AND key < ? AND from_position <= ? GROUP BY key HAVING row IS NOT NULL ORDER BY key LIMIT ?`;

export const SQL = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  view: 'SELECT id, version, position FROM view WHERE name = ?',
  create: 'INSERT INTO view (name, version, position) VALUES (?, ?, -1)',
  move: 'UPDATE view SET position = max(position, ?) WHERE id = ?',
  rename: 'UPDATE view SET name = ? WHERE id = ?',
  drop: 'DELETE FROM view WHERE id = ?',
  clear: 'DELETE FROM row_version WHERE view_id = ?',
  insert: 'INSERT INTO row_version (view_id, key, from_position, row) VALUES (?, ?, ?, ?)',
  latest: 'SELECT row FROM row_version WHERE view_id = ? AND key = ? ORDER BY from_position DESC LIMIT 1',
  at: 'SELECT row FROM row_version WHERE view_id = ? AND key = ? AND from_position <= ? ORDER BY from_position DESC LIMIT 1',
  list: LIST,
  history: 'SELECT key, from_position AS "from", row FROM row_version WHERE view_id = ? AND key = ? ORDER BY from_position',
  touched: 'SELECT DISTINCT key FROM row_version WHERE view_id = ? AND from_position > ? AND from_position <= ? ORDER BY key',
  versions: `SELECT key, from_position AS "from", row FROM row_version NOT INDEXED
    WHERE view_id = ? AND (key, from_position) > (?, ?) AND from_position <= ? ORDER BY key, from_position LIMIT ?`,
} as const;

export type Statements = Readonly<Record<keyof typeof SQL, StatementSyncInstance>>;

/** Prepared once: preparing anew for each call costs more than most of the calls. */
export const statementsFor = (database: DatabaseSyncInstance): Statements =>
  Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)])) as unknown as Statements;
