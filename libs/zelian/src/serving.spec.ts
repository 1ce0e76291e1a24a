import { newCommandId, realEntropy, SimulatedClock } from '#ledger';
import { openLedger, whileServing } from '#zelian';

describe('serving', () => {
  it('hears a signal until the ledger is closed: the application passes it on when it has shut down', async () => {
    const zelian = await openLedger({ clock: new SimulatedClock('2017-01-03T01:00:00.000Z') });
    const listening = () => process.listenerCount('SIGTERM');
    const before = listening();
    let whileClosing = 0;
    const serving = whileServing(zelian, 'http://127.0.0.1', { close: async () => void (whileClosing = listening()) });
    process.emit('SIGTERM');
    await serving;
    expect([whileClosing, listening()]).toEqual([before + 1, before]);
  });

  it('looks each minute at what lies on disk, and seals again what could not be sealed, whatever the clock of the ledger', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    try {
      const clock = new SimulatedClock('2017-01-03T01:00:00.000Z');
      const zelian = await openLedger({ clock });
      const { head } = zelian.parts.engines.seal;
      const { advance } = head;
      head.advance = () => Promise.reject(new TypeError('disk full'));
      const serving = whileServing(zelian, 'http://127.0.0.1', { close: async () => undefined }, { seal: { events: 1, minutes: 0, atClose: false } });
      const data = { unitId: 'unit-serving1', kind: 'town', name: '示例镇' };
      await zelian.record({ type: 'RegisterUnit', data }, { actor: { personId: 'person-clerk1' }, commandId: newCommandId(clock.now(), realEntropy) });
      const health = () => zelian.health();
      while ((await health()).seal?.fault === undefined) await new Promise(setImmediate);
      head.advance = advance;
      expect([(await health()).seal, (await health()).verifiedUpTo]).toMatchObject([{ size: 0, fault: 'TypeError' }, -1]);
      jest.advanceTimersByTime(60_000);
      while ((await health()).seal?.size === 0 || (await health()).verifiedUpTo === -1) await new Promise(setImmediate);
      expect([(await health()).seal?.fault, told.mock.calls.length]).toEqual([undefined, 1]);
      process.emit('SIGTERM');
      await serving;
    } finally {
      told.mockRestore();
      jest.useRealTimers();
    }
  });
});
