import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type LogAt, type OpenOptions, type Zelian } from '#zelian';
import { KurrentStandIn } from './kurrentdb-stand-in/index.js';
import { MongoStandIn } from './mongodb-stand-in/index.js';
import { Relay } from './relay.js';

/** What a machine that joins needs of the ledger's keys; the rest of the folder is each machine's own. */
const KEY_FILE = /\.key$/;

/** A data directory and its keys. */
export type Place = Readonly<{ directory: string; keysFolder: string }>;

/** Machines with a directory and a copy of the keys each, under one folder; the first to open founds the ledger. */
export class Machines {
  readonly folder = mkdtempSync(join(tmpdir(), 'zelian-machines-'));

  place(name: string): Place {
    const place = { directory: join(this.folder, name), keysFolder: join(this.folder, `${name}.keys`) };
    const first = join(this.folder, 'first.keys');
    if (name === 'first' || existsSync(place.keysFolder)) return place;
    mkdirSync(place.keysFolder);
    for (const file of readdirSync(first).filter((one) => KEY_FILE.test(one))) cpSync(join(first, file), join(place.keysFolder, file));
    return place;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `relay`: by which the process reaches the log. */
export type SharedOptions = OpenOptions & Pick<LogAt, 'lease'> & Readonly<{ relay?: Relay }>;

/** Several open ledgers on one log in KurrentDB and one database of rows and private values in MongoDB (stand-ins), all in this process. */
export class SharedServers {
  private readonly machines = new Machines();
  private readonly opened: Zelian[] = [];
  private readonly relays: Relay[] = [];

  private constructor(
    readonly log: KurrentStandIn,
    readonly rows: MongoStandIn,
  ) {}

  static async start(): Promise<SharedServers> {
    return new SharedServers(await KurrentStandIn.start(), await MongoStandIn.start());
  }

  /** `lease`: as short as a test can wait for. */
  private where(name: string, lease: LogAt['lease']): OpenOptions & Readonly<{ logAt: LogAt }> {
    const servers = { logAt: { uri: this.log.uri, development: true, lease }, rowsAt: { uri: this.rows.uri } };
    return { ...this.machines.place(name), ...servers };
  }

  async open(name: string, { lease = { ttlMs: 1_000, beatMs: 50 }, relay, ...more }: SharedOptions = {}): Promise<Zelian> {
    const where = this.where(name, lease);
    const logAt = relay ? { ...where.logAt, uri: relay.through(this.log.uri), patienceMs: 2_000, answerWaitMs: 500 } : where.logAt;
    const zelian = await openLedger({ ...where, logAt, ...more });
    this.opened.push(zelian);
    return zelian;
  }

  /** A line to the log that can be cut. */
  async relay(): Promise<Relay> {
    const relay = await Relay.to(this.log.uri);
    this.relays.push(relay);
    return relay;
  }

  async stop(): Promise<void> {
    for (const zelian of this.opened.splice(0)) await zelian.close();
    for (const relay of this.relays) await relay.cut();
    await this.rows.stop();
    await this.log.stop();
    this.machines.remove();
  }
}
