import { RecordedInPast, RevisionConflict, type EventLog } from '../event-log.js';
import { eventIdOf } from '../ids.js';
import { AT, collect, later, places, sampleEvent, samples } from './sample-events.js';

/** What every engine must do; the cases follow the repository lint that event stores of other languages ship. `open` gives an empty log and sees to its clearing away. */
export function eventLogContract(name: string, open: () => Promise<EventLog>): void {
  describe(`${name}: event log`, () => {
    let log: EventLog;
    beforeEach(async () => (log = await open()));
    afterEach(() => log.close());
    const append = (stream: string, expected: number, ...keys: readonly (string | number)[]) => log.append([{ stream, expected, events: samples(...keys) }]);
    const all = async () => places(await collect(log.readAll(0)));

    describe('an empty log', () => {
      it('has nothing and says so', async () => {
        expect(await log.head()).toEqual({ position: -1, recordedAt: '' });
        expect(await log.revisionOf('a-1')).toBe(-1);
        expect(await log.positionAt(AT)).toBe(-1);
        expect(await log.find(sampleEvent(1).id)).toBeUndefined();
        expect(await collect(log.readAll(0))).toEqual([]);
        expect(await collect(log.read('a-1'))).toEqual([]);
      });
    });

    describe('append', () => {
      it('numbers positions over the log and revisions in the stream', async () => {
        expect(places(await append('a-1', -1, 1, 2))).toEqual(['a-1@0#0', 'a-1@1#1']);
        expect(places(await append('b-1', -1, 3))).toEqual(['b-1@0#2']);
        expect(places(await append('a-1', 1, 4))).toEqual(['a-1@2#3']);
        expect(await all()).toEqual(['a-1@0#0', 'a-1@1#1', 'b-1@0#2', 'a-1@2#3']);
        expect(await log.head()).toEqual({ position: 3, recordedAt: AT });
        expect(await log.revisionOf('a-1')).toBe(2);
      });
      it('gives back and keeps every field as it was, the bytes exactly', async () => {
        const bytes = Buffer.from([0, 255, 10, 13, 128, ...Buffer.from('{"责":"链"}\u0000')]);
        const event = sampleEvent(1, { bytes, recordedAt: '2016-12-31T15:59:59.999Z', type: '测试Type' });
        const expected = [{ ...event, stream: 'a-1', revision: 0, position: 0 }];
        expect(await log.append([{ stream: 'a-1', expected: -1, events: [event] }])).toEqual(expected);
        expect(await collect(log.readAll(0))).toEqual(expected);
        expect(await collect(log.read('a-1'))).toEqual(expected);
        expect(await log.find(event.id)).toEqual(expected[0]);
        expect((await log.find(event.id))?.bytes).toBeInstanceOf(Buffer);
      });
      it('does nothing for nothing', async () => {
        expect(await log.append([])).toEqual([]);
        expect(await log.append([{ stream: 'a-1', expected: -1, events: [] }])).toEqual([]);
        await expect(log.append([{ stream: 'a-1', expected: 0, events: [] }])).rejects.toThrow(RevisionConflict);
        expect(await log.revisionOf('a-1')).toBe(-1);
      });
      it('keeps an event larger than a page', async () => {
        const event = sampleEvent(1, { bytes: Buffer.alloc(300_000, '责') });
        await log.append([{ stream: 'a-1', expected: -1, events: [event] }]);
        expect((await log.find(event.id))?.bytes.equals(event.bytes)).toBe(true);
      });
    });

    describe('expected revisions', () => {
      it.each([[0], [2], [-2]])('refuses %i for an absent stream', (expected) => expect(append('a-1', expected, 1)).rejects.toEqual(new RevisionConflict('a-1', expected, -1)));
      it('refuses what was read before somebody else wrote, and tells both revisions', async () => {
        await append('a-1', -1, 1, 2);
        await expect(append('a-1', 0, 3)).rejects.toMatchObject({ code: 'ledger.revision-conflict', stream: 'a-1', expected: 0, actual: 1 });
        await expect(append('a-1', -1, 3)).rejects.toThrow(RevisionConflict);
        await expect(append('a-1', 2, 3)).rejects.toThrow(RevisionConflict);
        expect(await all()).toEqual(['a-1@0#0', 'a-1@1#1']);
      });
      it('lets one of two rivals through', async () => {
        const outcomes = await Promise.allSettled([append('a-1', -1, 1), append('a-1', -1, 2)]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      });
    });

    describe('guards', () => {
      beforeEach(() => append('a-1', -1, 1));
      const guarded = (stream: string, revision: number) => log.append([{ stream: 'b-1', expected: -1, events: samples(2) }], [{ stream, revision }]);
      it('lets an append through while the guarded stream stands still', async () => {
        await guarded('a-1', 0);
        expect(await log.revisionOf('b-1')).toBe(0);
      });
      it('knows a stream that is still absent', async () => expect(places(await guarded('c-1', -1))).toEqual(['b-1@0#1']));
      it.each([['a-1', -1], ['a-1', 1], ['c-1', 0]])('refuses when %s is not at %i', async (stream, revision) => {
        await expect(guarded(stream, revision)).rejects.toMatchObject({ stream, expected: revision });
        expect(await log.revisionOf('b-1')).toBe(-1);
      });
      it('looks at the guard when the append is made, not when it was read', async () => {
        const outcomes = await Promise.allSettled([append('a-1', 0, 3), guarded('a-1', 0)]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      });
    });

    describe('several writes', () => {
      it('are stored in the order given, also twice in one stream', async () => {
        const stored = await log.append([{ stream: 'a-1', expected: -1, events: samples(1, 2) }, { stream: 'b-1', expected: -1, events: samples(3) }, { stream: 'a-1', expected: 1, events: samples(4) }]);
        expect(places(stored)).toEqual(['a-1@0#0', 'a-1@1#1', 'b-1@0#2', 'a-1@2#3']);
      });
      it('are all refused when one is', async () => {
        await append('b-1', -1, 1);
        await expect(log.append([{ stream: 'a-1', expected: -1, events: samples(2) }, { stream: 'b-1', expected: -1, events: samples(3) }])).rejects.toThrow(RevisionConflict);
        expect(await all()).toEqual(['b-1@0#0']);
        expect(await log.find(sampleEvent(2).id)).toBeUndefined();
      });
    });

    describe('ids', () => {
      it('answer a retry as the first time, whatever it expects', async () => {
        const first = await append('a-1', -1, 1, 2);
        await append('a-1', 1, 3);
        expect(await append('a-1', -1, 1, 2)).toEqual(first);
        expect(await append('a-1', 7, 1)).toEqual(first);
        expect(await log.head()).toMatchObject({ position: 2 });
      });
      it('answer with that append only, though the next one has the same digest', async () => {
        const commandDigest = sampleEvent('same').commandDigest;
        for (const key of [1, 2, 3]) await log.append([{ stream: 'a-1', expected: key - 2, events: [sampleEvent(key, { commandDigest })] }]);
        expect(places(await append('a-1', -1, 2))).toEqual(['a-1@1#1']);
      });
      it('answer several writes whole', async () => {
        const writes = [{ stream: 'a-1', expected: -1, events: samples(1) }, { stream: 'b-1', expected: -1, events: samples(2, 3) }];
        const first = await log.append(writes);
        expect(await log.append(writes)).toEqual(first);
      });
      it('answer a retry that arrives in the same turn', async () => {
        const [first, second, third] = await Promise.all([append('a-1', -1, 1, 2), append('a-1', -1, 1, 2), append('b-1', -1, 3)]);
        expect(second).toEqual(first);
        expect(places(third)).toEqual(['b-1@0#2']);
      });
      it('stored elsewhere refuse the whole append', async () => {
        await append('a-1', -1, 1);
        await expect(append('b-1', -1, 2, 1)).rejects.toMatchObject({ code: 'ledger.duplicate-id' });
        await expect(append('b-1', -1, 2, 2)).rejects.toMatchObject({ code: 'ledger.duplicate-id' });
        expect(await all()).toEqual(['a-1@0#0']);
      });
      it('that are none are refused', async () => {
        await expect(log.append([{ stream: 'a-1', expected: -1, events: [sampleEvent(1, { id: 'x' })] }])).rejects.toThrow(TypeError);
        await expect(log.append([{ stream: 'a-1', expected: -1, events: [sampleEvent(1, { id: sampleEvent(1).id.toUpperCase() })] }])).rejects.toThrow(TypeError);
        expect(await log.find('x')).toBeUndefined();
      });
      it('find an event', async () => {
        const commandId = '0158d7a2-5d00-7abc-8def-0123456789ab';
        const events = [0, 1].map((index) => sampleEvent(index, { id: eventIdOf(commandId, index) }));
        await log.append([{ stream: 'a-1', expected: -1, events }]);
        expect((await log.find(eventIdOf(commandId, 1)))?.revision).toBe(1);
      });
    });

    describe('time', () => {
      const at = (key: number, seconds: number) => log.append([{ stream: `a-${key}`, expected: -1, events: [sampleEvent(key, { recordedAt: later(seconds) })] }]);
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
        expect(log.append([{ stream: 'a-1', expected: -1, events: [sampleEvent(1, { recordedAt })] }])).rejects.toThrow(TypeError));
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
        const outcomes = await Promise.all(Array.from({ length: 32 }, async (_, who) => {
          for (let turn = 0; turn < 8; turn++) await append(`a-${who}`, turn * 2 - 1, `${who}-${turn}`, `${who}-${turn}b`);
          return log.revisionOf(`a-${who}`);
        }));
        expect(new Set(outcomes)).toEqual(new Set([15]));
        const events = await collect(log.readAll(0));
        expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 512 }, (_, position) => position));
        // The two events of one append lie side by side, whoever appended meanwhile.
        for (let position = 0; position < 512; position += 2) expect(events[position]!.stream).toBe(events[position + 1]!.stream);
      });
      it('32 appenders of one stream: who is refused reads again, nothing is lost', async () => {
        await Promise.all(Array.from({ length: 32 }, async (_, who) => {
          for (;;) {
            try {
              return await append('a-1', await log.revisionOf('a-1'), who);
            } catch (error) {
              expect(error).toBeInstanceOf(RevisionConflict);
            }
          }
        }));
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
