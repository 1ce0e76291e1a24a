import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf, type Instant } from '#kernel';
import type { NoticeRow } from '#cadence';
import { seededEntropy, SimulatedClock } from '#ledger';
import { SinkUnusable } from '#outbox';
import pingli from '../../rulebook/books/pingli-2016.json';
import { CadenceCounty, leader, RecordingSink, SCHEME } from '../../../test/support/cadence-county.js';
import { batchesOf, fingerprints, rederive, storedEvents, withoutPolicies } from '../../../test/support/rederive.js';
import { openLedger } from './open.js';

jest.setTimeout(120_000);
const MONDAY = '2016-01-04';
const KEY = /^notice-example-2016-2016-w01-[a-z-]+\/person-/;

/** Settled, and past the notices of the first Monday. */
async function monday(options: Parameters<typeof CadenceCounty.open>[0] = {}): Promise<CadenceCounty> {
  const county = await (await CadenceCounty.open(options)).settle(pingli);
  await county.on(MONDAY, 8);
  return county;
}
const later = (county: CadenceCounty, instant: Instant) => county.clock.moveTo(instant);
const rowOf = async (county: CadenceCounty) => (await county.rows<NoticeRow>('notice-register')).find(({ classId }) => classId === 'county-leaders')!;

describe('an outbox', () => {
  it('without a sink keeps what it has, and says so', async () => {
    const county = await monday();
    expect(await county.zelian.outbox.deliver()).toBe(0);
    expect((await county.zelian.health()).outbox).toEqual({ sink: 'none', waitingNotices: 3, waitingRecipients: 14 });
    expect(await county.events('NoticeDeliveriesRecorded')).toEqual([]);
    await county.close();
  });

  it('tries again what failed, later each time and with the same key, and at last gives up', async () => {
    const sink = new RecordingSink();
    sink.outcome = ({ id }) => (id === leader(1) ? { outcome: 'failed', code: 'http-503' } : undefined);
    const county = await monday({ noticeSink: sink });
    const before = sink.sent.length;
    expect(await county.zelian.outbox.deliver()).toBe(0);
    let at = Date.parse(startOf(MONDAY, 8));
    for (const minutes of [15, 30, 60, 120, 240, 480]) {
      at += minutes * 60_000;
      later(county, new Date(at).toISOString());
      await county.zelian.outbox.deliver();
      await county.zelian.drain();
    }
    const again = sink.sent.slice(before).map(({ key }) => key);
    expect(new Set(again)).toEqual(new Set([`notice-example-2016-2016-w01-county-leaders/${leader(1)}`]));
    expect(again).toHaveLength(4);
    const { recipients, counts } = await rowOf(county);
    expect(recipients.find(({ personId }) => personId === leader(1))).toMatchObject({ state: 'failed', attempts: 5, final: true, code: 'http-503' });
    expect(counts).toEqual({ queued: 0, delivered: 3, failed: 1, 'no-address': 1 });
    expect(await county.rows('outbox')).toEqual([]);
    await county.close();
  });

  it('lets a message go that has outlived its week', async () => {
    const county = await monday();
    const { zelian, clock } = county;
    later(county, startOf('2016-01-11', 7));
    const sink = new RecordingSink();
    const { deliverWaiting } = await import('./notices.js');
    const parts = (zelian.outbox as unknown as { parts: Parameters<typeof deliverWaiting>[1] }).parts;
    expect([await deliverWaiting(sink, parts), sink.sent, clock.now()]).toEqual([14, [], startOf('2016-01-11', 7)]);
    await zelian.drain();
    expect((await rowOf(county)).recipients[0]).toMatchObject({ state: 'failed', code: 'expired', final: true });
    await county.close();
  });

  it('that cannot be used stops the deliveries and not the ledger, and its word stands until it can', async () => {
    const sink = new RecordingSink();
    const deliver = sink.deliver.bind(sink);
    sink.deliver = () => Promise.reject(new SinkUnusable('http-401'));
    const county = await monday({ noticeSink: sink });
    expect((await county.zelian.health()).outbox).toEqual({ sink: 'recording', waitingNotices: 3, waitingRecipients: 14, fault: 'http-401' });
    sink.deliver = () => Promise.reject(new TypeError('13900001111 is no number'));
    expect(await county.zelian.outbox.deliver()).toBe(0);
    expect((await county.zelian.health()).outbox.fault).toBe('TypeError');
    sink.deliver = deliver;
    expect(await county.zelian.outbox.deliver()).toBe(14);
    await county.zelian.drain();
    expect((await county.zelian.health()).outbox).toEqual({ sink: 'recording', waitingNotices: 0, waitingRecipients: 0 });
    await county.close();
  });

  it('on a simulated clock takes no sink that reaches people', async () => {
    const reaching = Object.assign(new RecordingSink(), { reachesPeople: true });
    await expect(CadenceCounty.open({ noticeSink: reaching })).rejects.toMatchObject({ code: 'outbox.simulated' });
  });
});

describe('nothing is sent again', () => {
  it('by a re-derivation, which comes out the same byte for byte', async () => {
    const county = await monday({ noticeSink: new RecordingSink() });
    await county.on('2016-01-12', 9);
    const events = await storedEvents(county.zelian);
    const sink = new RecordingSink();
    const fresh = await CadenceCounty.open({ noticeSink: sink });
    await rederive(
      batchesOf(events).filter((batch) => withoutPolicies(batch).length > 0),
      fresh.zelian,
    );
    expect(fingerprints(await storedEvents(fresh.zelian))).toEqual(fingerprints(events));
    expect([await fresh.zelian.outbox.deliver(), sink.sent]).toEqual([0, []]);
    expect(events.filter(({ type }) => type === 'NoticeDeliveriesRecorded')).toHaveLength(6);
    await fresh.close();
    await county.close();
  });

  it('by a restart; and a crash between sending and recording sends again with the same keys only', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zelian-notices-'));
    const files = { directory: join(directory, 'ledger'), keysFolder: join(directory, 'keys') };
    const reopen = async (noticeSink: RecordingSink) =>
      openLedger({ ...files, noticeSink, clock: new SimulatedClock(startOf(MONDAY, 9)), entropy: seededEntropy('again') });
    const sink = new RecordingSink();
    const county = await (await CadenceCounty.open({ ...files, noticeSink: sink })).settle(pingli);
    // The process dies when the second notice has been sent and before that is recorded.
    const record = county.zelian.log.append.bind(county.zelian.log);
    let recorded = 0;
    county.zelian.log.append = (writes, unchanged) =>
      writes[0]!.events[0]!.type === 'NoticeDeliveriesRecorded' && ++recorded === 2 ? Promise.reject(new Error('killed')) : record(writes, unchanged);
    await expect(county.on(MONDAY, 9)).rejects.toThrow('killed');
    await county.close();

    const first = sink.sent.map(({ key }) => key);
    expect(first.every((key) => KEY.test(key))).toBe(true);
    const second = new RecordingSink();
    const zelian = await reopen(second);
    await zelian.outbox.deliver();
    await zelian.drain();
    const keys = second.sent.map(({ key }) => key);
    // The first notice was recorded: none of it is sent again. The second one is, under the keys it had.
    expect(keys.filter((key) => first.includes(key))).toEqual(first.slice(-keys.filter((key) => first.includes(key)).length));
    expect(new Set([...first, ...keys]).size).toBe(13);
    expect(keys.length).toBeLessThan(13);
    await zelian.close();

    const third = new RecordingSink();
    const again = await reopen(third);
    for (let n = 0; n < 3; n++) {
      await again.rebuild(['outbox']);
      expect(await again.outbox.deliver()).toBe(0);
    }
    expect([third.sent, (await again.health()).outbox.waitingNotices, SCHEME.version]).toEqual([[], 0, 1]);
    await again.close();
    rmSync(directory, { recursive: true });
  });
});
