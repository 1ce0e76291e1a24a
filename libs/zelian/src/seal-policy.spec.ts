import { newCommandId, realEntropy, SimulatedClock } from '#ledger';
import { openLedger } from './open.js';
import { SealPolicy, sealWhenFrom, type SealWhen } from './seal-policy.js';
import type { Zelian } from './zelian.js';

const START = '2017-01-03T01:00:00.000Z';
const WHEN: SealWhen = { events: 5, minutes: 60, atClose: false };
let clock: SimulatedClock;
let zelian: Zelian;
let faults: unknown[];
let made = 0;
beforeEach(async () => {
  [clock, faults] = [new SimulatedClock(START), []];
  zelian = await openLedger({ clock });
});
afterEach(() => zelian.close());

const policyFor = (when: Partial<SealWhen> = {}) => new SealPolicy(zelian, { ...WHEN, ...when }, (error) => faults.push(error));
const recorded = async (times: number) => {
  for (let i = 0; i < times; i++)
    await zelian.record(
      { type: 'RegisterUnit', data: { unitId: `unit-policy${++made}`, kind: 'town', name: `示例镇${made}` } },
      { actor: { personId: 'person-clerk1' }, commandId: newCommandId(clock.now(), realEntropy) },
    );
};
const sizes = () => zelian.parts.engines.seal.checkpoints.sizes();
const health = async () => (await zelian.health()).seal;

describe('a served ledger', () => {
  it('is not sealed before its time, nor by itself where nobody serves it', async () => {
    await recorded(9);
    await policyFor({ events: 100 }).tend();
    expect([await sizes(), await health()]).toEqual([[], { size: 0, waiting: 11 }]);
  });

  it('is sealed as soon as enough events came, and then after as many again', async () => {
    const policy = policyFor({ events: 20 });
    const stop = policy.follow();
    for (let i = 0; i < 45; i++) {
      await recorded(1);
      await policy.tend();
    }
    stop();
    // Two events are its own: the key, and the index at the end of each checkpoint.
    expect(await sizes()).toEqual([22, 43]);
    await recorded(30);
    expect(await sizes()).toHaveLength(2);
  });

  it('is sealed by its own clock when something came, and not when nothing did', async () => {
    const policy = policyFor({ events: 0 });
    await policy.tend();
    clock.moveTo('2017-01-03T02:00:00.000Z');
    await policy.tend();
    expect(await sizes()).toHaveLength(1);
    clock.moveTo('2017-01-03T05:00:00.000Z');
    await policy.tend();
    expect(await sizes()).toHaveLength(1);
    await recorded(1);
    await policy.tend();
    expect([(await sizes()).length, (await health()).waiting]).toEqual([2, 0]);
  });

  it('is sealed by a simulated clock with what is appended: nobody is woken by that one', async () => {
    const policy = policyFor({ events: 0 });
    const stop = policy.follow();
    await recorded(1);
    await policy.finish();
    await recorded(1);
    await policy.finish();
    expect(await sizes()).toEqual([]);
    clock.moveTo('2017-01-03T02:00:00.000Z');
    await recorded(1);
    await policy.finish();
    expect([(await sizes()).length, (await health()).waiting]).toEqual([1, 0]);
    await recorded(3);
    await policy.finish();
    expect(await sizes()).toHaveLength(1);
    clock.moveTo('2017-01-03T04:00:00.000Z');
    await recorded(1);
    await policy.finish();
    stop();
    expect(await sizes()).toHaveLength(2);
  });

  it('is never sealed twice at once', async () => {
    await recorded(9);
    const { head } = zelian.parts.engines.seal;
    const advance = jest.spyOn(head, 'advance');
    const policy = policyFor();
    await Promise.all([policy.tend(), policy.tend(), policy.tend()]);
    expect(advance).toHaveBeenCalledTimes(1);
  });

  it('is sealed once more when enough came while a seal was made, though nothing comes after it', async () => {
    await recorded(9);
    const { head } = zelian.parts.engines.seal;
    const advance = head.advance.bind(head);
    jest.spyOn(head, 'advance').mockImplementationOnce(async (...signed) => {
      await recorded(6);
      return advance(...signed);
    });
    await policyFor().tend();
    expect([(await sizes()).length, (await health()).waiting]).toEqual([2, 0]);
  });

  it('is sealed at its end only where that was asked for', async () => {
    await policyFor().finish();
    expect(await sizes()).toEqual([]);
    await policyFor({ atClose: true }).finish();
    await policyFor({ atClose: true }).finish();
    expect(await sizes()).toHaveLength(1);
  });
});

describe('a seal that fails', () => {
  it('is told, shows in health, is not tried by every append, and is made up at the next minute', async () => {
    const { head } = zelian.parts.engines.seal;
    const { advance } = head;
    const failing = jest.fn(() => Promise.reject(new TypeError('disk full')));
    head.advance = failing;
    const policy = policyFor();
    const stop = policy.follow();
    await recorded(9);
    await policy.tend();
    const tries = failing.mock.calls.length;
    await recorded(9);
    expect([failing.mock.calls.length, faults.length, (await health()).fault, (await zelian.health()).ok]).toEqual([tries, tries, 'TypeError', true]);
    head.advance = advance;
    await policy.tend();
    stop();
    expect([(await sizes()).length, (await health()).fault]).toEqual([1, undefined]);
  });

  it('is made up at the next minute under a simulated clock too, which seals nothing else', async () => {
    const { head } = zelian.parts.engines.seal;
    const { advance } = head;
    head.advance = () => Promise.reject(new TypeError('disk full'));
    const policy = policyFor();
    await recorded(9);
    await policy.retry();
    expect(faults).toEqual([]);
    await policy.tend();
    head.advance = advance;
    await policy.retry();
    expect([faults.length, await sizes()]).toEqual([1, [expect.any(Number)]]);
    await recorded(9);
    await policy.retry();
    expect(await sizes()).toHaveLength(1);
  });

  it('because the log is not what it was stops for good, is told once, and is an alarm', async () => {
    await recorded(1);
    zelian.parts.keys!.verify = () => false;
    const policy = policyFor({ events: 1 });
    await policy.tend();
    await policy.tend();
    expect(faults).toEqual([expect.objectContaining({ code: 'seal.mac', position: 0 })]);
    const { ok, seal } = await zelian.health();
    expect([ok, seal.alarm]).toEqual([false, { code: 'seal.mac', message: expect.stringContaining('MAC of the event at 0'), position: 0 }]);
    await recorded(1);
    expect(await sizes()).toEqual([]);
  });
});

describe('settings', () => {
  it('are ten thousand events or an hour unless stated', () => {
    expect(sealWhenFrom({})).toEqual({ events: 10_000, minutes: 60, atClose: false });
    expect(sealWhenFrom({ ZELIAN_SEAL_EVENTS: '', ZELIAN_SEAL_MINUTES: ' 5 ', ZELIAN_SEAL_AT_CLOSE: '1' })).toEqual({
      ...{ events: 10_000, minutes: 5, atClose: true },
    });
    expect(sealWhenFrom({ ZELIAN_SEAL_EVENTS: '0', ZELIAN_SEAL_AT_CLOSE: '0' })).toEqual({ events: 0, minutes: 60, atClose: false });
  });
  it.each(['-1', 'often', '1.5'])('%s is no number', (text) => expect(() => sealWhenFrom({ ZELIAN_SEAL_MINUTES: text })).toThrow('ZELIAN_SEAL_MINUTES'));
});
