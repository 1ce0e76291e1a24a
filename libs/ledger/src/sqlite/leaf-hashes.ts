import { hash } from 'node:crypto';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { RUN, type LeafRun, type RunAt } from './leaf-runs.js';

/** RFC 6962 leaf hashes (SHA-256) of events one behind the other, 32 bytes each; `marked`: those of the type asked for, as bytes. */
export type LeafHashes = Readonly<{ hashes: Uint8Array; marked: readonly Readonly<{ position: number; bytes: Uint8Array }>[] }>;
export type LeafAsk = Readonly<{ from: number; runAt: RunAt }>;
/** A thread that reads through a connection of its own the same log's runs from `from` on. */
export type BesideAsk = Readonly<{ directory: string; from: number; markedType: string }>;
export type ThreadData = BesideAsk & Readonly<{ shared: Int32Array }>;
/** What the thread has done: a run's number, counted from `from` on, and its hashes. */
export type Hashed = Readonly<{ run: number; hashed: LeafHashes }>;

const HASH_LENGTH = 32;
/** So many runs lie ready at most: half a megabyte of hashes. */
const AHEAD_MAX = 64;
const [CLAIMED, TAKEN, OVER, NUMBERS] = [0, 1, 2, 3] as const;

/** Who hashes which run: each thread claims the next one that nobody has, and not too far ahead of the reader. */
export class Turns {
  constructor(readonly shared: Int32Array = new Int32Array(new SharedArrayBuffer(NUMBERS * Int32Array.BYTES_PER_ELEMENT))) {}

  /** @returns the number of a run that nobody else has; nothing when enough lie ready */
  claim(): number | undefined {
    const next = Atomics.load(this.shared, CLAIMED);
    if (next - this.taken >= AHEAD_MAX) return undefined;
    return Atomics.compareExchange(this.shared, CLAIMED, next, next + 1) === next ? next : this.claim();
  }

  /** As `claim`, but blocks the thread until the reader has taken some; nothing when nobody wants more. */
  claimPatiently(): number | undefined {
    while (Atomics.load(this.shared, OVER) === 0) {
      const seen = this.taken;
      const run = this.claim();
      if (run !== undefined) return run;
      Atomics.wait(this.shared, TAKEN, seen);
    }
    return undefined;
  }

  take(): void {
    Atomics.add(this.shared, TAKEN, 1);
    Atomics.notify(this.shared, TAKEN);
  }

  /** Nobody wants more. */
  end(): void {
    Atomics.store(this.shared, OVER, 1);
    this.take();
  }

  private get taken(): number {
    return Atomics.load(this.shared, TAKEN);
  }
}

function hashRun({ from, inputs, marked }: LeafRun): LeafHashes {
  // Its own memory, since it may be handed from thread to thread.
  const hashes = Buffer.allocUnsafeSlow(inputs.length * HASH_LENGTH);
  inputs.forEach((input, index) => hashes.write(hash('sha256', input, 'binary'), index * HASH_LENGTH, 'binary'));
  return { hashes, marked: marked.map((position) => ({ position, bytes: inputs[position - from]!.slice(1) })) };
}

/** @param run counted from `from` on */
export function hashesOf({ from, runAt }: LeafAsk, run: number): LeafHashes | undefined {
  const found = runAt(from + run * RUN);
  return found && hashRun(found);
}

/**
 * The hashes of runs in order, up to the table's end or before anything that is not as it should be: whoever then reads row by row says why. With a thread beside
 * it both read and hash, and neither waits for the other: a run that the thread has claimed and not finished, or never will, is hashed here.
 */
export async function* leafHashes(ask: LeafAsk, beside?: BesideAsk, turns = new Turns()): AsyncGenerator<LeafHashes> {
  const ready = new Map<number, LeafHashes | undefined>();
  let wanted = 0;
  const note = ({ run, hashed }: Hashed): unknown => run >= wanted && ready.set(run, hashed);
  const gone = beside && hashBeside({ ...beside, shared: turns.shared }, note);
  try {
    for (; ; wanted++) {
      // Lets in what the thread has done, signals and other work.
      await setImmediate();
      for (let mine: number | undefined; !ready.has(wanted) && (mine = turns.claim()) !== undefined; await setImmediate()) ready.set(mine, hashesOf(ask, mine));
      const hashed = ready.get(wanted) ?? hashesOf(ask, wanted);
      ready.delete(wanted);
      if (hashed) yield hashed;
      if (hashed?.hashes.length !== RUN * HASH_LENGTH) return;
      turns.take();
    }
  } finally {
    turns.end();
    await gone;
  }
}

/** @returns when the thread has ended of itself, as it does soon after `end`: ended from outside in the middle of a query, SQLite's binding aborts the process */
export async function hashBeside(workerData: ThreadData, done: (hashed: Hashed) => void): Promise<void> {
  try {
    const worker = new Worker(join(__dirname, `leaf-hashes.thread${extname(__filename)}`), { workerData, ...options() }).on('message', done);
    await once(worker, 'exit');
  } catch {
    // No thread to be had, or it broke off: the other one hashes all, meets the same and says it.
  }
}

/** Where this file is the source, the thread's is too. */
const options = (): { execArgv?: string[] } =>
  extname(__filename) === '.ts' ? { execArgv: ['-C', 'source', '-r', join(__dirname, '../../../../scripts/typescript.cjs')] } : {};
