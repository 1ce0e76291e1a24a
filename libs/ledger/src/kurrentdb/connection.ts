import type * as client from '@kurrent/kurrentdb-client';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { Rejection } from '#kernel';
import { ClientLeft, isPassing, mapped, NoAnswer, saysNothing } from './failures.js';

/** Where the log lies. */
export type KurrentPlace = Readonly<{
  uri: string;
  /** Begins the name of every stream of the ledger. */
  prefix?: string;
  /** How long a request is tried again while the server is away. */
  patienceMs?: number;
  /** How long one request waits for its answer. */
  answerWaitMs?: number;
}>;

const PATIENCE_MS = 5_000;
const ANSWER_WAIT_MS = 15_000;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1_000;

/** Growing pauses until patience ends. */
export class Patience {
  private pause = FIRST_PAUSE_MS;
  private readonly deadline: number;
  constructor(ms: number) {
    this.deadline = Date.now() + ms;
  }
  /** false: it is over. */
  async wait(): Promise<boolean> {
    if (Date.now() + this.pause > this.deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, this.pause));
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MS);
    return true;
  }
}

/** A client that has read once recovers by itself; one that fails so often in a row is left nevertheless. */
const FAILURES_MAX = 3;

/** One ledger's connection to the server. A client is left when its first read met no server, since it then fails for ever, and when it gives no answer. */
export class Connection {
  private client: KurrentDBClient | undefined;
  /** Whether the client has read, and how often in a row reading failed since. */
  private hasRead = false;
  private failures = 0;
  private readonly leaving = new Set<Promise<void>>();

  constructor(
    private readonly place: KurrentPlace,
    private readonly make: () => KurrentDBClient,
  ) {}

  current(): KurrentDBClient {
    if (this.client) return this.client;
    [this.hasRead, this.failures] = [false, 0];
    return (this.client = this.make());
  }

  /** How long one request waits for its answer. */
  get answerWaitMs(): number {
    return this.place.answerWaitMs ?? ANSWER_WAIT_MS;
  }

  patience(): Patience {
    return new Patience(this.place.patienceMs ?? PATIENCE_MS);
  }

  /** One try, with a limit of our own on the wait for an answer. @throws the client's own errors, NoAnswer */
  async once<Result>(work: (client: KurrentDBClient) => Promise<Result>): Promise<Result> {
    const client = this.current();
    try {
      return await within(this.answerWaitMs, work(client));
    } catch (error) {
      // Its line is closed, which is no answer to anything.
      if (this.client !== client && saysNothing(error)) throw new ClientLeft(error);
      if (isPassing(error) && (!this.hasRead || error instanceof NoAnswer || this.failures >= FAILURES_MAX)) this.leave(client);
      throw error;
    }
  }

  /** A read; tries again, with growing pauses, while the server is away. @throws Rejection as `mapped` says */
  async read<Result>(work: (client: KurrentDBClient) => Promise<Result>): Promise<Result> {
    const patience = this.patience();
    for (;;) {
      try {
        const result = await this.once(work);
        [this.hasRead, this.failures] = [true, 0];
        return result;
      } catch (error) {
        this.failures++;
        if (!isPassing(error) || !(await patience.wait())) throw mapped(error);
      }
    }
  }

  /** Another client is made for whatever is asked next. */
  leave(client: KurrentDBClient): void {
    if (this.client !== client) return;
    this.client = undefined;
    const left = end(client).finally(() => this.leaving.delete(left));
    this.leaving.add(left);
  }

  async close(): Promise<void> {
    if (this.client) this.leave(this.client);
    await Promise.all(this.leaving);
  }
}

async function within<Result>(ms: number, answer: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const missing = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(ms)), ms);
  });
  try {
    return await Promise.race([answer, missing]);
  } finally {
    clearTimeout(timer);
  }
}

/** `dispose` ends streams only: the line itself would keep the process alive. */
async function end(client: KurrentDBClient): Promise<void> {
  await client.dispose();
  try {
    const channel = await (client as unknown as { getChannel(): Promise<{ close(): void }> }).getChannel();
    channel.close();
  } catch (error) {
    // Where no member of a cluster could be found there is no line to close.
    if (!(error instanceof Error)) throw error;
  }
}

/** The client, loaded when it is asked for and not before: the embedded default needs none of it. @throws Rejection `ledger.no-client`, `ledger.uri` */
export async function openConnection(place: KurrentPlace): Promise<Connection> {
  const { KurrentDBClient: Client } = await loaded();
  const make = () => {
    try {
      // The older name of the scheme is taken; the client would complain of it each time.
      return Client.connectionString(place.uri.replace(/^esdb(?=\+|:)/, 'kurrentdb'));
    } catch (error) {
      // The client's message may repeat the URI, and with it a password.
      throw new Rejection('ledger.uri', {
        zh: 'KurrentDB连接地址无效（KURRENTDB_URI）',
        en: `KURRENTDB_URI is no valid connection string (${(error as Error).name})`,
      });
    }
  };
  const connection = new Connection(place, make);
  connection.current();
  return connection;
}

async function loaded(): Promise<typeof client> {
  try {
    return await import('@kurrent/kurrentdb-client');
  } catch (error) {
    throw new Rejection('ledger.no-client', {
      zh: '未安装KurrentDB客户端（可选组件@kurrent/kurrentdb-client）',
      en: `the optional package @kurrent/kurrentdb-client is not installed here: ${(error as Error).message}`,
    });
  }
}
