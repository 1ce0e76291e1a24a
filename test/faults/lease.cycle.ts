import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openLedger, type LogAt } from '#zelian';
import { KurrentStandIn } from '../support/kurrentdb-stand-in/index.js';
import type { LeaseOptions } from './lease.child.js';
import { isNoted, isTallied, tallyContexts } from './tally.context.js';

const ROOT = join(__dirname, '../..');
/** What a machine that joins needs of the ledger's keys; the rest of the folder is each machine's own. */
const KEY_FILE = /\.key$/;

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

type Place = Pick<LeaseOptions, 'directory' | 'keysFolder'>;
export type Outcome = Readonly<{ tallied: number; unnoted: number; doubled: number; faults: readonly string[]; longestMs: number }>;

/** One log, and machines with a directory and a copy of the keys each. */
class County {
  readonly peers: Peer[] = [];
  private made = 0;

  constructor(
    private readonly folder: string,
    private readonly logAt: LogAt,
  ) {}

  get first(): Place {
    return this.placeOf('first');
  }

  private placeOf(name: string): Place {
    return { directory: join(this.folder, name), keysFolder: join(this.folder, `${name}.keys`) };
  }

  async found(): Promise<void> {
    await (await openLedger({ ...this.first, logAt: this.logAt, contexts: tallyContexts() })).close();
  }

  async join(): Promise<void> {
    const name = `t${++this.made}`;
    const place = this.placeOf(name);
    mkdirSync(place.keysFolder);
    const keys = this.first.keysFolder;
    for (const file of readdirSync(keys).filter((one) => KEY_FILE.test(one))) cpSync(join(keys, file), join(place.keysFolder, file));
    const peer = new Peer({ ...place, logAt: this.logAt, name });
    this.peers.push(peer);
    await peer.until('open');
  }
}

/** Two processes on one log, both recording; whoever is on duty is killed, again and again, and another comes in its place. */
export async function killHolders(kills: number, lease: Readonly<{ ttlMs: number; beatMs: number }>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'zelian-lease-'));
  const standIn = await KurrentStandIn.start();
  const logAt = { uri: standIn.uri, development: true, lease };
  const county = new County(folder, logAt);
  try {
    await county.found();
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
    return { ...(await counted(county.first, logAt)), longestMs };
  } finally {
    for (const one of county.peers) await one.end('SIGKILL');
    await standIn.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is on record, once everything that it causes is. */
async function counted(place: Place, logAt: LogAt): Promise<Omit<Outcome, 'longestMs'>> {
  const zelian = await openLedger({ ...place, logAt, contexts: tallyContexts() });
  try {
    await zelian.drain();
    const notes = new Map<string, number>();
    for await (const event of zelian.parts.history.readAll(0)) {
      if (isTallied(event)) notes.set(event.id, 0);
      if (isNoted(event)) notes.set(event.data.eventId, notes.get(event.data.eventId)! + 1);
    }
    const { checks } = await zelian.verify();
    const all = [...notes.values()];
    // Private values lie with the process that took them here: each has a directory of its own.
    const faults = checks.flatMap(({ name, ok, detail }) => (ok || name === 'vault' ? [] : [`${name}: ${detail.en}`]));
    return { tallied: all.length, unnoted: all.filter((n) => n === 0).length, doubled: all.filter((n) => n > 1).length, faults };
  } finally {
    await zelian.close();
  }
}
