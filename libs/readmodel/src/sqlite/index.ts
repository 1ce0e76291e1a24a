export { rowsBeyond } from './rows-beyond.js';
export { openSqliteRowStore, type SqliteRowOptions } from './sqlite-row-store.js';
