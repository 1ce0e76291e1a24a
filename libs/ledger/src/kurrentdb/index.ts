import { openConnection, type KurrentPlace } from './connection.js';
import { KurrentEventLog } from './kurrentdb-event-log.js';
import { Names } from './names.js';

export type { KurrentPlace } from './connection.js';
export type { KurrentEventLog } from './kurrentdb-event-log.js';

const PREFIX = 'zelian';

/** Opens the log that lies at a place; an empty one when nothing does yet. @throws Rejection `ledger.unavailable`, `.access-denied`, `.old-server`, `.uri`, `.no-client` */
export async function openKurrentEventLog(place: KurrentPlace): Promise<KurrentEventLog> {
  const names = new Names(place.prefix ?? PREFIX);
  const log = new KurrentEventLog(await openConnection(place), names);
  try {
    await log.start();
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
}
