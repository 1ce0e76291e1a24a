import type { StoredEvent, Write } from '#ledger';
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

/** What a ledger was given at once: between two appends to a drained one stands what the policies made of the first. */
function appendsOf(batches: readonly (readonly StoredEvent[])[]): readonly (readonly StoredEvent[])[] {
  const appends: StoredEvent[][] = [];
  for (const batch of batches) {
    const before = appends.at(-1)?.at(-1);
    const together = before !== undefined && toldBy(before).origin === 'import' && toldBy(batch[0]!).origin === 'import';
    if (together && before.position === batch[0]!.position - 1) appends.at(-1)!.push(...batch);
    else appends.push([...batch]);
  }
  return appends;
}

/** Events of one append as the log takes them: stretches of one stream. */
function writesOf(events: readonly StoredEvent[]): readonly Write[] {
  const writes: (Write & { events: StoredEvent[] })[] = [];
  for (const event of events) {
    const last = writes.at(-1);
    if (last?.stream === event.stream) last.events.push(event);
    else writes.push({ stream: event.stream, expected: event.revision - 1, events: [event] });
  }
  return writes;
}

/**
 * Feeds what people, the clock and imports wrote as stored into a fresh ledger, byte for byte, and lets the policies follow: whatever else then stands in the
 * log, they derived. Batches that the ledger wrote itself when it was opened must be the same, and are not fed again.
 */
export async function rederive(batches: readonly (readonly StoredEvent[])[], fresh: Zelian): Promise<void> {
  const opening = batchesOf(await storedEvents(fresh));
  for (const [index, batch] of opening.entries()) mustBeSame(batch, batches[index] ?? []);
  for (const events of appendsOf(batches.slice(opening.length))) {
    await fresh.log.append(writesOf(events), []);
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
