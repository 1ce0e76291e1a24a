import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import { StreamsService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import { StreamsServiceService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import { callsOf, type CallName } from './calls.js';
import { Store } from './store.js';
import { joined } from '../relay.js';

/**
 * What is done to one call. drop: every line is cut before it is carried out; reset: after, without an answer; late: the lines are cut, and it is carried out when some
 * other calls have been; duplicate: carried out twice; slow: answered after other work; restart: carried out, the server is away for a moment; freeze: never
 * answered; a fault: answered so, and not carried out.
 */
export type Mishap = 'drop' | 'reset' | 'late' | 'duplicate' | 'slow' | 'restart' | 'freeze' | ServiceError | Around;
/** Whatever a test does before and after a call is carried out; what it returns or throws is the answer. */
type Around = <Result>(carryOut: () => Result) => Promise<Result>;
export type Mishaps = (name: CallName) => Mishap | undefined;
export type StandInOptions = Readonly<{ version?: string; mishaps?: Mishaps; /** Calls until one that is late arrives. */ lateBy?: number }>;

type Belated = Readonly<{ due: number; carryOut: () => unknown }>;

const VERSION = '26.1.0';
const LATE_BY = 3;
const NEVER = new Promise<never>(() => undefined);

/**
 * A stand-in for a KurrentDB server, for tests: the calls that the engine makes, answered over gRPC with the client's own published messages. It is not KurrentDB;
 * what the engine relies on is tested of it, and the live suite asks the real one.
 */
export class KurrentStandIn {
  mishaps: Mishaps;
  readonly store = new Store();
  /** Calls that were carried out. */
  readonly carriedOut: CallName[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'zelian-kurrentdb-'));
  private readonly inner = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  private readonly lines = new Set<Socket>();
  private front: NetServer | undefined;
  private port = 0;
  private belated: Belated[] = [];

  private constructor(private readonly options: StandInOptions) {
    this.mishaps = options.mishaps ?? (() => undefined);
  }

  static async start(options: StandInOptions = {}): Promise<KurrentStandIn> {
    const standIn = new KurrentStandIn(options);
    await standIn.serve();
    await standIn.listen();
    return standIn;
  }

  get uri(): string {
    // The reading half of the client waits so long before it first connects: half a second, unless told.
    return `kurrentdb://127.0.0.1:${this.port}?tls=false&keepAliveInterval=-1&discoveryInterval=1`;
  }

  private get socket(): string {
    return join(this.folder, 'grpc.sock');
  }

  private async serve(): Promise<void> {
    const calls = callsOf({ store: this.store, version: this.options.version ?? VERSION, through: (name, carryOut) => this.through(name, carryOut) });
    this.inner.addService(ServerFeaturesService, calls.features);
    this.inner.addService(StreamsService, calls.streams);
    this.inner.addService(StreamsServiceService, calls.records);
    const bound = (resolve: (port: number) => void, reject: (error: Error) => void) =>
      this.inner.bindAsync(`unix:${this.socket}`, ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port)));
    await new Promise<number>(bound);
  }

  /** Takes lines, on the port that it had before. */
  async listen(): Promise<void> {
    const front = createServer((line) => this.forward(line));
    this.front = front;
    await new Promise<void>((resolve, reject) => front.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (front.address() as AddressInfo).port;
  }

  /** Every line has a partner inside; what happens to one happens to the other. */
  private forward(line: Socket): void {
    joined(line, connect(this.socket), this.lines);
  }

  /** Goes away; what it keeps stays. */
  async leave(): Promise<void> {
    const { front } = this;
    this.front = undefined;
    if (!front) return;
    const closed = new Promise((resolve) => front.close(resolve));
    this.cutLines();
    await closed;
  }

  cutLines(): void {
    for (const line of this.lines) line.resetAndDestroy();
  }

  /** The end, with everything that it kept. */
  async stop(): Promise<void> {
    await this.leave();
    this.inner.forceShutdown();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async through<Result>(name: CallName, carryOut: () => Result): Promise<Result> {
    const mishap = this.mishaps(name);
    const done = () => this.done(name, carryOut);
    if (typeof mishap === 'object') throw mishap;
    if (typeof mishap === 'function') return mishap(done);
    switch (mishap) {
      case 'drop':
      case 'late':
        if (mishap === 'late') this.belated.push({ due: this.carriedOut.length + (this.options.lateBy ?? LATE_BY), carryOut });
        this.cutLines();
        return NEVER;
      case 'reset':
        done();
        this.cutLines();
        return NEVER;
      case 'restart':
        done();
        await this.leave();
        await this.listen();
        return NEVER;
      case 'freeze':
        return NEVER;
      case 'slow':
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        return done();
      case 'duplicate':
        if (name === 'append') done();
        return done();
      default:
        return done();
    }
  }

  private done<Result>(name: CallName, carryOut: () => Result): Result {
    this.carriedOut.push(name);
    this.arrive(({ due }) => due <= this.carriedOut.length);
    return carryOut();
  }

  /** What is late arrives. */
  arrive(isDue: (one: Belated) => boolean = () => true): void {
    const due = this.belated.filter(isDue);
    this.belated = this.belated.filter((one) => !due.includes(one));
    for (const one of due) this.belatedly(one.carryOut);
  }

  /** Nobody hears of what becomes of it. */
  private belatedly(carryOut: () => unknown): void {
    try {
      carryOut();
    } catch (error) {
      this.refusedLate.push(error);
    }
  }
  /** What was refused to calls that came too late. */
  readonly refusedLate: unknown[] = [];
}
