import type * as client from '@kurrent/kurrentdb-client';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { Rejection } from '#kernel';
import { isPassing, mapped, NoAnswer } from './failures.js';

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

/** One ledger's connection to the server. A client that failed is left: one whose first read met no server fails for ever. */
export class Connection {
  private client: KurrentDBClient | undefined;
  private readonly leaving = new Set<Promise<void>>();

  constructor(
    private readonly place: KurrentPlace,
    private readonly make: () => KurrentDBClient,
  ) {}

  current(): KurrentDBClient {
    return (this.client ??= this.make());
  }

  patience(): Patience {
    return new Patience(this.place.patienceMs ?? PATIENCE_MS);
  }

  /** One try, with a limit of our own on the wait for an answer. @throws the client's own errors, NoAnswer */
  async once<Result>(work: (client: KurrentDBClient) => Promise<Result>): Promise<Result> {
    const client = this.current();
    try {
      return await within(this.place.answerWaitMs ?? ANSWER_WAIT_MS, work(client));
    } catch (error) {
      if (isPassing(error)) this.leave(client);
      throw error;
    }
  }

  /** Tries again, with growing pauses, while the server is away: for what may be done twice. @throws Rejection as `mapped` says */
  async attempt<Result>(work: (client: KurrentDBClient) => Promise<Result>): Promise<Result> {
    const patience = this.patience();
    for (;;) {
      try {
        return await this.once(work);
      } catch (error) {
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
