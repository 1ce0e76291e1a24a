import type { Recorded } from '#kernel';
import { eventIdOf } from '#ledger';
import type { StoredLedger } from './stored-ledger.js';

/** A run of events of one command id. */
export type Batch = readonly Recorded[];
/** A stretch of the log before and after which nothing that the rules owed was outstanding: what people did, and all that followed from it. */
export type Segment = Readonly<{ start: number; end: number; batches: readonly Batch[] }>;

const followsFrom = ({ origin, correlationId, commandId }: Recorded): boolean => origin === 'policy' && correlationId !== commandId;

/**
 * Where segments begin, from the one that holds a position on. When the rules kept up with people each command has a segment of its own; where they lagged,
 * what they owed joins the commands between.
 */
export async function segmentStarts(base: StoredLedger, from: number): Promise<readonly number[]> {
  const starts: number[] = [];
  let root: string | undefined;
  for await (const event of firstOfBatches(base, Math.max(0, from))) {
    if (!followsFrom(event)) starts.push(event.position);
    else if (event.correlationId !== root) {
      const cause = (await base.find(eventIdOf(event.correlationId, 0)))?.position ?? 0;
      // What caused it lies before all of this: only beginning earlier gives whole segments.
      if (starts[0] === undefined || cause < starts[0]) return segmentStarts(base, cause);
      while (starts.at(-1)! > cause) starts.pop();
    }
    root = event.correlationId;
  }
  return starts;
}

async function* firstOfBatches(base: StoredLedger, from: number): AsyncIterable<Recorded> {
  for await (const batch of batchesOf(base, from)) yield batch[0]!;
}

async function* batchesOf(base: StoredLedger, from: number): AsyncIterable<Batch> {
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

/** The rules owed something when the next command came: where segments begin cannot be told while going along. */
export class Lagged extends Error {}

/**
 * The segments from a command's position on, in order, one at a time in memory. Without `starts` each command is taken to begin one, as it does when the rules
 * kept up with people. @throws Lagged where they did not
 */
export async function* segmentsOf(base: StoredLedger, from: number, starts?: readonly number[]): AsyncIterable<Segment> {
  const begins = starts ? new Set(starts) : undefined;
  let batches: Batch[] = [];
  const whole = (): Segment => ({ start: batches[0]![0]!.position, end: batches.at(-1)!.at(-1)!.position, batches });
  for await (const batch of batchesOf(base, starts?.[0] ?? from)) {
    if (batches.length > 0 && (begins?.has(batch[0]!.position) ?? !followsIn(batches, batch))) {
      yield whole();
      batches = [];
    }
    batches.push(batch);
  }
  if (batches.length > 0) yield whole();
}

/** Whether a batch follows from the command that began the segment. @throws Lagged when it follows from an earlier one */
function followsIn(batches: readonly Batch[], [event]: Batch): boolean {
  if (!followsFrom(event!)) return false;
  if (event!.correlationId !== batches[0]![0]!.commandId) throw new Lagged();
  return true;
}
