import { randomBytes } from 'node:crypto';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { Rejection } from '#kernel';
import { openKurrentEventLog, type KurrentPlace } from '#ledger/kurrentdb';
import { openConnection, type MongoPlace } from '#mongo';

const WAIT_MS = 3_000;

/** A database of this run's own on the server that MONGODB_URI names. @throws Error that says so when nobody answers there */
async function database(uri: string): Promise<MongoPlace> {
  const place = { uri, database: `zelian_live_${randomBytes(6).toString('hex')}`, patienceMs: WAIT_MS };
  try {
    await (await openConnection('readmodel', place)).close();
    return place;
  } catch (error) {
    throw new Error(`MONGODB_URI names a server that does not serve this suite: ${error instanceof Rejection ? error.text.en : String(error)}`);
  }
}

async function dropped(place: MongoPlace): Promise<void> {
  const connection = await openConnection('readmodel', place);
  await connection.db.dropDatabase();
  await connection.close();
}

/**
 * Declares suites on a real server, each place in a database of its own that is dropped afterwards. Without MONGODB_URI they are reported as skipped; where it names
 * a server that does not answer, the first test fails and says so.
 */
export function onLiveMongo(declare: (place: () => Promise<MongoPlace>) => void): void {
  const uri = uriOr('MongoDB', 'MONGODB_URI');
  if (uri === undefined) return;
  const used: MongoPlace[] = [];
  const place = async () => {
    const made = await database(uri);
    used.push(made);
    return made;
  };
  it('MONGODB_URI names a replica set that answers', async () => dropped(await database(uri)));
  afterAll(async () => {
    for (const one of used) await dropped(one);
  });
  declare(place);
}

/** The variable's value; where there is none, a suite that is reported as skipped. */
function uriOr(server: string, variable: string): string | undefined {
  const uri = process.env[variable];
  if (uri !== undefined && uri !== '') return uri;
  describe.skip(`on a real ${server}`, () => {
    it(`is not run: ${variable} is not set`, () => undefined);
  });
  return undefined;
}

/** Declares suites on the server that KURRENTDB_URI names, each ledger under a prefix of its own, whose streams are deleted afterwards. */
export function onLiveKurrent(declare: (place: () => KurrentPlace) => void): void {
  const uri = uriOr('KurrentDB', 'KURRENTDB_URI');
  if (uri === undefined) return;
  const used: string[] = [];
  const place = (): KurrentPlace => {
    const prefix = `live_${randomBytes(6).toString('hex')}`;
    used.push(prefix);
    return { uri, prefix };
  };
  it('KURRENTDB_URI names a server that answers', async () => {
    try {
      await (await openKurrentEventLog({ ...place(), development: true, patienceMs: WAIT_MS })).close();
    } catch (error) {
      throw new Error(`KURRENTDB_URI names a server that does not serve this suite: ${error instanceof Rejection ? error.text.en : String(error)}`);
    }
  });
  afterAll(() => deleted(uri, used));
  declare(place);
}

async function deleted(uri: string, prefixes: readonly string[]): Promise<void> {
  const client = KurrentDBClient.connectionString(uri);
  const streams = new Set<string>();
  const filter = { filterOn: 'streamName' as const, prefixes: prefixes.flatMap((prefix) => [`${prefix}:`, `${prefix}~`]) };
  for await (const { event } of client.readAll({ filter: filter as never })) if (event) streams.add(event.streamId);
  for (const stream of streams) await client.deleteStream(stream);
  await client.dispose();
}
