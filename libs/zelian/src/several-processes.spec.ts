import { commandId, somebody, toyContext, toyContexts, type Doubled, type SumRow } from '../../../test/support/toy-ledger.js';
import { SharedServers } from '../../../test/support/several-processes.js';
import type { AnyView } from '#kernel';
import type { Wish } from '#ledger';
import type { Zelian } from './zelian.js';

let servers: SharedServers;
beforeEach(async () => void (servers = await SharedServers.start()));
afterEach(() => servers.stop());

const open = (name: string, more: object = {}) => servers.open(name, { contexts: toyContexts(), ...more });
const wish = (n: number, counterId: string, by: number): Wish => ({ command: { type: 'Count', data: { counterId, by } }, commandId: commandId(n) });
const count = (zelian: Zelian, n: number, counterId: string, by = 1) => {
  const { command, commandId: id } = wish(n, counterId, by);
  return zelian.record(command, { actor: somebody, commandId: id });
};
const sumOf = async (zelian: Zelian, counterId: string, atLeast?: number) =>
  ((await zelian.reader.get('sums', counterId, { ...(atLeast !== undefined && { atLeast }) })).row as SumRow | undefined)?.sum;
const following = (zelian: Zelian) => zelian.follow((error) => Promise.reject(error as Error));
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
/** Rows as they are, and as a rebuild makes them. */
async function mustEqualRebuild(zelian: Zelian): Promise<void> {
  await zelian.drain();
  for (const { view, before, after } of await zelian.rebuild()) expect([view, before]).toEqual([view, after]);
}
async function effectsOf(zelian: Zelian): Promise<readonly unknown[]> {
  const totals: unknown[] = [];
  for await (const { type, data } of zelian.parts.history.readAll(0)) if (type === 'Doubled') totals.push((data as Doubled['data']).total);
  return totals;
}

describe('several processes that share log, rows and private values', () => {
  it('answer from the same rows, which one of them keeps; each answers with what it has just recorded itself', async () => {
    const [first, second] = [await open('first'), await open('second')];
    const stop = [following(first), following(second)];
    for (let n = 1; n <= 5; n++) {
      const { position } = await count(n % 2 === 0 ? first : second, n, 'a');
      expect([await sumOf(second, 'a', position), await sumOf(first, 'a', position)]).toEqual([n, n]);
    }
    await until(async () => (await effectsOf(second)).length === 5);
    for (const one of [first, second]) await until(async () => Object.values((await one.health()).lag).every((behind) => behind === 0));
    expect(await first.health()).toMatchObject({ ok: true, onDuty: true, lag: { sums: 0, policies: 0 } });
    const { holder } = await first.health();
    expect(holder).toMatch(new RegExp(`/${process.pid}$`));
    expect(await second.health()).toMatchObject({ ok: true, onDuty: false, holder, lag: { sums: 0 } });
    expect(await second.rowHash('sums')).toBe(await first.rowHash('sums'));
    await expect(second.rebuild()).rejects.toMatchObject({ code: 'readmodel.kept-elsewhere', message: expect.stringContaining(holder!) as string });
    expect(await sumOf(second, 'a')).toBe(5);
    stop.forEach((end) => end());
    await mustEqualRebuild(first);
  });

  it('wait for rows that another keeps no longer than for their own, and say that they are behind', async () => {
    const [first, second] = [await open('first'), await open('second')];
    // Nobody follows: the holder does not hear of it.
    const { position } = await count(second, 1, 'a');
    await expect(second.parts.projector.waitFor('doubles', position, 60)).rejects.toMatchObject({ code: 'readmodel.view-behind' });
    expect((await second.health()).lag['doubles']).toBe(1);
    await first.drain();
    expect(await sumOf(second, 'a', position)).toBe(1);
  });

  it('hand the rows over with the duties; nothing is done twice', async () => {
    const [first, second] = [await open('first'), await open('second')];
    const stopSecond = following(second);
    const stopFirst = following(first);
    for (let n = 1; n <= 4; n++) await count(second, n, 'a');
    stopFirst();
    await first.close();
    await until(() => second.duties.areOurs);
    const { position } = await count(second, 5, 'a');
    expect(await sumOf(second, 'a', position)).toBe(5);
    const third = await open('third');
    expect([third.duties.areOurs, await sumOf(third, 'a', position)]).toEqual([false, 5]);
    await until(async () => (await effectsOf(second)).at(-1) === 10);
    stopSecond();
    const effects = await effectsOf(second);
    expect(effects).toEqual([...new Set(effects)]);
    await mustEqualRebuild(second);
  });

  it('go on when the holder is thought dead and is not: it writes no more rows, and answers from theirs', async () => {
    const relay = await servers.relay();
    const first = await open('first', { relay });
    const second = await open('second');
    const stop = [first.follow(() => undefined), following(second)];
    await count(first, 1, 'a');
    await relay.cut();
    await until(() => second.duties.areOurs);
    expect(first.duties.areOurs).toBe(false);
    const { position } = await count(second, 2, 'a');
    expect(await sumOf(second, 'a', position)).toBe(2);
    const { rows } = first.parts.engines;
    await expect(rows.apply([{ view: 'sums', key: 'a', position: position + 1, row: { sum: 99, events: 99 } }], { sums: position + 1 })).rejects.toMatchObject({
      code: 'readmodel.kept-elsewhere',
    });
    await first.parts.projector.catchUp();
    expect([await sumOf(first, 'a'), await rows.position('sums')]).toEqual([2, await second.parts.engines.rows.position('sums')]);
    await relay.mend();
    await until(async () => (await first.health()).ok);
    const { position: last } = await count(first, 3, 'a');
    expect([await sumOf(first, 'a', last), first.duties.areOurs]).toEqual([3, false]);
    stop.forEach((end) => end());
    await mustEqualRebuild(second);
  });

  it('rebuild what another version made as soon as one of that version keeps the rows', async () => {
    const first = await open('first');
    await count(first, 1, 'a');
    await first.drain();
    const [sums, doubles] = toyContext.views as [AnyView, AnyView];
    const raised = toyContexts({ views: [{ ...sums, version: sums.version + 1 }, doubles] });
    const second = await open('second', { contexts: raised });
    await expect(sumOf(second, 'a')).rejects.toMatchObject({ code: 'readmodel.view-behind' });
    await first.close();
    await until(() => second.duties.areOurs);
    expect(await sumOf(second, 'a')).toBe(1);
  });

  it('are only looked at by whoever reads, and rebuilt by nobody else while one of them runs', async () => {
    const first = await open('first');
    for (const name of ['second', 'third']) await (await open(name)).close();
    await count(first, 1, 'a');
    await first.drain();
    const reader = await open('second', { mode: 'read' });
    expect(await sumOf(reader, 'a')).toBe(1);
    await expect(open('third', { mode: 'rows' })).rejects.toMatchObject({ code: 'readmodel.kept-elsewhere' });
    await count(first, 2, 'a');
    await first.drain();
    expect(await sumOf(reader, 'a')).toBe(2);
    await first.close();
    const rebuilding = await open('third', { mode: 'rows' });
    for (const { before, after } of await rebuilding.rebuild()) expect(after).toBe(before);
    expect(await sumOf(reader, 'a')).toBe(2);
  });
});

describe('many commands as one beside another process that records', () => {
  it('are decided once more when it was quicker, and answer with the positions that they really got', async () => {
    const [first, second] = [await open('first'), await open('second')];
    const stop = [following(first), following(second)];
    const append = second.parts.engines.log.append.bind(second.parts.engines.log);
    let between = 3;
    jest.spyOn(second.parts.engines.log, 'append').mockImplementation(async (writes, unchanged) => {
      if (between-- > 0) await count(first, 100 + between, 'b');
      return append(writes, unchanged);
    });
    const { events, position, again } = await second.recordMany([wish(1, 'a', 1), wish(2, 'b', 2), wish(3, 'a', 3)], somebody);
    expect(again).toBe(false);
    expect(between).toBe(-1);
    for (const event of events) expect((await second.log.find(event.id))!.position).toBe(event.position);
    expect(events.at(-1)!.position).toBe(position);
    // Each was decided on what stands right before it, the other process's events among it.
    for (const event of events) expect(event.readAt).toBe(event.position - 1);
    expect(await second.recordMany([wish(1, 'a', 1), wish(2, 'b', 2), wish(3, 'a', 3)], somebody)).toEqual({ events, position, again: true });
    expect(await sumOf(second, 'b', position)).toBe(5);
    stop.forEach((end) => end());
  });

  it('sent to two processes at once are recorded once, and answered alike', async () => {
    const [first, second] = [await open('first'), await open('second')];
    const stop = [following(first), following(second)];
    const wishes = [wish(1, 'a', 1), wish(2, 'b', 2)];
    const [one, other] = await Promise.all([first.recordMany(wishes, somebody), second.recordMany(wishes, somebody)]);
    expect(one.events).toEqual(other.events);
    expect(await sumOf(second, 'b', one.position)).toBe(2);
    stop.forEach((end) => end());
  });
});
