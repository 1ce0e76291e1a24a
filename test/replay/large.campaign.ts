import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLedger } from '#zelian';
import { SimulatedClock } from '#ledger';
import { counterfactual } from '../../libs/zelian/src/replay/counterfactual.js';
import { largeCounty, ORDERS, type LargeCounty, type Order } from '../support/large-county.js';

// How long one retracted fact takes in a large ledger, and how much memory: prints one JSON line for each order in which the
// year is told, and fails where it takes longer or more than it may. `--events N` (100,000 when absent), `--order O`.

const MEGABYTE = 1024 * 1024;
/** What a reviewer waits for, and what a small machine has to spare. */
const LIMITS = { seconds: 10, peakGrowthMB: 100 } as const;
const collect = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss;
};

async function campaign(events: number, order: Order): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'replay-large-'));
  try {
    const directory = join(folder, 'ledger');
    const made = build(directory, events, order);
    const zelian = await openLedger({ directory, clock: new SimulatedClock(made.until) });
    const before = collect();
    const [started, spent] = [process.hrtime.bigint(), process.cpuUsage()];
    const { hash, difference, derived, segments } = await counterfactual(zelian.parts, { list: { format: 1, edits: [{ op: 'retract', of: made.retract }] } });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const cpu = process.cpuUsage(spent);
    // The most that the process ever held, or what it held before: whatever was larger.
    const growth = Math.max(process.resourceUsage().maxRSS * 1024, process.memoryUsage().rss) - before;
    const kept = (collect() - before) / MEGABYTE;
    const said = {
      order,
      events: made.events,
      seconds: seconds.toFixed(2),
      cpuSeconds: ((cpu.user + cpu.system) / 1e6).toFixed(2),
      peakGrowthMB: (growth / MEGABYTE).toFixed(0),
      keptGrowthMB: kept.toFixed(0),
      derived,
      segments,
      changes: difference.changes.length,
      hash,
    };
    process.stdout.write(`${JSON.stringify(said)}\n`);
    await zelian.close();
    mustKeep({ seconds, peakGrowthMB: growth / MEGABYTE });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws where a limit is passed, so that the process ends with a status other than 0 */
function mustKeep(measured: Readonly<Record<keyof typeof LIMITS, number>>): void {
  for (const [name, most] of Object.entries(LIMITS) as readonly (readonly [keyof typeof LIMITS, number])[])
    if (measured[name] > most) throw new Error(`${name}: ${measured[name].toFixed(2)}, more than ${most}`);
}

/** In a process of its own: what making a ledger leaves behind must not be taken for what a replay needs. */
function build(directory: string, events: number, order: Order): LargeCounty {
  const { status, stdout } = spawnSync(
    process.execPath,
    [...process.execArgv, __filename, '--build', directory, '--events', String(events), '--order', order],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`the ledger was not made (${status})`);
  return JSON.parse(stdout) as LargeCounty;
}

/** A process for each order, so that none is charged with what another left. */
function everyOrder(): void {
  for (const order of ORDERS) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, __filename, ...process.argv.slice(2), '--order', order], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}

const { values } = parseArgs({ options: { events: { type: 'string', default: '100000' }, order: { type: 'string' }, build: { type: 'string' } } });
const [events, order] = [Number(values.events), ORDERS.find((one) => one === values.order)];
if (!order) everyOrder();
else if (values.build === undefined) void campaign(events, order);
else void largeCounty(values.build, events, order).then((made) => process.stdout.write(JSON.stringify(made)));
