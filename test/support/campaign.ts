import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionsOf } from '../../apps/cli/src/bench/machine.js';

const FOLDER = 'data';

/**
 * Where a suite runs as a campaign (ZELIAN_RUNS), what it came to is written to data/campaign-NAME.json when it ends, whether it holds or not: counts, seed, commit
 * and versions. `counts` is asked at the end.
 */
export function keepsRecord(name: string, counts: () => object): void {
  const started = performance.now();
  afterAll(() => {
    if (process.env.ZELIAN_RUNS === undefined) return;
    const seconds = Math.round((performance.now() - started) / 1_000);
    const record = { campaign: name, runs: Number(process.env.ZELIAN_RUNS), ...counts(), seconds, at: new Date().toISOString(), ...versionsOf() };
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, `campaign-${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
  });
}
