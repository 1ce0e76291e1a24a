import { KurrentStandIn } from '../../../../test/support/kurrentdb-stand-in/index.js';
import { positionStoreContract } from '../contract/position-store.contract-suite.js';
import { samples } from '../contract/sample-events.js';
import { openKurrentEventLog, type KurrentEventLog, type Lease } from './index.js';

/** Nobody loses it to a busy machine, except where it is to run out. */
const LONG_MS = 60_000;

describe('the lease of kurrentdb (stand-in)', () => {
  let standIn: KurrentStandIn;
  const opened: Readonly<{ close(): Promise<void> }>[] = [];
  beforeEach(async () => (standIn = await KurrentStandIn.start()));
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
    await standIn.stop();
  });
  const process = async (ttlMs = LONG_MS, more: object = {}) => {
    const log = await openKurrentEventLog({ uri: standIn.uri, development: true, ...more });
    opened.push(log);
    const { lease, positions } = await log.elect({ ttlMs, beatMs: 50 });
    opened.push(lease, positions);
    return { log, lease, positions };
  };
  const changed = (lease: Lease, wanted: boolean) => new Promise<void>((resolve) => lease.subscribe((isHeld) => isHeld === wanted && resolve()));
  const append = (log: KurrentEventLog, lease: Lease, key: number) => log.append([{ stream: `a-${key}`, expected: -1, events: samples(key) }], [lease.guard]);

  it('is one process’s at a time; given back, it is another’s at once', async () => {
    const [first, second] = [await process(), await process()];
    expect([first.lease.isHeld, second.lease.isHeld]).toEqual([true, false]);
    const won = changed(second.lease, true);
    await first.lease.close();
    await won;
    expect([first.lease.isHeld, second.lease.isHeld]).toEqual([false, true]);
  });

  it('is taken over when its holder gives no sign; the one thought dead appends nothing more under it', async () => {
    const [first, second] = [await process(2_000), await process(2_000)];
    await append(first.log, first.lease, 1);
    await expect(append(second.log, second.lease, 2)).rejects.toMatchObject({ code: 'ledger.lease-lost' });
    const { guard } = first.lease;
    const won = changed(second.lease, true);
    // The first falls silent: what it sends does not arrive.
    const silent = jest.spyOn(first.lease as unknown as { step(): Promise<void> }, 'step').mockResolvedValue();
    await won;
    expect(first.lease.isHeld).toBe(false);
    await append(second.log, second.lease, 3);
    const late = first.log.append([{ stream: 'a-4', expected: -1, events: samples(4) }], [guard]);
    await expect(late).rejects.toMatchObject({ code: 'ledger.lease-lost' });
    // What others ask of that process is not touched by it.
    const outcomes = await Promise.allSettled([
      first.log.append([{ stream: 'a-5', expected: -1, events: samples(5) }], [guard]),
      first.log.append([{ stream: 'a-6', expected: -1, events: samples(6) }]),
    ]);
    expect(outcomes).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled' }]);
    silent.mockRestore();
  });

  it('is over for a holder that cannot reach the server, before anybody else can have it', async () => {
    const { lease } = await process(1_000, { patienceMs: 200, answerWaitMs: 300 });
    const lost = changed(lease, false);
    await standIn.leave();
    await lost;
    const won = changed(lease, true);
    await standIn.listen();
    await won;
  });

  it('hands over where the runners stand', async () => {
    const first = await process();
    await first.positions.save('policies', 7);
    await first.positions.save('toy/onCounted', 9);
    await first.positions.save('toy/earlier', 3);
    await first.positions.close();
    await first.lease.close();
    const second = await process();
    expect([await second.positions.load('policies'), await second.positions.load('toy/onCounted'), await second.positions.load('toy/earlier')]).toEqual([
      7,
      9,
      undefined,
    ]);
  });

  positionStoreContract('kurrentdb (stand-in)', async () => (await process()).positions);
});
