import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json';

const FOLDER = 'data';

/**
 * Where a suite runs as a campaign (ZELIAN_RUNS), what it came to is written to data/campaign-NAME.json when it ends, whether it holds or not: counts, seed, commit
 * and versions. `counts` is asked at the end.
 */
export function keepsRecord(name: string, counts: () => object): void {
  const started = performance.now();
  afterAll(() => {
    if (process.env.ZELIAN_RUNS === undefined) return;
    const commit = spawnSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).stdout?.trim() || 'unknown';
    const seconds = Math.round((performance.now() - started) / 1_000);
    const record = { campaign: name, runs: Number(process.env.ZELIAN_RUNS), ...counts(), seconds, at: new Date().toISOString(), commit };
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, `campaign-${name}.json`), `${JSON.stringify({ ...record, node: process.version, zelian: manifest.version }, null, 2)}\n`);
  });
}
