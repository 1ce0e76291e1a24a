import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openLedger, type Zelian } from '#zelian';
import { KurrentStandIn } from '../support/kurrentdb-stand-in/index.js';
import { MongoStandIn } from '../support/mongodb-stand-in/index.js';
import { Machines } from '../support/several-processes.js';
import type { LeaseOptions } from './lease.child.js';
import { isNoted, isTallied, tallyContexts } from './tally.context.js';

const ROOT = join(__dirname, '../..');

/** A process, and the words that it says. */
class Peer {
  private readonly child: ChildProcess;
  private readonly said: string[] = [];
  private heard: () => void = () => undefined;
  private readonly gone: Promise<number | null>;

  constructor(options: LeaseOptions) {
    const runner = ['-C', 'source', '-r', './scripts/typescript.cjs', 'test/faults/lease.child.ts', JSON.stringify(options)];
    this.child = spawn(process.execPath, runner, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.hear(line));
    this.gone = new Promise((resolve) => {
      this.child.once('close', (code) => {
        this.hear('gone');
        resolve(code);
      });
    });
  }

  private hear(word: string): void {
    this.said.push(word);
    this.heard();
  }

  /** When it has said a word. @throws Error when it ends before */
  async until(word: string): Promise<void> {
    while (!this.said.includes(word)) {
      if (this.said.includes('gone')) throw new Error(`the process ended: ${this.said.join(', ')}`);
      await new Promise<void>((resolve) => (this.heard = resolve));
    }
  }

  /** @throws Error when it was asked to stop and failed to */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.child.kill(signal);
    const code = await this.gone;
    if (signal === 'SIGTERM' && code !== 0) throw new Error(`the process ended with ${code}`);
  }
}

export type Outcome = Readonly<{ tallied: number; unnoted: number; doubled: number; faults: readonly string[]; longestMs: number }>;
type Servers = Pick<LeaseOptions, 'logAt' | 'rowsAt'>;

/** One log, and machines with a directory and a copy of the keys each. */
class County {
  readonly peers: Peer[] = [];
  private readonly machines = new Machines();
  private made = 0;

  constructor(private readonly servers: Servers) {}

  open(): Promise<Zelian> {
    return openLedger({ ...this.machines.place('first'), ...this.servers, contexts: tallyContexts() });
  }

  async join(): Promise<void> {
    const name = `t${++this.made}`;
    const peer = new Peer({ ...this.machines.place(name), ...this.servers, name });
    this.peers.push(peer);
    await peer.until('open');
  }

  async end(): Promise<void> {
    for (const one of this.peers) await one.end('SIGKILL');
    this.machines.remove();
  }
}

export type Killing = Readonly<{ lease: LeaseTimes; sharesRows: boolean }>;
type LeaseTimes = Readonly<{ ttlMs: number; beatMs: number }>;

/** Two processes on one log, both recording; whoever is on duty is killed, again and again, and another comes in its place. */
export async function killHolders(kills: number, { lease, sharesRows }: Killing): Promise<Outcome> {
  const [log, rows] = [await KurrentStandIn.start(), await MongoStandIn.start()];
  const county = new County({ logAt: { uri: log.uri, development: true, lease }, ...(sharesRows && { rowsAt: { uri: rows.uri } }) });
  try {
    await (await county.open()).close();
    await county.join();
    await county.peers[0]!.until('on duty');
    await county.join();
    let longestMs = 0;
    for (let kill = 0; kill < kills; kill++) {
      const at = performance.now();
      await county.peers.shift()!.end('SIGKILL');
      await county.peers[0]!.until('on duty');
      longestMs = Math.max(longestMs, performance.now() - at);
      await county.join();
    }
    await Promise.all(county.peers.splice(0).map((one) => one.end('SIGTERM')));
    return { ...(await counted(county, sharesRows)), longestMs };
  } finally {
    await county.end();
    await log.stop();
    await rows.stop();
  }
}

/** What is on record, once everything that it causes is. */
async function counted(county: County, sharesRows: boolean): Promise<Omit<Outcome, 'longestMs'>> {
  const zelian = await county.open();
  try {
    await zelian.drain();
    const notes = new Map<string, number>();
    for await (const event of zelian.parts.history.readAll(0)) {
      if (isTallied(event)) notes.set(event.id, 0);
      if (isNoted(event)) notes.set(event.data.eventId, notes.get(event.data.eventId)! + 1);
    }
    const all = [...notes.values()];
    const faults = [
      ...(await faultsIn(zelian, sharesRows)),
      ...(await zelian.rebuild()).flatMap(({ view, before, after }) => (before === after ? [] : [view])),
    ];
    return { tallied: all.length, unnoted: all.filter((n) => n === 0).length, doubled: all.filter((n) => n > 1).length, faults };
  } finally {
    await zelian.close();
  }
}

/** Of rows of their own, private values lie with the process that took them: each has a directory of its own. */
async function faultsIn(zelian: Zelian, sharesRows: boolean): Promise<readonly string[]> {
  const { checks } = await zelian.verify();
  return Object.entries(checks).flatMap(([name, { ok, detail }]) => (ok || (name === 'vault' && !sharesRows) ? [] : [`${name}: ${detail.en}`]));
}
