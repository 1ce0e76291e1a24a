import type { Recorded } from '#kernel';
import { eventIdOf } from '#ledger';
import type { Base } from './base.js';

/** A run of events of one command id. */
export type Batch = readonly Recorded[];
/** A stretch of the log before and after which nothing that the rules owed was outstanding: what people did, and all that followed from it. */
export type Segment = Readonly<{ start: number; end: number; batches: readonly Batch[] }>;

const followsFrom = ({ origin, correlationId, commandId }: Recorded): boolean => origin === 'policy' && correlationId !== commandId;

/**
 * Where segments begin, from the one that holds a position on. When the rules kept up with people each command has a segment of its own; where they lagged,
 * what they owed joins the commands between.
 */
export async function segmentStarts(base: Base, from: number): Promise<readonly number[]> {
  const starts: number[] = [];
  let commandId: string | undefined;
  let root: string | undefined;
  for await (const event of base.readAll(Math.max(0, from))) {
    if (event.position > base.head) break;
    if (event.commandId === commandId) continue;
    commandId = event.commandId;
    if (!followsFrom(event)) {
      starts.push(event.position);
      root = commandId;
    } else if (event.correlationId !== root) {
      const cause = await base.find(eventIdOf(event.correlationId, 0));
      // What caused it lies before all of this: nothing but beginning earlier gives whole segments.
      if (!cause || (starts.length > 0 ? cause.position < starts[0]! : true)) return segmentStarts(base, cause?.position ?? 0);
      while (starts.at(-1)! > cause.position) starts.pop();
      root = event.correlationId;
    } else if (starts.length === 0) return segmentStarts(base, (await base.find(eventIdOf(event.correlationId, 0)))?.position ?? 0);
  }
  return starts;
}

/** The rules owed something when the next command came: where segments begin cannot be told while going along. */
export class Lagged extends Error {}

/**
 * The segments from a command's position on, in order, one at a time in memory. Without `starts` each command is taken to begin one, as it does when the rules
 * kept up with people. @throws Lagged where they did not
 */
export async function* segmentsOf(base: Base, from: number, starts?: readonly number[]): AsyncIterable<Segment> {
  let next = 1;
  let batches: Recorded[][] = [];
  const whole = (): Segment => ({ start: batches[0]![0]!.position, end: batches.at(-1)!.at(-1)!.position, batches });
  for await (const event of base.readAll(starts?.[0] ?? from)) {
    if (event.position > base.head) break;
    const last = batches.at(-1);
    if (last && last[0]!.commandId === event.commandId) {
      last.push(event);
      continue;
    }
    const follows = followsFrom(event);
    if (!starts && follows && event.correlationId !== batches[0]?.[0]!.commandId) throw new Lagged();
    if (last && (starts ? event.position === starts[next] : !follows)) {
      yield whole();
      batches = [];
      next++;
    }
    batches.push([event]);
  }
  if (batches.length > 0) yield whole();
}
