import { mkdirSync, mkdtempSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { must } from '#kernel';
import { printReport } from '../bench/print.js';
import { runBench } from '../bench/run.js';
import { verb, wholeNumber, type Common } from '../common.js';
import { printJson, progress } from '../output.js';

const EVENTS = 100_000;
const EVENTS_MIN = 200;
const EVENTS_MAX = 100_000_000;

type Bench = Common & Readonly<{ events: string; seed: string; postgres?: string }>;

/** `bench`: ratios to what this machine's disk and processor allow, measured side by side. It makes ledgers of its own and removes them. */
export const bench = (): Command =>
  verb('bench', '测量速度与代价 measure speed and cost')
    .option('--events <n>', 'events', String(EVENTS))
    .option('--seed <text>', 'what the events are made from', 'zelian-bench')
    .option('--postgres <url>', 'a PostgreSQL to compare with')
    .action(async ({ data, events, seed, postgres, json }: Bench) => {
      const count = wholeNumber('--events', events);
      must(count >= EVENTS_MIN && count <= EVENTS_MAX, 'bench.events', {
        zh: `事件数须为${EVENTS_MIN}至${EVENTS_MAX}`,
        en: `from ${EVENTS_MIN} to ${EVENTS_MAX} events`,
      });
      // Beside the ledger that would be opened, so that the disk that is measured is the disk that is meant.
      const beside = dirname(resolve(data));
      mkdirSync(beside, { recursive: true });
      const report = await runBench({ directory: mkdtempSync(join(beside, 'bench-')), events: count, seed, postgres, onStep });
      if (json) printJson(report);
      else printReport(report);
    });

function onStep(label: string): (done: number, total: number) => void {
  const bar = progress(label);
  return (done, total) => {
    bar.at(done, total);
    if (done >= total) bar.end();
  };
}
