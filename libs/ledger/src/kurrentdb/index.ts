import { openConnection, type KurrentPlace } from './connection.js';
import { guardServer, identityIn, mustBeGuarded } from './guarding.js';
import { KurrentEventLog } from './kurrentdb-event-log.js';
import { Names } from './names.js';

export type { ServerFault } from './audit.js';
export type { KurrentPlace } from './connection.js';
export type { KurrentEventLog } from './kurrentdb-event-log.js';
export type { Lease, LeaseTimes } from './lease.js';
export type { KurrentPositionStore } from './position-store.js';

const PREFIX = 'zelian';

export type KurrentOptions = KurrentPlace &
  Readonly<{
    /** A server that lets anybody do anything is taken: for development and tests. */
    development?: boolean;
    /** Only looked at: a server on which a ledger would not begin can still be verified. */
    readOnly?: boolean;
  }>;

/**
 * Opens the log that lies at a place; an empty one when nothing does yet.
 * @throws Rejection `ledger.unavailable`, `.access-denied`, `.uri`, `.no-client`, `.prefix`; for whoever writes `.open-acl`, `.acl-unknown`, `.truncating`
 */
export async function openKurrentEventLog({ development = false, readOnly = false, ...place }: KurrentOptions): Promise<KurrentEventLog> {
  const names = new Names(place.prefix ?? PREFIX);
  const connection = await openConnection(place);
  const log = new KurrentEventLog(connection, names);
  try {
    if (!development && !readOnly) await mustBeGuarded(connection, identityIn(place.uri));
    await log.start(!readOnly);
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Sets a server up as a ledger wants it; `uri` is an administrator's. @throws Rejection */
export async function guardKurrentServer(place: KurrentPlace, user: string): Promise<void> {
  const connection = await openConnection(place);
  try {
    await guardServer(connection, user);
  } finally {
    await connection.close();
  }
}
