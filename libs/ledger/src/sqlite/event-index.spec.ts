import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, places, sampleEvent, samples } from '../contract/sample-events.js';
import type { EventLog } from '../event-log.js';
import { MemoryEventLog } from '../memory/index.js';
import { openSqliteEventLog } from './index.js';
import { RUN } from './schema.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-index-'));
afterAll(() => rmSync(root, { recursive: true }));

const STREAMS = ['unit-a', 'unit-b', '单位-c'];
const numbers = (from: number, length: number): readonly number[] => Array.from({ length }, (_, index) => from + index);

/** What a log says of its streams and of some of its ids, wherever they lie. */
async function told(log: EventLog, count: number): Promise<unknown> {
  const streams = STREAMS.map(async (name) => {
    const last = await log.revisionOf(name);
    const parts = [0, last - RUN, last - 3, last, last + 1].filter((from) => from >= 0).map(async (from) => places(await collect(log.read(name, from))));
    return [last, await Promise.all(parts)];
  });
  const keys = [0, count >> 1, count - RUN, count - 2, count - 1, count, count + 1].filter((key) => key >= 0);
  const found = await Promise.all(keys.map(async (key) => (await log.find(sampleEvent(key).id))?.position));
  return [await Promise.all(streams), found, await log.head()];
}

/** Events `from` to `from + length` dealt to the streams, as one append. */
async function deal(log: EventLog, from: number, length: number) {
  const dealt = STREAMS.map((name, which) => ({ name, keys: numbers(from, length).filter((key) => (key * 7) % STREAMS.length === which) }));
  return log.append(await Promise.all(dealt.map(async ({ name, keys }) => ({ stream: name, expected: await log.revisionOf(name), events: samples(...keys) }))));
}

describe('an event is found', () => {
  it(
    'at once by the writer, by a second connection and after opening again, however its append lies to the runs',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: RUN - 2, max: RUN + 2 }), fc.constant(2 * RUN + 1)), {
            minLength: 1,
            maxLength: 4,
          }),
          async (sizes) => {
            const directory = mkdtempSync(join(root, 'run-'));
            const memory = new MemoryEventLog();
            let writer = openSqliteEventLog(directory);
            const reader = openSqliteEventLog(directory, { readOnly: true });
            let count = 0;
            for (const size of sizes) {
              const first = await deal(writer, count, size);
              expect(places(await deal(memory, count, size))).toEqual(places(first));
              const from = count;
              count += size;
              const expected = await told(memory, count);
              expect(await told(writer, count)).toEqual(expected);
              expect(await told(reader, count)).toEqual(expected);
              await writer.close();
              writer = openSqliteEventLog(directory);
              expect(await told(writer, count)).toEqual(expected);
              // A retry is answered from wherever its events lie now.
              expect(places(await deal(writer, from, size))).toEqual(places(first));
            }
            expect([writer.integrityCheck(), writer.compareIndexes()]).toEqual([[], []]);
            await Promise.all([writer.close(), reader.close()]);
            rmSync(directory, { recursive: true });
          },
        ),
        { numRuns: 6 },
      ),
    60_000,
  );

  it('while the writer remembers more streams than it keeps', async () => {
    const log = openSqliteEventLog(mkdtempSync(join(root, 'many-')));
    const many = numbers(0, 10_000 + 2 * RUN + 5);
    await log.append(many.map((key) => ({ stream: `unit-${key}`, expected: -1, events: samples(key) })));
    for (const key of [0, 1, many.length - RUN, many.length - 1]) {
      expect(await log.revisionOf(`unit-${key}`)).toBe(0);
      await log.append([{ stream: `unit-${key}`, expected: 0, events: samples(`more ${key}`) }]);
      expect(places(await collect(log.read(`unit-${key}`))).map((place) => place.split('#')[0])).toEqual([`unit-${key}@0`, `unit-${key}@1`]);
    }
    expect(log.compareIndexes()).toEqual([]);
    await log.close();
  });
});

it('what the index tables hold is refused a second time though the writer forgot it', async () => {
  const log = openSqliteEventLog(mkdtempSync(join(root, 'twice-')));
  await log.append([{ stream: 'unit-a', expected: -1, events: samples(...numbers(0, RUN)) }]);
  await expect(log.append([{ stream: 'unit-b', expected: -1, events: samples('new', 5) }])).rejects.toMatchObject({ code: 'ledger.duplicate-id' });
  expect(places(await log.append([{ stream: 'unit-a', expected: -1, events: samples(5) }]))[0]).toBe('unit-a@5#5');
  expect((await log.head()).position).toBe(RUN - 1);
  await log.close();
});
