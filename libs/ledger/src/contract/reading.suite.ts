import { RecordedInPast, RevisionConflict, type EventLog, type StoredLeaf } from '../event-log.js';
import { collect, later, places, sampleEvent, samples } from './sample-events.js';

/** Time, paging, many at once, subscriptions, closing. */
export function readingCases(name: string, open: () => Promise<EventLog>): void {
  describe(`${name}: reading`, () => {
    let log: EventLog;
    beforeEach(async () => (log = await open()));
    afterEach(() => log.close());
    const append = (stream: string, expected: number, ...keys: readonly (string | number)[]) => log.append([{ stream, expected, events: samples(...keys) }]);
    const all = async () => places(await collect(log.readAll(0)));

    describe('time', () => {
      const at = (key: number, seconds: number) =>
        log.append([{ stream: `a-${key}`, expected: -1, events: [sampleEvent(key, { recordedAt: later(seconds) })] }]);
      it('never goes back: the head is told', async () => {
        await at(1, 10);
        await expect(at(2, 9)).rejects.toEqual(new RecordedInPast(later(10)));
        await expect(at(2, 9)).rejects.toMatchObject({ head: later(10) });
        await at(2, 10);
        expect(await log.head()).toEqual({ position: 1, recordedAt: later(10) });
      });
      it('never goes back within an append', async () => {
        const events = [sampleEvent(1, { recordedAt: later(2) }), sampleEvent(2, { recordedAt: later(1) })];
        await expect(log.append([{ stream: 'a-1', expected: -1, events }])).rejects.toThrow(RecordedInPast);
        expect(await log.head()).toMatchObject({ position: -1 });
      });
      it.each(['2016-12-07', 'soon', '2016-02-30T00:00:00.000Z'])('%s is none', (recordedAt) =>
        expect(log.append([{ stream: 'a-1', expected: -1, events: [sampleEvent(1, { recordedAt })] }])).rejects.toThrow(TypeError),
      );
      it('finds the last position at or before an instant', async () => {
        for (const [key, seconds] of [0, 0, 5, 5, 5, 9].entries()) await at(key, seconds);
        const found = await Promise.all([-1, 0, 4, 5, 8, 9, 100].map((seconds) => log.positionAt(later(seconds))));
        expect(found).toEqual([-1, 1, 1, 4, 4, 5, 5]);
      });
    });

    describe('reading', () => {
      const MANY = 1_203;
      it('pages through a long log and stream without losing or repeating', async () => {
        await log.append(Array.from({ length: MANY }, (_, key) => ({ stream: `a-${key % 2}`, expected: Math.floor(key / 2) - 1, events: samples(key) })));
        expect((await collect(log.readAll(0))).map(({ position }) => position)).toEqual(Array.from({ length: MANY }, (_, position) => position));
        expect((await collect(log.readAll(1_000))).map(({ position }) => position)).toEqual(Array.from({ length: MANY - 1_000 }, (_, index) => 1_000 + index));
        expect((await collect(log.read('a-1'))).map(({ revision }) => revision)).toEqual(Array.from({ length: 601 }, (_, revision) => revision));
        expect((await collect(log.read('a-0', 550))).map(({ revision }) => revision)).toEqual(Array.from({ length: 52 }, (_, index) => 550 + index));
      });
      it('gives the same events as leaves, from any position on', async () => {
        await log.append(Array.from({ length: MANY }, (_, key) => ({ stream: `a-${key}`, expected: -1, events: samples(key) })));
        for (const from of [-1, 0, 7, MANY]) {
          const leaves: StoredLeaf[] = [];
          for await (const { position, type, bytes, mac, macKeyId } of log.readLeaves(from)) leaves.push({ position, type, bytes, mac, macKeyId });
          const events = await collect(log.readAll(from));
          expect(leaves).toEqual(events.map(({ position, type, bytes, mac, macKeyId }) => ({ position, type, bytes, mac, macKeyId })));
        }
      });
      it('beyond the end yields nothing', async () => {
        await append('a-1', -1, 1);
        expect(await collect(log.readAll(1))).toEqual([]);
        expect(await collect(log.readAll(99))).toEqual([]);
        expect(await collect(log.read('a-1', 1))).toEqual([]);
        expect(places(await collect(log.readAll(-1)))).toEqual(['a-1@0#0']);
      });
      it('stops at the head as it was when it began, while others append', async () => {
        await append('a-1', -1, 1, 2);
        const seen: number[] = [];
        for await (const { position } of log.readAll(0)) {
          seen.push(position);
          await append('b-1', position - 1, `more ${position}`);
        }
        expect(seen).toEqual([0, 1]);
        expect(await all()).toHaveLength(4);
      });
      it('may be broken off', async () => {
        await append('a-1', -1, 1, 2, 3);
        for await (const { position } of log.readAll(0)) if (position === 1) break;
        expect(await all()).toHaveLength(3);
      });
    });

    describe('many at once', () => {
      it('32 appenders of streams of their own all get through, gapless', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 32 }, async (_, who) => {
            for (let turn = 0; turn < 8; turn++) await append(`a-${who}`, turn * 2 - 1, `${who}-${turn}`, `${who}-${turn}b`);
            return log.revisionOf(`a-${who}`);
          }),
        );
        expect(new Set(outcomes)).toEqual(new Set([15]));
        const events = await collect(log.readAll(0));
        expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 512 }, (_, position) => position));
        // The two events of one append lie side by side, whoever appended meanwhile.
        for (let position = 0; position < 512; position += 2) expect(events[position]!.stream).toBe(events[position + 1]!.stream);
      });
      it('32 appenders of one stream: who is refused reads again, nothing is lost', async () => {
        await Promise.all(
          Array.from({ length: 32 }, async (_, who) => {
            for (;;) {
              try {
                return await append('a-1', await log.revisionOf('a-1'), who);
              } catch (error) {
                expect(error).toBeInstanceOf(RevisionConflict);
              }
            }
          }),
        );
        const events = await collect(log.read('a-1'));
        expect(new Set(events.map(({ id }) => id)).size).toBe(32);
        expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 32 }, (_, revision) => revision));
      });
      it('a refused append does not touch its neighbours of the same turn', async () => {
        const outcomes = await Promise.allSettled([append('a-1', -1, 1), append('b-1', 5, 2), append('c-1', -1, 3, 3), append('d-1', -1, 4)]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
        expect(await all()).toEqual(['a-1@0#0', 'd-1@0#1']);
      });
    });

    describe('subscriptions', () => {
      it('hear of each durable append until they are cancelled; what they hear can be read', async () => {
        const heard: number[] = [];
        const missing: number[] = [];
        const cancel = log.subscribe((head) => {
          heard.push(head);
          void log.head().then(({ position }) => position < head && missing.push(head));
        });
        await append('a-1', -1, 1, 2);
        await append('a-1', 1, 3);
        await append('a-1', 1, 3);
        await expect(append('a-1', 0, 4)).rejects.toThrow(RevisionConflict);
        await new Promise((resolve) => setImmediate(resolve));
        cancel();
        await append('a-1', 2, 5);
        await new Promise((resolve) => setImmediate(resolve));
        expect(heard).toEqual([1, 2]);
        expect(missing).toEqual([]);
      });
    });

    it('closed, answers nothing more', async () => {
      const last = append('a-1', -1, 1);
      await log.close();
      await last;
      await expect(append('a-1', 0, 2)).rejects.toMatchObject({ code: 'ledger.closed' });
      await expect(log.head()).rejects.toMatchObject({ code: 'ledger.closed' });
    });
  });
}
