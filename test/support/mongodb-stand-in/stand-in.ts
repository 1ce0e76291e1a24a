import type { Document } from 'bson';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Commands, type Databases } from './commands.js';
import { CommandFault } from './updates.js';
import { plainOf } from './values.js';
import { reply, requestIn, takeMessages, type Request } from './wire.js';

export type Topology = 'replica-set' | 'standalone' | 'arbiter';
/**
 * What is done to one command. drop: the line is cut before it is carried out; reset: after, without an answer; duplicate: carried out twice; again: carried out now,
 * and once more when some others have been; late: the line is cut, and it is carried out when some others have been; slow: answered after other work; restart: carried
 * out, and every line and cursor is gone; freeze: never answered; a document: answered so, and not carried out.
 */
export type Mishap = 'drop' | 'reset' | 'duplicate' | 'again' | 'late' | 'slow' | 'restart' | 'freeze' | Document;
export type Mishaps = (name: string, command: Document) => Mishap | undefined;
export type StandInOptions = Readonly<{ topology?: Topology; mishaps?: Mishaps; /** Commands until one that is late arrives. */ lateBy?: number }>;

const LATE_BY = 5;
const SEEN_MAX = 200;
const CONVERSATION = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions', 'saslStart', 'saslContinue']);

/**
 * A stand-in for a MongoDB server, for tests: the wire protocol and the few commands that the engines use, over TCP. It is not MongoDB; what the engines rely on
 * is tested of it, and the live suite asks the real one.
 */
export class MongoStandIn {
  mishaps: Mishaps;
  /** Names and bodies of what was carried out lately, newest last. */
  readonly seen: Readonly<{ name: string; command: Document }>[] = [];
  private readonly databases: Databases = new Map();
  private commands = new Commands(this.databases);
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;
  private belated: Readonly<{ due: number; name: string; command: Document }>[] = [];
  private done = 0;

  constructor(private readonly options: StandInOptions = {}) {
    this.mishaps = options.mishaps ?? (() => undefined);
  }

  static async start(options?: StandInOptions): Promise<MongoStandIn> {
    const server = new MongoStandIn(options);
    await server.listen();
    return server;
  }

  get uri(): string {
    // The driver looks again at once: otherwise it waits half a second before it asks a server that went away.
    const soon = 'minHeartbeatFrequencyMS=5';
    return `mongodb://127.0.0.1:${this.port}/?${soon}&${this.options.topology === 'standalone' ? 'directConnection=true' : 'replicaSet=stand-in'}`;
  }

  /** Begins to listen, on the port that it had before. */
  async listen(): Promise<void> {
    const server = createServer((socket) => this.serve(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  /** Goes away; the data stays. */
  async stop(): Promise<void> {
    this.cutLines();
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Every line and every cursor is gone; what was carried out stays. */
  private restart(): void {
    this.cutLines();
    this.commands = new Commands(this.databases);
  }

  cutLines(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private serve(socket: Socket): void {
    let buffer: Buffer = Buffer.alloc(0);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      const { messages, rest } = takeMessages(Buffer.concat([buffer, chunk]));
      buffer = rest;
      for (const message of messages) this.handle(socket, requestIn(message));
    });
  }

  private handle(socket: Socket, request: Request): void {
    const name = Object.keys(request.command)[0]!;
    const mishap = CONVERSATION.has(name) ? undefined : this.mishaps(name, request.command);
    const answer = () => this.carriedOut(name, request.command);
    const say = (document: Document) => void (socket.destroyed || socket.write(reply(request, document)));
    if (typeof mishap === 'object') return say(mishap);
    switch (mishap) {
      case 'drop':
      case 'late':
        if (mishap === 'late') this.belate(name, request.command);
        return void socket.destroy();
      case 'reset':
        answer();
        return void socket.resetAndDestroy();
      case 'restart':
        answer();
        return this.restart();
      case 'freeze':
        return undefined;
      case 'again':
        this.belate(name, request.command);
        return say(answer());
      case 'slow':
        return void setImmediate(() => setImmediate(() => say(answer())));
      case 'duplicate':
        answer();
        return say(answer());
      default:
        return say(answer());
    }
  }

  private belate(name: string, command: Document): void {
    this.belated.push({ due: this.done + (this.options.lateBy ?? LATE_BY), name, command });
  }

  private carriedOut(name: string, command: Document): Document {
    this.done++;
    const due = this.belated.filter((one) => one.due <= this.done);
    this.belated = this.belated.filter((one) => one.due > this.done);
    for (const one of due) this.answerTo(one.name, one.command);
    return this.answerTo(name, command);
  }

  private answerTo(name: string, command: Document): Document {
    if (/^(hello|ismaster)$/i.test(name)) return this.hello();
    if (name === 'saslStart') return { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'Authentication failed.' };
    this.seen.push({ name, command });
    if (this.seen.length > SEEN_MAX) this.seen.shift();
    try {
      return this.commands.run(name, command);
    } catch (error) {
      if (!(error instanceof CommandFault)) return { ok: 0, code: 8, codeName: 'UnknownError', errmsg: `the stand-in failed: ${String(error)}` };
      return { ok: 0, code: error.code, codeName: error.codeName, errmsg: error.message, ...error.more };
    }
  }

  private hello(): Document {
    const me = `127.0.0.1:${this.port}`;
    const set = { setName: 'stand-in', setVersion: 1, hosts: [me], primary: me, me, secondary: false };
    return {
      ...{ ok: 1, helloOk: true, ismaster: true, isWritablePrimary: true, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000 },
      ...{ maxWriteBatchSize: 100_000, localTime: new Date(), minWireVersion: 0, maxWireVersion: 21, logicalSessionTimeoutMinutes: 30, readOnly: false },
      ...(this.options.topology !== 'standalone' && set),
      ...(this.options.topology === 'arbiter' && { arbiters: ['127.0.0.1:1'] }),
    };
  }

  /** What a command asked to be confirmed by, as plain values. */
  static concernsOf({ command }: MongoStandIn['seen'][number]): unknown {
    return plainOf({ writeConcern: command.writeConcern as unknown, readConcern: command.readConcern as unknown });
  }
}
