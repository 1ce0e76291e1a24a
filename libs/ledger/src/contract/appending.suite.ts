import { RevisionConflict, WHOLE_LOG, type EventLog } from '../event-log.js';
import { eventIdOf } from '../ids.js';
import { AT, collect, places, sampleEvent, samples } from './sample-events.js';

/** Numbering, expected revisions, guards, several writes at once, ids. */
export function appendingCases(name: string, open: () => Promise<EventLog>): void {
  describe(`${name}: appending`, () => {
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
      it.each([[0], [2], [-2]])('refuses %i for an absent stream', (expected) =>
        expect(append('a-1', expected, 1)).rejects.toEqual(new RevisionConflict('a-1', expected, -1)),
      );
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
      it.each([
        ['a-1', -1],
        ['a-1', 1],
        ['c-1', 0],
      ])('refuses when %s is not at %i', async (stream, revision) => {
        await expect(guarded(stream, revision)).rejects.toMatchObject({ stream, expected: revision });
        expect(await log.revisionOf('b-1')).toBe(-1);
      });
      it('take the whole log for a stream: nobody may have appended anything since', async () => {
        const after = (position: number, key: number) =>
          log.append([{ stream: `c-${key}`, expected: -1, events: samples(key) }], [{ stream: WHOLE_LOG, revision: position }]);
        expect(places(await after(0, 3))).toEqual(['c-3@0#1']);
        await expect(after(0, 4)).rejects.toMatchObject({ code: 'ledger.revision-conflict', stream: WHOLE_LOG, expected: 0, actual: 1 });
        const outcomes = await Promise.allSettled([append('a-1', 0, 5), after(1, 6)]);
        expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { stream: WHOLE_LOG } }]);
        expect(places(await after(0, 3))).toEqual(['c-3@0#1']);
        expect(await all()).toEqual(['a-1@0#0', 'c-3@0#1', 'a-1@1#2']);
      });
      it('looks at the guard when the append is made, not when it was read', async () => {
        const outcomes = await Promise.allSettled([append('a-1', 0, 3), guarded('a-1', 0)]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      });
    });

    describe('several writes', () => {
      it('are stored in the order given, also twice in one stream', async () => {
        const stored = await log.append([
          { stream: 'a-1', expected: -1, events: samples(1, 2) },
          { stream: 'b-1', expected: -1, events: samples(3) },
          { stream: 'a-1', expected: 1, events: samples(4) },
        ]);
        expect(places(stored)).toEqual(['a-1@0#0', 'a-1@1#1', 'b-1@0#2', 'a-1@2#3']);
      });
      it('are all refused when one is', async () => {
        await append('b-1', -1, 1);
        await expect(
          log.append([
            { stream: 'a-1', expected: -1, events: samples(2) },
            { stream: 'b-1', expected: -1, events: samples(3) },
          ]),
        ).rejects.toThrow(RevisionConflict);
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
        const writes = [
          { stream: 'a-1', expected: -1, events: samples(1) },
          { stream: 'b-1', expected: -1, events: samples(2, 3) },
        ];
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
        await expect(log.append([{ stream: 'a-1', expected: -1, events: [sampleEvent(1, { id: sampleEvent(1).id.toUpperCase() })] }])).rejects.toThrow(
          TypeError,
        );
        expect(await log.find('x')).toBeUndefined();
      });
      it('find an event', async () => {
        const commandId = '0158d7a2-5d00-7abc-8def-0123456789ab';
        const events = [0, 1].map((index) => sampleEvent(index, { id: eventIdOf(commandId, index) }));
        await log.append([{ stream: 'a-1', expected: -1, events }]);
        expect((await log.find(eventIdOf(commandId, 1)))?.revision).toBe(1);
      });
    });
  });
}
