import { commandId, count, counterDecider, doubleDecider, openToy, portsOf, somebody, TOY_START } from '../../../test/support/toy-ledger.js';
import { execute, RevisionConflict, SimulatedClock, type EventLog, type LedgerPorts } from '#ledger';

const wish = (n: number, by: number, more: object = {}) => ({
  command: { type: 'Count', data: { counterId: 'a', by } },
  commandId: commandId(n),
  actor: somebody,
  origin: 'person' as const,
  ...more,
});

/** A log whose first appends meet somebody quicker: what a second writer would do between reading and appending. */
let rival = 1000;
function contended(ports: LedgerPorts, times: number): LedgerPorts {
  let left = times;
  const log: EventLog = new Proxy(ports.log, {
    get: (target, name) => {
      if (name !== 'append') return (Reflect.get(target, name) as () => unknown).bind(target);
      return async (...args: Parameters<EventLog['append']>) => {
        if (left-- > 0) await execute(ports, counterDecider, wish(rival++, 1));
        return target.append(...args);
      };
    },
  });
  return { ...ports, log };
}

describe('execute', () => {
  it('answers a retry as the first time and records nothing again', async () => {
    const zelian = await openToy();
    const first = await count(zelian, 1, 5);
    const again = await count(zelian, 1, 5);
    expect(again).toEqual(first);
    expect((await zelian.log.head()).position).toBe(first.position);
  });

  it('refuses the same command id with another body or another actor', async () => {
    const zelian = await openToy();
    await count(zelian, 1, 5);
    await expect(count(zelian, 1, 6)).rejects.toMatchObject({ code: 'command.id-reused' });
    await expect(
      zelian.record({ type: 'Count', data: { counterId: 'a', by: 5 } }, { actor: { personId: 'person-0002' }, commandId: commandId(1) }),
    ).rejects.toMatchObject({ code: 'command.id-reused' });
    await expect(zelian.record({ type: 'Count', data: { counterId: 'a', by: 5 } }, { actor: somebody, commandId: 'not-a-uuid' })).rejects.toMatchObject({
      code: 'command.invalid-id',
    });
  });

  describe('sent twice at once', () => {
    /** Whatever the ledger asks of its log first, the other sending is through before the next question. */
    function overtaken(ports: LedgerPorts, by: object): LedgerPorts {
      let first = true;
      const log: EventLog = new Proxy(ports.log, {
        get: (target, name) => {
          if (name !== 'head') return (Reflect.get(target, name) as () => unknown).bind(target);
          return async () => {
            if (first) {
              first = false;
              await execute(ports, counterDecider, wish(1, 1, by));
            }
            return target.head();
          };
        },
      });
      return { ...ports, log };
    }

    it('answers both alike, though the second would now be refused', async () => {
      const zelian = await openToy();
      const once = { command: { type: 'Count', data: { counterId: 'a', by: 1, sumMax: 1 } } };
      const answer = await execute(overtaken(portsOf(zelian), once), counterDecider, wish(1, 1, once));
      expect(answer.events).toMatchObject([{ type: 'Counted', revision: 0 }]);
      const stale = { ...once, command: { type: 'Count', data: { counterId: 'b', by: 1 } }, expectedRevision: -1 };
      const other = await openToy();
      expect((await execute(overtaken(portsOf(other), stale), counterDecider, wish(1, 1, stale))).events).toHaveLength(1);
    });

    it('refuses the slower of two bodies under one id', async () => {
      const zelian = await openToy();
      await expect(execute(overtaken(portsOf(zelian), {}), counterDecider, wish(1, 2))).rejects.toMatchObject({ code: 'command.id-reused' });
      const appending = portsOf(zelian);
      const log: EventLog = new Proxy(appending.log, {
        get: (target, name) => {
          if (name !== 'append') return (Reflect.get(target, name) as () => unknown).bind(target);
          return async (...args: Parameters<EventLog['append']>) => {
            await execute(appending, counterDecider, wish(2, 1));
            return target.append(...args);
          };
        },
      });
      await expect(execute({ ...appending, log }, counterDecider, wish(2, 3))).rejects.toMatchObject({ code: 'command.id-reused' });
    });
  });

  it('appends nothing for an empty decision or a refusal, and says the clause', async () => {
    const zelian = await openToy();
    const before = await zelian.log.head();
    expect(await count(zelian, 1, 0)).toMatchObject({ events: [] });
    await expect(count(zelian, 2, -1)).rejects.toMatchObject({ code: 'counter.negative', clause: 'T-1' });
    expect(await zelian.log.head()).toEqual(before);
  });

  it('decides again on what is now known when somebody was quicker', async () => {
    const zelian = await openToy();
    const ports = contended(portsOf(zelian), 3);
    const { events } = await execute(ports, counterDecider, { ...wish(1, 1), command: { type: 'Count', data: { counterId: 'a', by: 1, sumMax: 4 } } });
    expect(events[0]).toMatchObject({ revision: 3 });
    await expect(
      execute(contended(portsOf(zelian), 1), counterDecider, { ...wish(2, 1), command: { type: 'Count', data: { counterId: 'a', by: 1, sumMax: 5 } } }),
    ).rejects.toMatchObject({ code: 'counter.too-many' });
  });

  it('tells the conflict to a caller who stated the revision', async () => {
    const zelian = await openToy();
    await count(zelian, 1, 1);
    await expect(execute(portsOf(zelian), counterDecider, wish(2, 1, { expectedRevision: -1 }))).rejects.toThrow(RevisionConflict);
    await expect(execute(contended(portsOf(zelian), 1), counterDecider, wish(3, 1, { expectedRevision: 0 }))).rejects.toThrow(RevisionConflict);
    await expect(execute(portsOf(zelian), counterDecider, wish(4, 1, { expectedRevision: 1 }))).resolves.toMatchObject({ events: [{ revision: 2 }] });
  });

  it('never stamps a time before the log, whatever the clock says', async () => {
    const zelian = await openToy();
    const clock = zelian.parts.clock as SimulatedClock;
    clock.moveTo('2016-03-01T00:00:00.000Z');
    await count(zelian, 1, 1);
    const late = { ...portsOf(zelian), clock: new SimulatedClock(TOY_START) };
    const { events } = await execute(late, counterDecider, wish(2, 1));
    expect(events[0]!.recordedAt).toBe('2016-03-01T00:00:00.000Z');
  });

  it('writes the envelope: position read at, causes, subjects, valid time', async () => {
    const zelian = await openToy();
    const {
      events: [event],
    } = await count(zelian, 1, 1);
    await zelian.drain();
    expect(event).toMatchObject({
      stream: 'counter-a',
      revision: 0,
      version: 1,
      origin: 'person',
      actor: somebody,
      readAt: 1,
      validAt: { from: '2016-01-01' },
      correlationId: commandId(1),
    });
    expect(event!.causationId).toBeUndefined();
    const head = await zelian.parts.history.at((await zelian.log.head()).position);
    expect(head).toMatchObject({ type: 'Doubled', origin: 'policy', actor: { policy: 'toy/onCounted' }, causationId: event!.id, correlationId: commandId(1) });
    // It read no rows of its own, so it claims no position.
    expect(head).not.toHaveProperty('readAt');
  });

  it('dates what is derived by the ground at the start of its causes, however late the runner', async () => {
    const zelian = await openToy();
    const {
      events: [ground],
    } = await count(zelian, 1, 1);
    const late = { ...portsOf(zelian), clock: new SimulatedClock('2016-02-09T00:00:00.000Z') };
    await execute(late, counterDecider, wish(9, 1));
    const derived = async (n: number, event: typeof ground) => {
      const intent = { command: { type: 'Double', data: { counterId: `late-${n}`, total: n } }, commandId: commandId(n), actor: { policy: 'toy/late' } };
      const { events } = await execute(late, doubleDecider, { ...intent, origin: 'policy', cause: { event: event!, readAt: event!.position } });
      return events[0];
    };
    const next = await derived(2, ground);
    expect(next).toMatchObject({ recordedAt: '2016-02-09T00:00:00.000Z', validAt: { from: '2016-01-01' } });
    expect(await derived(3, next)).toMatchObject({ validAt: { from: '2016-01-01' }, causationId: next!.id, correlationId: commandId(1) });
  });

  it('has no public door for what policies and the clock send', async () => {
    const zelian = await openToy();
    for (const command of [
      { type: 'Double', data: { counterId: 'a', total: 1 } },
      { type: 'EndHour', data: { hour: TOY_START } },
      { type: 'Nothing', data: {} },
    ]) {
      await expect(zelian.record(command, { actor: somebody, commandId: commandId(9) })).rejects.toThrow(/unknown command/);
    }
  });
});
