import type { Recorded } from '#kernel';
import type { StoredLedger } from './stored-ledger.js';

/** A run of events of one command id. */
export type Batch = readonly Recorded[];
/** A stretch of the log before and after which nothing that the rules owed was outstanding: what people did, and all that followed from it. */
export type Segment = Readonly<{ start: number; end: number; batches: readonly Batch[] }>;

/** What the rules recorded because of something else. */
export const followsFrom = ({ origin, correlationId, commandId }: Recorded): boolean => origin === 'policy' && correlationId !== commandId;

/** The log from a position on, one run at a time. */
export async function* batchesOf(base: StoredLedger, from: number): AsyncIterable<Batch> {
  let batch: Recorded[] = [];
  for await (const event of base.readAll(from)) {
    if (event.position > base.head) break;
    if (batch.length > 0 && batch[0]!.commandId !== event.commandId) {
      yield batch;
      batch = [];
    }
    batch.push(event);
  }
  if (batch.length > 0) yield batch;
}

/** The segments from a position on that begin at these places, in order, one at a time in memory. */
export async function* segmentsOf(base: StoredLedger, from: number, starts: readonly number[]): AsyncIterable<Segment> {
  const begins = new Set(starts);
  let batches: Batch[] = [];
  const whole = (): Segment => ({ start: batches[0]![0]!.position, end: batches.at(-1)!.at(-1)!.position, batches });
  for await (const batch of batchesOf(base, startBefore(starts, from))) {
    if (batches.length > 0 && begins.has(batch[0]!.position)) {
      yield whole();
      batches = [];
    }
    batches.push(batch);
  }
  if (batches.length > 0) yield whole();
}

/** Where the segment begins that holds a position. */
export const startBefore = (starts: readonly number[], position: number): number => starts.findLast((start) => start <= position) ?? 0;
