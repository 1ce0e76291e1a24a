import type { RowStore } from '../row-store.js';
import type { SharedPlace } from '../shared-rows.js';
import { MongoRowStore } from './mongo-row-store.js';
import { lookedAt, openPlace, takenRows, type MongoRowOptions } from './open.js';

export type { MongoRowOptions } from './open.js';

/**
 * Opens the row store in a database of a MongoDB replica set. Dropping the collections loses nothing: the log rebuilds them.
 * @throws Rejection `readmodel.uri`, `.unavailable`, `.access-denied`, `.topology`, `.absent` (read-only, nothing there), `.foreign`
 */
export async function openMongoRowStore(options: MongoRowOptions): Promise<RowStore> {
  const place = await openPlace(options);
  try {
    return new MongoRowStore(options.readOnly ? lookedAt(place) : await takenRows(place));
  } catch (error) {
    await place.connection.close();
    throw error;
  }
}

/** The same for several processes, of which one at a time writes. @throws Rejection as above */
export async function openSharedMongoRows(options: Omit<MongoRowOptions, 'readOnly'>): Promise<SharedPlace> {
  const place = await openPlace(options);
  return {
    looking: new MongoRowStore(lookedAt(place)),
    write: async (confirm) => new MongoRowStore(await takenRows(place, confirm)),
    close: () => place.connection.close(),
  };
}
