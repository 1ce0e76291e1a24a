import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '#zelian';
import { SimulatedClock } from '#ledger';
import { counterfactual } from '../../libs/zelian/src/replay/counterfactual.js';
import { largeCounty } from '../support/large-county.js';

// How long one retracted fact takes in a large ledger, and how much memory: prints one JSON line. `--events N` (100,000 when absent).

const MEGABYTE = 1024 * 1024;
const collect = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss;
};

async function campaign(events: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'replay-large-'));
  try {
    const directory = join(folder, 'ledger');
    const made = await largeCounty(directory, events);
    const zelian = await openLedger({ directory, clock: new SimulatedClock(made.until) });
    const before = collect();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const started = process.hrtime.bigint();
    const { hash, difference, derived, segments } = await counterfactual(zelian.parts, { list: { format: 1, edits: [{ op: 'retract', of: made.retract }] } });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    clearInterval(watch);
    const growth = (Math.max(peak, process.memoryUsage().rss) - before) / MEGABYTE;
    const kept = (collect() - before) / MEGABYTE;
    const said = { events: made.events, seconds: seconds.toFixed(2), peakGrowthMB: growth.toFixed(0), keptGrowthMB: kept.toFixed(0), derived, segments, changes: difference.changes.length, hash };
    process.stdout.write(`${JSON.stringify(said)}\n`);
    await zelian.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asked = process.argv.indexOf('--events');
void campaign(asked === -1 ? 100_000 : Number(process.argv[asked + 1]));
