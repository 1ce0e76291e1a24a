import { SimulatedClock } from '#ledger';
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
});
