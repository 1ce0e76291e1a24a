import type { StoredEvent } from '#ledger';
import type { Zelian } from '#zelian';

/** Who recorded an event, and under which command, as its own bytes say. */
type Told = Readonly<{ commandId: string; origin: string }>;
export const toldBy = ({ bytes }: StoredEvent): Told => JSON.parse(bytes.toString('utf8')) as Told;

/** The whole log as stored. */
export async function storedEvents({ log }: Zelian): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of log.readAll(0)) events.push(event);
  return events;
}

/** Runs of one command id. */
export function batchesOf(events: readonly StoredEvent[]): readonly (readonly StoredEvent[])[] {
  const batches: StoredEvent[][] = [];
  let last: string | undefined;
  for (const event of events) {
    const { commandId } = toldBy(event);
    if (commandId === last) batches.at(-1)!.push(event);
    else batches.push([event]);
    last = commandId;
  }
  return batches;
}

/** What the policies had no part in: people, clock and imports. */
export const withoutPolicies = (events: readonly StoredEvent[]): readonly StoredEvent[] => events.filter((event) => toldBy(event).origin !== 'policy');

/**
 * Feeds batches as stored into a fresh ledger, byte for byte, and lets the policies follow each: whatever else then stands in the log, they derived.
 * Batches that the ledger wrote itself when it was opened must be the same, and are not fed again.
 */
export async function rederive(batches: readonly (readonly StoredEvent[])[], fresh: Zelian): Promise<void> {
  const opening = batchesOf(await storedEvents(fresh));
  for (const [index, batch] of opening.entries()) mustBeSame(batch, batches[index] ?? []);
  for (const batch of batches.slice(opening.length)) {
    await fresh.log.append([{ stream: batch[0]!.stream, expected: batch[0]!.revision - 1, events: batch }]);
    await fresh.drain();
  }
}

function mustBeSame(made: readonly StoredEvent[], told: readonly StoredEvent[]): void {
  const [a, b] = [made, told].map((events) => events.map(({ bytes }) => bytes.toString('utf8')).join('\n'));
  if (a !== b) throw new Error(`the fresh ledger opens differently:\n${a}\n${b}`);
}

/** Position, id and bytes of each event: what a re-derivation must reproduce. */
export const fingerprints = (events: readonly StoredEvent[]): readonly string[] =>
  events.map(({ position, id, bytes }) => `${position} ${id} ${bytes.toString('utf8')}`);
