import type { RowStore } from '../row-store.js';
import { MongoRowStore } from './mongo-row-store.js';
import { openRows, type MongoRowOptions } from './open.js';

export type { MongoRowOptions } from './open.js';

/**
 * Opens the row store in a database of a MongoDB replica set. Dropping the collections loses nothing: the log rebuilds them.
 * @throws Rejection `readmodel.uri`, `.unavailable`, `.access-denied`, `.topology`, `.absent` (read-only, nothing there), `.foreign`
 */
export async function openMongoRowStore(options: MongoRowOptions): Promise<RowStore> {
  return new MongoRowStore(await openRows(options));
}
