import fc from 'fast-check';
import { count, onCounted, openToy, toyContext, toyContexts, type SumRow } from '../../../test/support/toy-ledger.js';
import { policiesOf, type PolicyRunner, type PositionStore } from '#ledger';
import { MemoryPositionStore } from '#ledger/memory';
import type { Recorded } from '#kernel';
import { runnerOf } from '../../zelian/src/ports.js';
import type { Zelian } from '#zelian';

const eventsOf = async (zelian: Zelian): Promise<readonly Recorded[]> => {
  const events: Recorded[] = [];
  for await (const event of zelian.parts.history.readAll(0)) events.push(event);
  return events;
};
const doubled = async (zelian: Zelian) => (await eventsOf(zelian)).filter(({ type }) => type === 'Doubled');
const totalOf = async (zelian: Zelian) => ((await zelian.reader.get('doubles', 'a')).row as { total: number } | undefined)?.total;

/** A runner of its own over the same ledger, as after a restart with these stored positions. */
async function restarted(zelian: Zelian, positions: PositionStore, started: ReadonlyMap<string, number>): Promise<PolicyRunner> {
  const runner = runnerOf(zelian.parts.write!.ports, {
    engines: { ...zelian.parts.engines, positions },
    contexts: zelian.contexts,
    deciderOf: (type) => zelian.deciderOf(type),
  });
  await runner.prepare(started);
  return runner;
}

describe('the policy runner', () => {
  it('reads as known at the end of the causing batch, however far it lags', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), { minLength: 1, maxLength: 8 }), async (steps) => {
        const zelian = await openToy();
        let sum = 0;
        const wanted: number[] = [];
        for (const [index, [by, drain]] of steps.entries()) {
          await count(zelian, index + 1, by);
          wanted.push(2 * (sum += by));
          if (drain) await zelian.drain();
        }
        await zelian.drain();
        // Each cause is answered with what was known at its own batch, not with the latest.
        expect((await doubled(zelian)).map(({ data }) => (data as { total: number }).total)).toEqual(wanted);
        expect(await totalOf(zelian)).toBe(2 * sum);
      }),
      { numRuns: 100 },
    ));

  it('sends the same command again as the same, so that a crash between effect and position repeats nothing', async () => {
    const zelian = await openToy();
    await count(zelian, 1, 3);
    await zelian.drain();
    const before = await eventsOf(zelian);
    const behind = new MemoryPositionStore();
    await behind.save('policies', 1);
    await (await restarted(zelian, behind, new Map([['toy/onCounted', 1]]))).drain();
    expect(await eventsOf(zelian)).toEqual(before);
  });

  it('meets what is recorded beside a log restored to an earlier moment than its position store', async () => {
    const zelian = await openToy();
    await count(zelian, 1, 3);
    await zelian.drain();
    const ahead = new MemoryPositionStore();
    for (const name of ['policies', 'toy/onCounted']) await ahead.save(name, 50);
    const runner = await restarted(zelian, ahead, new Map([['toy/onCounted', 1]]));
    await count(zelian, 2, 4);
    await runner.drain();
    expect((await doubled(zelian)).map(({ data }) => (data as { total: number }).total)).toEqual([6, 14]);
  });

  it('resumes after a lost position store with the last cause found among its own events', async () => {
    const zelian = await openToy();
    await count(zelian, 1, 3);
    await zelian.drain();
    await count(zelian, 2, 4);
    const runner = await restarted(zelian, new MemoryPositionStore(), new Map([['toy/onCounted', 1]]));
    // Before the cause at 2: of several commands for it, the last might be missing; those that were sent are found by their ids.
    expect(runner.position).toBe(1);
    await runner.drain();
    expect((await doubled(zelian)).map(({ data }) => (data as { total: number }).total)).toEqual([6, 14]);
  });

  it('starts a new policy at the head, on record', async () => {
    const directoryless = toyContexts({ policies: [] });
    const zelian = await openToy({ contexts: directoryless });
    expect((await eventsOf(zelian)).map(({ type }) => type)).toEqual(['LedgerOpened']);
    const withPolicy = await openToy();
    expect((await eventsOf(withPolicy)).map(({ type, data }) => [type, data])).toContainEqual(['PoliciesStarted', { policies: ['toy/onCounted'] }]);
    await count(zelian, 1, 3);
    const engines = { ...zelian.parts.engines };
    const runner = runnerOf(zelian.parts.write!.ports, { engines, contexts: toyContexts(), deciderOf: (type) => zelian.deciderOf(type) });
    await runner.prepare(new Map([['toy/onCounted', 1]]));
    await runner.drain();
    expect(await doubled(zelian)).toEqual([]);
  });

  it('stops with an alarm at what it cannot do, skips nothing, and goes on after the fix', async () => {
    let broken = true;
    const policy = {
      ...onCounted,
      on: {
        Counted: (...args: Parameters<typeof onCounted.on.Counted>) => {
          if (broken) throw new Error('no idea');
          return onCounted.on.Counted(...args);
        },
      },
    };
    const zelian = await openToy({ contexts: toyContexts({ ...toyContext, policies: [policy] }) });
    await count(zelian, 1, 3);
    await count(zelian, 2, 4);
    await zelian.drain();
    const { ok, alarms, lag } = await zelian.health();
    expect({ ok, alarms, behind: lag.policies }).toEqual({
      ok: false,
      behind: 2,
      alarms: [expect.objectContaining({ policy: 'toy/onCounted', position: 2, message: 'Error: no idea' })],
    });
    broken = false;
    await zelian.parts.write!.runner.retry();
    await zelian.drain();
    expect((await doubled(zelian)).map(({ data }) => (data as { total: number }).total)).toEqual([6, 14]);
    expect((await zelian.health()).ok).toBe(true);
  });

  it('runs policies in the order of knowledge, then by name', () => {
    const named = (name: string) => ({ ...onCounted, name });
    const contexts = [
      { ...toyContext, name: 'b', policies: [named('onZ'), named('onA')] },
      { ...toyContext, name: 'a', policies: [named('onM')] },
    ];
    expect(policiesOf(contexts).map(({ name }) => name)).toEqual(['b/onA', 'b/onZ', 'a/onM']);
  });

  it('gives a policy only what it declared', async () => {
    const nosy = { ...onCounted, needs: {} };
    const zelian = await openToy({ contexts: toyContexts({ ...toyContext, policies: [nosy] }) });
    await count(zelian, 1, 3);
    await zelian.drain();
    expect((await zelian.health()).alarms).toEqual([expect.objectContaining({ message: expect.stringContaining('not declared in needs: sums a') })]);
    expect((await zelian.reader.get('sums', 'a')).row).toEqual<SumRow>({ sum: 3, events: 1 });
  });
});
