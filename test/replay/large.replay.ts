import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '#ledger';
import { openLedger } from '#zelian';
import { counterfactual } from '../../libs/zelian/src/replay/counterfactual.js';
import { largeCounty, ORDERS } from '../support/large-county.js';

const EVENTS = 600;
/** The retracted score itself, and what of the same town is corrected, reopened or judged afterwards. */
const DERIVED_MAX = 6;

// What `npm run campaign:replay-large` measures, small: how much is derived again decides how long it takes.
describe('a replay of one fact in a ledger whose rules kept up', () => {
  it.each(ORDERS)('derives again no more than hangs on the fact, told %s', async (order) => {
    const folder = mkdtempSync(join(tmpdir(), 'replay-large-'));
    try {
      const directory = join(folder, 'ledger');
      const { retract, until } = await largeCounty(directory, EVENTS, order);
      const zelian = await openLedger({ directory, clock: new SimulatedClock(until) });
      const found = await counterfactual(zelian.parts, { list: { format: 1, edits: [{ op: 'retract', of: retract }] } });
      await zelian.close();
      expect(found.difference.changes.length).toBeGreaterThan(0);
      expect(found.difference.drift.rows).toEqual([]);
      expect([found.derived <= DERIVED_MAX, found.derived]).toEqual([true, found.derived]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
