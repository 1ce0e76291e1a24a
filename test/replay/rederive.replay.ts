import { seededRandom } from '../support/random.js';
import { domainRows, type DomainRows } from '../support/domain-rows.js';
import { lagging } from '../support/lagging.js';
import { playedStory, storyToAsk } from '../support/played-story.js';
import { batchesOf, fingerprints, rederive, storedEvents, toldBy, withoutPolicies } from '../support/rederive.js';
import { openForStory } from '../../apps/cli/src/story/in-process.js';
import type { StoredEvent } from '#ledger';
import type { Zelian } from '#zelian';

// The record is no script in disguise: everything that the policies wrote comes back from what people and the clock wrote.

let told: Zelian;
let events: readonly StoredEvent[];
beforeAll(async () => {
  told = await storyToAsk();
  events = await storedEvents(told);
});
afterAll(() => told.close());

describe('a story without its policies', () => {
  it('gives back the same ids and bytes at the same positions when they run again', async () => {
    const kept = withoutPolicies(events);
    const fresh = await openForStory();
    await rederive(
      batchesOf(events).filter((batch) => withoutPolicies(batch).length > 0),
      fresh,
    );
    const again = await storedEvents(fresh);
    // Something was left out, and nothing of it was fed back.
    expect(events.length - kept.length).toBeGreaterThan(500);
    expect(fingerprints(again)).toEqual(fingerprints(events));
    expect((await fresh.verify()).logHash).toBe((await told.verify()).logHash);
    await fresh.close();
  });

  it('lacks everything that was derived until they run', () => {
    const derived = new Set(events.filter((event) => toldBy(event).origin === 'policy').map(({ type }) => type));
    expect([...derived]).toEqual(
      expect.arrayContaining(['ClauseOutcomeChanged', 'PerformanceGradeDetermined', 'VetoTriggered', 'VetoBasisLost', 'ClauseTriggered', 'MeasureBasisLost']),
    );
    const people = new Set(withoutPolicies(events).map(({ type }) => type));
    expect([...derived].filter((type) => people.has(type) && type !== 'TenureEnded')).toEqual([]);
  });
});

describe('a ledger whose runners lagged', () => {
  let drained: DomainRows;
  beforeAll(async () => (drained = await domainRows(told)));

  it.each([1, 2])('says the same of the world in the end (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const late = await playedStory({ driver: (zelian) => lagging(zelian, () => random() < 0.05) });
    await late.endHours();
    await late.drain();
    const positions = fingerprints(await storedEvents(late));
    // It did lag: the log came out in another order.
    expect(positions).not.toEqual(fingerprints(events));
    expect(await domainRows(late)).toEqual(drained);
    expect(await readElsewhere(late)).toEqual([]);
    await late.close();
  });
});

/** Policies' events that did not read at the end of their cause's batch. */
async function readElsewhere(zelian: Zelian): Promise<readonly string[]> {
  const elsewhere: string[] = [];
  for await (const { id, origin, readAt, causationId, type } of zelian.parts.history.readAll(0)) {
    if (origin !== 'policy' || readAt === undefined) continue;
    const cause = (await zelian.log.find(causationId!))!;
    if (readAt !== (await zelian.parts.history.endOfBatch(cause.position))) elsewhere.push(`${type} ${id}`);
  }
  return elsewhere;
}
