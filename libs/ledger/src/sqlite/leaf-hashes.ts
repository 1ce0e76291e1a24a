import { hash } from 'node:crypto';
import { on } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LeafRun } from './leaf-runs.js';

/** RFC 6962 leaf hashes (SHA-256) of events one behind the other, 32 bytes each; `marked`: those of the type asked for, as bytes. */
export type LeafHashes = Readonly<{ hashes: Uint8Array; marked: readonly Readonly<{ position: number; bytes: Uint8Array }>[] }>;
export type BesideAsk = Readonly<{ directory: string; from: number; markedType: string }>;
/** What the thread is told; `taken`: how many runs the reader of them has taken. */
export type ThreadData = BesideAsk & Readonly<{ taken: Int32Array }>;

const HASH_LENGTH = 32;

export function hashRun({ from, inputs, marked }: LeafRun): LeafHashes {
  // Its own memory, since it may be handed from thread to thread.
  const hashes = Buffer.allocUnsafeSlow(inputs.length * HASH_LENGTH);
  inputs.forEach((input, index) => hashes.write(hash('sha256', input, 'binary'), index * HASH_LENGTH, 'binary'));
  return { hashes, marked: marked.map((position) => ({ position, bytes: inputs[position - from]!.slice(1) })) };
}

/**
 * The hashes of runs from a thread that reads and hashes ahead through a connection of its own: whoever joins them to a tree has only that left to do. Like runs
 * they end before anything that is not as it should be, and where the thread ends: whoever then reads row by row says why.
 */
export async function* leafHashesBeside(ask: BesideAsk): AsyncGenerator<LeafHashes> {
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(join(__dirname, `leaf-hashes.thread${extname(__filename)}`), { workerData: { ...ask, taken } satisfies ThreadData, ...options() });
  try {
    for await (const [run] of on(worker, 'message', { close: ['exit'] })) {
      yield run as LeafHashes;
      Atomics.add(taken, 0, 1);
      Atomics.notify(taken, 0);
    }
  } catch {
    // No thread to be had, or it broke off: the rest is read without one.
  } finally {
    await worker.terminate();
  }
}

/** Where this file is the source, the thread's is too. */
const options = (): { execArgv?: string[] } =>
  extname(__filename) === '.ts' ? { execArgv: ['-C', 'source', '-r', join(__dirname, '../../../../scripts/typescript.cjs')] } : {};
