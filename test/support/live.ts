import { randomBytes } from 'node:crypto';
import { Rejection } from '#kernel';
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
  const uri = process.env.MONGODB_URI;
  if (uri === undefined || uri === '') {
    describe.skip('on a real MongoDB', () => {
      it('is not run: MONGODB_URI is not set', () => undefined);
    });
    return;
  }
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
