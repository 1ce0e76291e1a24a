export { openSqliteRowStore, type SqliteRowOptions } from './sqlite-row-store.js';
