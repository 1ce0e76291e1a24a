import { commandId, openToy, somebody, toyContexts } from '../../../test/support/toy-ledger.js';
import type { Zelian } from '#zelian';
import { importCommandId, type Wish } from '#ledger';

const wish = (n: number, counterId: string, by: number, more: object = {}): Wish => ({
  command: { type: 'Count', data: { counterId, by, ...more } },
  commandId: commandId(n),
});
const typesOf = async (zelian: Zelian) => {
  const types: string[] = [];
  for await (const { type } of zelian.log.readAll(0)) types.push(type);
  return types;
};
const headOf = (zelian: Zelian) => zelian.log.head();

describe('many commands as one', () => {
  it('are recorded in the order given, with consecutive positions, by whoever brought them', async () => {
    const zelian = await openToy();
    const before = (await headOf(zelian)).position;
    let appends = 0;
    zelian.log.subscribe(() => appends++);
    const { events, position, again } = await zelian.recordMany([wish(1, 'a', 1), wish(2, 'b', 2), wish(3, 'a', 3)], somebody);
    expect(events.map(({ stream, revision, position: at }) => [stream, revision, at - before])).toEqual([
      ['counter-a', 0, 1],
      ['counter-b', 0, 2],
      ['counter-a', 1, 3],
    ]);
    expect([appends, position, again]).toEqual([1, before + 3, false]);
    for (const event of events) expect(event).toMatchObject({ origin: 'import', actor: somebody, correlationId: event.commandId });
  });

  it('are each decided on what the ones before decided: on the stream and in the rows', async () => {
    const zelian = await openToy();
    await zelian.recordMany([wish(1, 'a', 5), wish(2, 'a', 5, { sumMax: 10 })], somebody);
    await expect(zelian.recordMany([wish(3, 'a', 5), wish(4, 'a', 1, { sumMax: 15 })], somebody)).rejects.toMatchObject({
      code: 'command.many-refused',
      refusals: [{ index: 1, rejection: { code: 'counter.too-many' } }],
    });
  });

  it('say at which position they read, so that each can be decided again alone', async () => {
    const zelian = await openToy();
    const { events } = await zelian.recordMany([wish(1, 'a', 1), wish(2, 'a', 1), wish(3, 'c', 1)], somebody);
    for (const { position, readAt } of events) expect(readAt).toBe(position - 1);
    await zelian.drain();
    const decider = zelian.deciderOf('Count');
    for (const event of events) {
      const needs = decider.needs!['Count']!({ type: 'Count', data: event.data });
      await expect(zelian.parts.write!.ports.facts(needs, event.readAt!)).resolves.toBeDefined();
    }
  });

  it('read rows that hold what is decided and not yet recorded', async () => {
    const seen: unknown[] = [];
    const [ledger, toy] = toyContexts();
    const [counter, double] = toy!.deciders;
    const count: NonNullable<typeof counter>['decide'][string] = (command, state, input) => {
      seen.push([input.facts.get('sums', command.data.counterId), input.facts.all('sums').length]);
      return counter!.decide['Count']!(command, state, input);
    };
    const zelian = await openToy({ contexts: [ledger!, { ...toy!, deciders: [{ ...counter!, decide: { Count: count } }, double!] }] });
    await zelian.recordMany([wish(1, 'a', 1), wish(2, 'b', 1), wish(3, 'a', 4)], somebody);
    expect(seen).toEqual([
      [undefined, 0],
      [undefined, 1],
      [{ sum: 1, events: 1 }, 2],
    ]);
  });

  it('leave nothing behind when one is refused, and every refusal is told', async () => {
    const zelian = await openToy();
    const before = await headOf(zelian);
    const refused = zelian.recordMany([wish(1, 'a', 1), wish(2, 'a', -1), wish(3, 'b', 1), wish(4, 'b', -7)], somebody);
    await expect(refused).rejects.toMatchObject({
      code: 'command.many-refused',
      refusals: [
        { index: 1, rejection: { code: 'counter.negative', clause: 'T-1' } },
        { index: 3, rejection: { code: 'counter.negative' } },
      ],
    });
    expect(await headOf(zelian)).toEqual(before);
    // Nothing of what was decided stays in memory either.
    expect((await zelian.recordMany([wish(5, 'a', 1)], somebody)).events[0]).toMatchObject({ revision: 0 });
  });

  it('answer as the first time when they are sent again', async () => {
    const zelian = await openToy();
    const wishes = [wish(1, 'a', 0), wish(2, 'a', 1), wish(3, 'b', 2, { sumMax: 2 })];
    const first = await zelian.recordMany(wishes, somebody);
    const head = await headOf(zelian);
    expect(await zelian.recordMany(wishes, somebody)).toEqual({ ...first, again: true });
    expect(await headOf(zelian)).toEqual(head);
  });

  it('are refused under ids that other commands had', async () => {
    const zelian = await openToy();
    await zelian.recordMany([wish(1, 'a', 1)], somebody);
    await expect(zelian.recordMany([wish(1, 'a', 2)], somebody)).rejects.toMatchObject({ code: 'command.id-reused' });
    await expect(zelian.recordMany([wish(1, 'a', 1)], { personId: 'person-0002' })).rejects.toMatchObject({ code: 'command.id-reused' });
    await expect(zelian.recordMany([{ ...wish(1, 'a', 1), commandId: 'x' }], somebody)).rejects.toMatchObject({ code: 'command.invalid-id' });
  });

  it('do nothing when nothing is decided', async () => {
    const zelian = await openToy();
    const before = await headOf(zelian);
    expect(await zelian.recordMany([wish(1, 'a', 0)], somebody)).toMatchObject({ events: [], position: before.position });
    expect(await zelian.recordMany([], somebody)).toMatchObject({ events: [] });
    expect(await headOf(zelian)).toEqual(before);
  });

  it('have no door for what policies send', async () => {
    const zelian = await openToy();
    const double = { command: { type: 'Double', data: { counterId: 'a', total: 1 } }, commandId: commandId(1) };
    await expect(zelian.recordMany([double], somebody)).rejects.toThrow(/unknown command/);
  });

  it('stay together and read what they say, while others record', async () => {
    const zelian = await openToy();
    const stop = zelian.follow((error) => Promise.reject(error as Error));
    const others = Array.from({ length: 40 }, (_, i) =>
      zelian.record(wish(100 + i, `o${i % 3}`, 1).command, { actor: somebody, commandId: commandId(100 + i) }),
    );
    const many = zelian.recordMany(
      Array.from({ length: 50 }, (_, i) => wish(200 + i, `m${i % 7}`, 1)),
      somebody,
    );
    const late = Array.from({ length: 40 }, (_, i) => zelian.record(wish(300 + i, `o${i % 3}`, 1).command, { actor: somebody, commandId: commandId(300 + i) }));
    const [{ events }] = await Promise.all([many, ...others, ...late]);
    stop();
    await zelian.drain();
    expect(events.at(-1)!.position - events[0]!.position).toBe(49);
    for (const { position, readAt } of events) expect(readAt).toBe(position - 1);
    expect((await typesOf(zelian)).filter((type) => type === 'Counted')).toHaveLength(130);
  });
});

describe('the id of a row’s command', () => {
  const place = { openedAt: '2016-01-01T00:00:00.000Z', sha256: 'ab'.repeat(32), sheet: 'roster', row: 2, commandType: 'Count', ordinal: 0 };
  it('is the same for the same place in the same file, another for any other', () => {
    expect(importCommandId(place)).toBe(importCommandId({ ...place }));
    const others = [{ ...place, row: 3 }, { ...place, ordinal: 1 }, { ...place, sheet: 'scores' }, { ...place, sha256: 'cd'.repeat(32) }, place];
    expect(new Set(others.map(importCommandId)).size).toBe(5);
  });
});
