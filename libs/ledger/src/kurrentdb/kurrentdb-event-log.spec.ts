import { status } from '@grpc/grpc-js';
import { exception, fault, KurrentStandIn, type Mishap } from '../../../../test/support/kurrentdb-stand-in/index.js';
import { collect, later, places, sampleEvent, samples } from '../contract/sample-events.js';
import type { EventLog } from '../event-log.js';
import { openKurrentEventLog, type KurrentEventLog } from './index.js';

describe('the log in kurrentdb (stand-in)', () => {
  let standIn: KurrentStandIn;
  const opened: EventLog[] = [];
  const open = async (more: object = {}): Promise<KurrentEventLog> => {
    const log = await openKurrentEventLog({ uri: standIn.uri, development: true, patienceMs: 20_000, ...more });
    opened.push(log);
    return log;
  };
  const append = (log: EventLog, stream: string, expected: number, ...keys: readonly (string | number)[]) =>
    log.append([{ stream, expected, events: samples(...keys) }]);
  const all = async (log: EventLog) => places(await collect(log.readAll(0)));
  /** What befalls the next appends, one after another. */
  const befall = (...mishaps: readonly (Mishap | undefined)[]) => {
    const rest = [...mishaps];
    standIn.mishaps = (name) => (name === 'append' ? rest.shift() : undefined);
  };
  const heardOf = (log: EventLog, head: number) =>
    new Promise<void>((resolve) => {
      const cancel = log.subscribe((position) => {
        if (position < head) return;
        cancel();
        resolve();
      });
    });
  beforeEach(async () => (standIn = await KurrentStandIn.start()));
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
    await standIn.stop();
  });

  it('is there again for whoever opens it, every field as it was', async () => {
    const log = await open();
    await append(log, 'a-1', -1, 1, 2);
    const { bytes, ...more } = sampleEvent(3, { bytes: Buffer.from([0, 255, 10, 0]), recordedAt: later(5) });
    await log.append([{ stream: '单位-c', expected: -1, events: [{ bytes, ...more }] }]);
    const again = await open();
    expect(await collect(again.readAll(0))).toEqual(await collect(log.readAll(0)));
    expect(await collect(again.read('单位-c'))).toEqual([{ bytes, ...more, stream: '单位-c', revision: 0, position: 2 }]);
    expect([await again.head(), await again.positionAt(later(4)), await again.revisionOf('a-1')]).toEqual([{ position: 2, recordedAt: later(5) }, 1, 1]);
    expect(await append(again, 'a-1', -1, 1)).toEqual(await collect(log.read('a-1')));
  });

  it('tells streams apart that differ in capitals only, which the server would not within an append', async () => {
    const log = await open();
    const write = (stream: string, key: number) => ({ stream, expected: -1, events: samples(key) });
    await log.append([write('a-Case', 1), write('a-case', 2), write('a-!case', 3)]);
    expect(await all(await open())).toEqual(['a-Case@0#0', 'a-case@0#1', 'a-!case@0#2']);
  });

  it('leaves system streams, other applications and other ledgers on the server alone', async () => {
    const [log, other] = [await open(), await open({ prefix: 'county2' })];
    await append(log, 'a-1', -1, 1);
    await append(other, 'a-1', -1, 1, 2);
    standIn.store.append(
      [
        {
          stream: 'shop-1',
          event: { id: sampleEvent(9).id, type: 'Sold', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.alloc(0) },
        },
      ],
      [],
    );
    await append(log, 'a-1', 0, 3);
    expect(await all(log)).toEqual(['a-1@0#0', 'a-1@1#1']);
    expect(await all(await open())).toEqual(['a-1@0#0', 'a-1@1#1']);
    expect(await all(other)).toEqual(['a-1@0#0', 'a-1@1#1']);
    await expect(open({ prefix: 'a-b' })).rejects.toMatchObject({ code: 'ledger.prefix' });
  });

  describe('of two processes', () => {
    it('has one order: each decides on all that the other appended', async () => {
      const [here, there] = [await open(), await open()];
      await append(here, 'a-1', -1, 1);
      await expect(append(there, 'a-1', -1, 2)).rejects.toMatchObject({ code: 'ledger.revision-conflict', actual: 0 });
      expect(places(await append(there, 'b-1', -1, 3))).toEqual(['b-1@0#1']);
      expect(places(await append(here, 'c-1', -1, 4))).toEqual(['c-1@0#2']);
      await expect(here.append([{ stream: 'd-1', expected: -1, events: samples(5) }], [{ stream: 'b-1', revision: -1 }])).rejects.toMatchObject({
        stream: 'b-1',
      });
      await here.append([{ stream: 'd-1', expected: -1, events: [sampleEvent(5, { recordedAt: later(9) })] }]);
      await expect(append(there, 'e-1', -1, 6)).rejects.toMatchObject({ head: later(9) });
      expect(places(await append(there, 'a-1', -1, 1))).toEqual(['a-1@0#0']);
      expect(await all(here)).toEqual(['a-1@0#0', 'b-1@0#1', 'c-1@0#2', 'd-1@0#3']);
      expect(await all(there)).toEqual(await all(here));
    });
    it('tells each of what the other appends', async () => {
      const [here, there] = [await open(), await open()];
      const heard = heardOf(there, 1);
      await append(here, 'a-1', -1, 1, 2);
      await heard;
      expect(await all(there)).toEqual(['a-1@0#0', 'a-1@1#1']);
    });
    it('overtakes it twice while it waits for the answer: it decides again, and takes nothing for lost', async () => {
      const [here, there] = [await open(), await open()];
      befall(async (carryOut) => {
        await append(here, 'b-1', -1, 1);
        const refused = (async () => carryOut())();
        await expect(refused).rejects.toThrow();
        const heard = heardOf(there, 1);
        await append(here, 'b-1', 0, 2);
        await heard;
        return refused;
      });
      expect(places(await append(there, 'a-1', -1, 3))).toEqual(['a-1@0#2']);
    });
    it('gets everybody through, gapless, under contention', async () => {
      const logs = [await open(), await open(), await open()];
      await Promise.all(
        logs.map(async (log, who) => {
          for (let turn = 0; turn < 10; turn++) await append(log, `a-${who}`, turn * 2 - 1, `${who}-${turn}`, `${who}-${turn}b`);
        }),
      );
      const events = await collect((await open()).readAll(0));
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 60 }, (_, position) => position));
      for (let position = 0; position < 60; position += 2) expect(events[position]!.stream).toBe(events[position + 1]!.stream);
    });
  });

  describe('whatever befalls an append', () => {
    it.each<[string, readonly Mishap[]]>([
      ['lines cut before', ['drop', 'drop']],
      ['no answer to what was stored', ['reset']],
      ['a restart', ['restart', 'restart']],
      ['stored twice over', ['duplicate']],
      ['an arrival after its repetition', ['late']],
      ['a slow answer', ['slow']],
    ])('%s: it is stored once', async (_, mishaps) => {
      const log = await open();
      await append(log, 'a-1', -1, 0);
      befall(...mishaps);
      expect(places(await append(log, 'a-1', 0, 1, 2))).toEqual(['a-1@1#1', 'a-1@2#2']);
      for (const key of [3, 4, 5, 6]) await append(log, 'a-1', key - 1, key);
      expect(await all(await open())).toEqual(await all(log));
      expect((await log.head()).position).toBe(6);
    });
    it('a frozen server: the wait ends, and the append is done again', async () => {
      const log = await open({ answerWaitMs: 500 });
      befall('freeze');
      expect(places(await append(log, 'a-1', -1, 1))).toEqual(['a-1@0#0']);
    });
    it('a server that stays away: unavailable for all who wait, nothing half done, and all is well when it is back', async () => {
      const log = await open({ patienceMs: 150 });
      await append(log, 'a-1', -1, 1);
      await standIn.leave();
      const outcomes = await Promise.allSettled([append(log, 'a-1', 0, 2), append(log, 'b-1', -1, 3)]);
      expect(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason as unknown)).toMatchObject([
        { code: 'ledger.unavailable' },
        { code: 'ledger.unavailable' },
      ]);
      expect(await log.head()).toMatchObject({ position: 0 });
      await standIn.listen();
      expect(places(await append(log, 'a-1', 0, 2))).toEqual(['a-1@1#1']);
    });
    it('a fault of one does not touch those that it was sent with', async () => {
      const log = await open();
      befall(fault(status.RESOURCE_EXHAUSTED, 'larger'), undefined, fault(status.RESOURCE_EXHAUSTED, 'larger'));
      const outcomes = await Promise.allSettled([append(log, 'a-1', -1, 1), append(log, 'b-1', -1, 2), append(log, 'c-1', -1, 3)]);
      expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'ledger.too-large' } }, { status: 'fulfilled' }]);
      expect(await all(log)).toEqual(['a-1@0#0', 'c-1@0#1']);
    });
    it('what is larger than the server takes is not sent', async () => {
      const log = await open();
      const large = (key: string, size: number) => sampleEvent(key, { bytes: Buffer.alloc(size) });
      const sent = (...events: readonly ReturnType<typeof large>[]) => log.append([{ stream: 'a-1', expected: -1, events }]);
      await expect(sent(large('a', 16_000_001))).rejects.toMatchObject({ code: 'ledger.too-large' });
      await expect(sent(large('a', 15_000_000), large('b', 15_000_000))).rejects.toMatchObject({ code: 'ledger.too-large' });
      expect(standIn.carriedOut).not.toContain('append');
    });
    it.each([
      ['access-denied', 'ledger.access-denied', exception('access-denied')],
      ['unauthenticated', 'ledger.access-denied', fault(status.UNAUTHENTICATED, 'who?')],
      ['too long a message', 'ledger.too-large', fault(status.RESOURCE_EXHAUSTED, 'message larger than max')],
      ['a full disk', 'ledger.storage-full', fault(status.RESOURCE_EXHAUSTED, 'there is not enough space on the disk')],
    ])('%s is told as %s', async (_, code, mishap) => {
      const log = await open();
      befall(mishap);
      await expect(append(log, 'a-1', -1, 1)).rejects.toMatchObject({ code });
      expect(places(await append(log, 'a-1', -1, 1))).toEqual(['a-1@0#0']);
    });
    it('an older server takes none, and says which does', async () => {
      await standIn.stop();
      standIn = await KurrentStandIn.start({ version: '25.1.0' });
      await expect(append(await open(), 'a-1', -1, 1)).rejects.toMatchObject({ code: 'ledger.old-server' });
    });
  });

  describe('opening', () => {
    it('waits a little for a server, and says that it is away', async () => {
      await standIn.leave();
      await expect(open({ patienceMs: 100 })).rejects.toMatchObject({ code: 'ledger.unavailable' });
      const waiting = open({ patienceMs: 20_000 });
      await standIn.listen();
      expect(await (await waiting).head()).toMatchObject({ position: -1 });
    });
    it('takes the older scheme of addresses, and repeats no password of one that is none', async () => {
      expect(await (await open({ uri: standIn.uri.replace('kurrentdb://', 'esdb://') })).head()).toMatchObject({ position: -1 });
      await expect(open({ uri: 'nothing://u:secret@x' })).rejects.toMatchObject({
        code: 'ledger.uri',
        message: expect.not.stringContaining('secret') as string,
      });
    });
  });

  it('follows again by itself after every loss of the line, from where it was', async () => {
    const [here, there] = [await open(), await open()];
    for (let round = 0; round < 3; round++) {
      const heard = heardOf(there, round);
      if (round === 1) standIn.cutLines();
      if (round === 2) await standIn.leave().then(() => standIn.listen());
      await append(here, 'a-1', round - 1, round);
      await heard;
    }
    expect(await all(there)).toEqual(['a-1@0#0', 'a-1@1#1', 'a-1@2#2']);
    expect(there.fault).toBeUndefined();
  });

  describe('what others did to its streams', () => {
    it('written by somebody else: no append goes on top of it', async () => {
      const log = await open();
      await append(log, 'a-1', -1, 1);
      const forged = {
        id: sampleEvent(7).id,
        type: 'SampleRecorded',
        contentType: 'application/octet-stream',
        data: Buffer.from('{}'),
        metadata: Buffer.alloc(0),
      };
      standIn.store.append([{ stream: 'zelian:a-1', event: forged }], []);
      await expect(append(log, 'a-1', 0, 2)).rejects.toMatchObject({ code: 'ledger.foreign-write' });
      expect(places(await append(log, 'b-1', -1, 3))).toEqual(['b-1@0#1']);
    });
    it('put back to an earlier moment: a process that has read further stops, and one that starts anew goes on', async () => {
      const log = await open();
      await append(log, 'a-1', -1, 1);
      const earlier = standIn.store.copy();
      await append(log, 'a-1', 0, 2);
      standIn.store.putBack(earlier);
      await expect(append(log, 'a-1', 1, 3)).rejects.toMatchObject({ code: 'ledger.rolled-back' });
      expect(places(await append(await open(), 'a-1', 0, 4))).toEqual(['a-1@1#1']);
    });
    it('deleted: it is not read as an empty stream', async () => {
      await append(await open(), 'a-1', -1, 1, 2);
      standIn.store.delete('zelian:a-1');
      const log = await open();
      // What is recent is in memory; a process that has forgotten it asks the server.
      for (let round = 0; round < 5; round++)
        await log.append([{ stream: 'b-1', expected: round * 900 - 1, events: samples(...Array.from({ length: 900 }, (_, key) => `${round}-${key}`)) }]);
      await expect(collect(log.read('a-1'))).rejects.toMatchObject({ code: 'ledger.deleted' });
    });
  });
});
