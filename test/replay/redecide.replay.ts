import { canonicalJson, isCommitted, isPlainPrivate, type Actor, type Command, type Recorded } from '#kernel';
import { execute, type Intent, type SimulatedClock } from '#ledger';
import type { Zelian } from '#zelian';
import { openForStory } from '../../apps/cli/src/story/in-process.js';
import { headOf } from '../../apps/cli/src/story/story.js';
import { storySteps, storyToAsk } from '../support/played-story.js';
import { fingerprints, storedEvents } from '../support/rederive.js';

// What people sent can be had back from what was recorded, and deciding it again on what was known then gives the same bytes.

let told: Zelian;
let batches: readonly (readonly Recorded[])[];
beforeAll(async () => {
  told = await storyToAsk();
  const runs: Recorded[][] = [];
  for await (const event of told.parts.history.readAll(0)) {
    if (runs.at(-1)?.[0]?.commandId === event.commandId) runs.at(-1)!.push(event);
    else runs.push([event]);
  }
  batches = runs;
});
afterAll(() => told.close());

/** The command behind a run of events, by the decider of their stream. */
function commandOf(zelian: Zelian, events: readonly Recorded[]): Command {
  const first = events[0]!;
  const decider = zelian.contexts
    .flatMap(({ deciders }) => deciders)
    .find(({ category, commandOf: back }) => first.stream.startsWith(`${category}-`) && back[first.type]);
  if (!decider) throw new Error(`no decider gives the command of ${first.type} back`);
  return decider.commandOf[first.type]!(events, first);
}

/** Private values and commitments to them alike: what was said in private is not what is compared. */
const masked = (value: unknown): unknown => {
  if (isPlainPrivate(value) || isCommitted(value)) return 'private';
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, masked(part)]));
  return value;
};

describe('the commands of the story', () => {
  it('come back from what they recorded, every one', async () => {
    const steps = (await storySteps()).map((step, index) => [headOf(step, index).commandId, step] as const);
    const sent = steps.filter(([, { refused }]) => refused === undefined);
    const listed = new Set(sent.flatMap(([commandId, { list }]) => (list === undefined ? [] : [commandId])));
    const people = batches.filter(([first]) => first!.origin === 'person' || listed.has(first!.commandId));
    const back = new Map(people.map((events) => [events[0]!.commandId, commandOf(told, events)]));
    expect(people).toHaveLength(sent.length);
    expect(listed.size).toBeGreaterThan(500);
    for (const [commandId, { command }] of sent) expect(canonicalJson(masked(back.get(commandId)))).toBe(canonicalJson(masked(command)));
  });

  it('are decided again, on what was known then, to the same bytes', async () => {
    const fresh = await openForStory();
    const opening = (await storedEvents(fresh)).length;
    const sent = batches.filter(([first]) => first!.origin !== 'policy' && first!.position >= opening);
    for (const [place, events] of sent.entries()) {
      const { commandId, actor, origin, seen, recordedAt, position } = events[0]!;
      const clock = fresh.parts.clock as SimulatedClock;
      if (clock.now() < recordedAt) clock.moveTo(recordedAt);
      // Nothing but the policies' own work may lie between: what is read now is what was read then.
      expect((await fresh.log.head()).position).toBe(position - 1);
      await again(fresh, { command: commandOf(fresh, events), commandId, actor: actor as Actor, origin, ...(seen && { seen }) });
      // The commands of a list were decided one on the other, and policies follow the whole of it.
      if (!goesOn(events, sent[place + 1])) await fresh.drain();
    }
    expect(fingerprints(await storedEvents(fresh))).toEqual(fingerprints(await storedEvents(told)));
    expect((await fresh.verify()).logHash).toBe((await told.verify()).logHash);
    await fresh.close();
  });
});

/** Whether a batch and the next one came with one append. */
const goesOn = (events: readonly Recorded[], next: readonly Recorded[] | undefined): boolean =>
  events[0]!.origin === 'import' && next?.[0]!.origin === 'import' && next[0]!.position === events.at(-1)!.position + 1;

async function again(zelian: Zelian, intent: Intent): Promise<void> {
  await execute(zelian.parts.write!.ports, zelian.deciderOf(intent.command.type), intent);
}
