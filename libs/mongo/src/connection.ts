import type { Db, MongoClient, MongoClientOptions } from 'mongodb';
import { must, Rejection } from '#kernel';
import { isPassing, mapped, type Part } from './faults.js';

/** Where the data lies. The database is the one that the URI names, else `zelian`. */
export type MongoPlace = Readonly<{
  uri: string;
  database?: string;
  /** How long a request is tried again while the server is away. */
  patienceMs?: number;
  /** How long one request waits for a server, or for its answer on an open line. */
  serverWaitMs?: number;
  answerWaitMs?: number;
}>;

const DATABASE = 'zelian';
const PATIENCE_MS = 10_000;
const SERVER_WAIT_MS = 2_000;
const ANSWER_WAIT_MS = 20_000;
const MAJORITY_WAIT_MS = 15_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/** One part's connections to a replica set. */
export class Connection {
  constructor(
    private readonly part: Part,
    private readonly client: MongoClient,
    private readonly place: MongoPlace,
  ) {}

  get db(): Db {
    return this.client.db(this.place.database);
  }

  /**
   * Tries again, with growing pauses, while the server is away. The work has to be one that may be done twice: nobody can tell whether a request
   * whose answer is missing was carried out.
   * @throws Rejection `<part>.unavailable`, `.access-denied`, `.storage-full`, `.too-large`; whatever else the server says as it is
   */
  async attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    const deadline = Date.now() + (this.place.patienceMs ?? PATIENCE_MS);
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || Date.now() + pause > deadline) throw mapped(this.part, error);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/**
 * Connects, with majority writes on the journal and majority reads. The driver is loaded here and not before: the embedded default needs none of it. Its
 * own retries are off, so that there is one place which tries again.
 * @throws Rejection `<part>.uri`, `.unavailable`, `.access-denied`, `.topology`
 */
export async function openConnection(part: Part, place: MongoPlace): Promise<Connection> {
  const { MongoClient: Client } = await import('mongodb');
  const client = clientOf(part, place, Client);
  const connection = new Connection(part, client, { ...place, database: place.database ?? namedIn(client) });
  try {
    const hello = await connection.attempt(async () => (await client.connect()).db('admin').command({ hello: 1 }));
    mustBeSafe(part, hello);
    return connection;
  } catch (error) {
    await client.close();
    throw error;
  }
}

function clientOf(part: Part, place: MongoPlace, Client: typeof MongoClient): MongoClient {
  const options: MongoClientOptions = {
    appName: 'zelian',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: MAJORITY_WAIT_MS },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    retryReads: false,
    retryWrites: false,
    serverSelectionTimeoutMS: place.serverWaitMs ?? SERVER_WAIT_MS,
    connectTimeoutMS: place.serverWaitMs ?? SERVER_WAIT_MS,
    socketTimeoutMS: place.answerWaitMs ?? ANSWER_WAIT_MS,
  };
  try {
    return new Client(place.uri, options);
  } catch (error) {
    // The driver's message may repeat the URI, and with it a password.
    throw new Rejection(`${part}.uri`, {
      zh: 'MongoDB连接地址无效（MONGODB_URI）',
      en: `MONGODB_URI is no valid connection string (${(error as Error).name})`,
    });
  }
}

/** Without a name in the URI the driver says `test`, where anything may lie. */
const namedIn = (client: MongoClient): string => (client.options.dbName === 'test' ? DATABASE : client.options.dbName);

/** A standalone server confirms what a crash may take back; with an arbiter a majority of votes is no majority of data. */
function mustBeSafe(part: Part, hello: Readonly<{ setName?: unknown; arbiters?: unknown }>): void {
  must(typeof hello.setName === 'string', `${part}.topology`, {
    zh: 'MongoDB须为副本集（单机亦可建只有一个成员的副本集）',
    en: 'MongoDB has to be a replica set, if only of one member: neither a standalone server nor a router confirms a majority write here',
  });
  must(!Array.isArray(hello.arbiters) || hello.arbiters.length === 0, `${part}.topology`, {
    zh: 'MongoDB副本集不得含仲裁节点：多数票不等于多数数据',
    en: 'the replica set has an arbiter: a majority of votes would be no majority of data',
  });
}
