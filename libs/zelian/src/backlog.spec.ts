import { MemoryEventLog, MemoryPositionStore } from '#ledger/memory';
import { Backlog, type BacklogParts } from './backlog.js';
import type { Election } from './duties.js';

const HEAD = 10_000;
type Case = Readonly<{ at: number; areOurs?: boolean; alone?: boolean; /** Events that policies meet in each pause. */ pace?: number }>;

/** A long log, policies somewhere in it, and a time that passes only while somebody waits. */
function behind({ at, areOurs = false, alone = false, pace = 0 }: Case) {
  const log = Object.assign(new MemoryEventLog(), { head: async () => ({ position: HEAD, recordedAt: '' }) });
  const positions = new MemoryPositionStore();
  const runner = { position: at };
  let [asked, time] = [0, 0];
  const refresh = async () => {
    asked++;
    await positions.save('policies', runner.position);
  };
  const pause = async (ms: number) => {
    time += ms;
    runner.position += pace;
  };
  const engines = { log, positions, ...(!alone && { election: { refresh } as Election }) };
  const backlog = new Backlog({ engines, write: { runner } } as unknown as BacklogParts, { areOurs }, { now: () => time, pause });
  /** For how long somebody who records is made to wait. */
  const waited = async () => {
    const start = time;
    await backlog.room();
    return time - start;
  };
  return { backlog, runner, waited, asked: () => asked, pass: pause };
}

describe('policies that are behind', () => {
  it.each([true, false])('are waited for by whoever records, until there is room (they run here: %s)', async (areOurs) => {
    const { backlog, runner, waited } = behind({ at: HEAD - 1_200, areOurs, pace: 25 });
    expect([await backlog.size(), backlog.isLong(1_200), backlog.isLong(1_000)]).toEqual([1_200, true, false]);
    expect(await waited()).toBeGreaterThanOrEqual(400);
    expect(runner.position).toBeGreaterThanOrEqual(HEAD - 1_000);
    expect(await waited()).toBe(0);
  });

  it.each([
    [HEAD - 1_500, 3_000],
    [HEAD - 3_000, 6_000],
    [0, 10_000],
  ])('are waited for the longer the further they are behind, and no longer than ten seconds (from %i: %i ms)', async (at, ms) => {
    const { waited, runner } = behind({ at, areOurs: true, pace: 1 });
    expect(await waited()).toBe(ms);
    runner.position = at;
    expect(await waited()).toBe(ms);
  });

  it('are not waited for when they stand still, until they move again', async () => {
    const { waited, runner, pass } = behind({ at: 50 });
    expect([await waited(), await waited()]).toEqual([10_000, 0]);
    runner.position = 60;
    await pass(1_000);
    expect(await waited()).toBe(10_000);
  });

  it('keep nobody waiting who is near enough, or alone on the log', async () => {
    expect(await behind({ at: HEAD - 1_000 }).waited()).toBe(0);
    const alone = behind({ at: 0, alone: true });
    expect([await alone.waited(), alone.backlog.isLong(HEAD)]).toEqual([0, false]);
  });

  it('are asked for once in a while, however many record', async () => {
    const { backlog, asked, pass } = behind({ at: HEAD });
    const record = () => Promise.all(Array.from({ length: 50 }, () => backlog.room()));
    await record();
    expect(asked()).toBe(1);
    await pass(1_000);
    await record();
    expect(asked()).toBe(2);
  });
});
