import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, later, sampleEvent } from '../contract/sample-events.js';
import type { EventLog, Guard, Write } from '../event-log.js';
import { MemoryEventLog } from '../memory/index.js';
import { openSqliteEventLog } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-agree-'));
afterAll(() => rmSync(root, { recursive: true }));

const STREAMS = ['unit-a', 'unit-b', '单位-c'];
/** `expected` counts back from where the stream is: 0 is right, anything else is stale or too early. */
type Plan = Readonly<{
  writes: readonly Readonly<{ stream: string; off: number; keys: readonly number[] }>[];
  guards: readonly Readonly<{ stream: string; off: number }>[];
  seconds: number;
}>;

const stream = fc.constantFrom(...STREAMS);
const off = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -1, max: 1 }) });
const plan: fc.Arbitrary<Plan> = fc.record({
  // Few keys, so that retries and collisions happen.
  writes: fc.array(fc.record({ stream, off, keys: fc.array(fc.nat(40), { maxLength: 3 }) }), { maxLength: 3 }),
  guards: fc.array(fc.record({ stream, off }), { maxLength: 1 }),
  seconds: fc.nat(20),
});

async function appendArguments(log: EventLog, { writes, guards, seconds }: Plan): Promise<[readonly Write[], readonly Guard[]]> {
  const given = async (name: string, by: number) => (await log.revisionOf(name)) + by;
  const event = (key: number) => sampleEvent(key, { recordedAt: later(seconds) });
  return [
    await Promise.all(writes.map(async ({ stream: name, off: by, keys }) => ({ stream: name, expected: await given(name, by), events: keys.map(event) }))),
    await Promise.all(guards.map(async ({ stream: name, off: by }) => ({ stream: name, revision: await given(name, by) }))),
  ];
}

/** Everything an engine says when the plans come in turns, several appends at once in each. */
async function story(log: EventLog, turns: readonly (readonly Plan[])[]): Promise<unknown> {
  const said: unknown[] = [];
  for (const turn of turns) {
    const requests = await Promise.all(turn.map((one) => appendArguments(log, one)));
    const outcomes = await Promise.allSettled(requests.map((request) => log.append(...request)));
    said.push(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : String(outcome.reason))),
      await log.head(),
    );
  }
  const streams = await Promise.all(STREAMS.map(async (name) => [await log.revisionOf(name), await collect(log.read(name, 1))]));
  const moments = await Promise.all(Array.from({ length: 22 }, (_, seconds) => log.positionAt(later(seconds))));
  const found = await Promise.all(Array.from({ length: 41 }, (_, key) => log.find(sampleEvent(key).id)));
  return [said, await collect(log.readAll(0)), streams, moments, found];
}

describe('memory and sqlite', () => {
  it('say the same to the same appends, refusals included', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.array(plan, { maxLength: 4 }), { maxLength: 12 }), async (turns) => {
        const directory = mkdtempSync(join(root, 'run-'));
        const sqlite = openSqliteEventLog(directory);
        const memory = new MemoryEventLog();
        const expected = await story(memory, turns);
        expect(await story(sqlite, turns)).toEqual(expected);
        await sqlite.close();
        // And what is on disk is what was said.
        const reopened = openSqliteEventLog(directory, { readOnly: true });
        expect(await collect(reopened.readAll(0))).toEqual(await collect(memory.readAll(0)));
        await reopened.close();
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 100 },
    ));
});
