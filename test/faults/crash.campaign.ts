import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededEntropy } from '#ledger';
import { crashCycle, type Account, type Death } from './crash.cycle.js';
import { stackCampaign, Undisturbed } from './stack.cycle.js';
import { STEPS, type Step } from './steps.js';

// npm run campaign:crash -- --cycles N [--stack] [--seed S] [--fresh-every K] [--out FILE]
// Kills a working ledger N times (with --stack: the whole product while it plays the demo year), half of the times at a step,
// half at a random moment; exit 1 when anything acknowledged was lost or anything is not as promised.

export type CampaignResult = Readonly<{
  cycles: number;
  seed: string;
  acknowledged: number;
  retried: number;
  faults: readonly string[];
  /** How often a child died at each step. */
  diedAt: Readonly<Record<Step, number>>;
}>;
export type CampaignOptions = Readonly<{
  cycles: number;
  seed: string;
  /** Cycles that share one directory; then a new one, so that openings are interrupted too. */
  freshEvery: number;
  onCycle?(cycle: number, faults: readonly string[]): void;
}>;

/** Runs cycles over a folder of its own and adds them up. */
export async function campaign({ cycles, seed, freshEvery, onCycle }: CampaignOptions): Promise<CampaignResult> {
  const root = mkdtempSync(join(tmpdir(), 'zelian-crash-'));
  const diedAt = Object.fromEntries(STEPS.map((step) => [step, 0])) as Record<Step, number>;
  const total = { acknowledged: 0, retried: 0, faults: [] as string[] };
  let account: Account = { tried: new Map(), acknowledged: new Map() };
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      if (cycle % freshEvery === 0) account = { tried: new Map(), acknowledged: new Map() };
      const folder = join(root, String(Math.floor(cycle / freshEvery)));
      const result = await crashCycle(folder, account, { seed: `${seed}|${cycle}`, death: deathOf(seed, cycle) });
      diedAt[result.diedAt]++;
      total.acknowledged += result.acknowledged;
      total.retried += result.retried;
      total.faults.push(...result.faults.map((fault) => `cycle ${cycle}: ${fault}`));
      onCycle?.(cycle, result.faults);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
  return { cycles, seed, ...total, diedAt };
}

/** Even cycles die at the steps in turn, the n-th time they get there; odd ones from outside, from before the opening is through to well into the work. */
function deathOf(seed: string, cycle: number): Death {
  const random = seededEntropy(seed).bytes(4, `death|${cycle}`).readUInt32BE() / 2 ** 32;
  if (cycle % 2 === 1) return { afterMs: 200 + Math.floor(random * 1_800) };
  const step = STEPS[(cycle / 2) % STEPS.length]!;
  return { step, time: step === 'starting' || step === 'opened' ? 1 : 1 + Math.floor(random * 40) };
}

type Outcome = Readonly<{ cycles: number; acknowledged: number; faults: readonly string[]; diedAt: Readonly<Record<Step, number>> }>;

const histogram = ({ diedAt, cycles }: Outcome): string =>
  STEPS.map((step) => `${step.padEnd(16)} ${String(diedAt[step]).padStart(6)} ${'#'.repeat(Math.ceil((diedAt[step] / cycles) * 100))}`).join('\n');

const onCycle = (cycle: number, faults: readonly string[]): void => {
  if (faults.length > 0 || (cycle + 1) % 10 === 0) console.error(`${cycle + 1} cycles${faults.map((fault) => `\n  ${fault}`).join('')}`);
};

/** The product playing its year; or tallies, where more of the kills fall into single appends. */
async function outcomeOf(stack: boolean, options: Omit<CampaignOptions, 'onCycle'>): Promise<Outcome> {
  if (!stack) return campaign({ ...options, onCycle });
  const undisturbed = await Undisturbed.play();
  try {
    return await stackCampaign({ ...options, undisturbed, onCycle });
  } finally {
    await undisturbed.zelian.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cycles: { type: 'string', default: '100' },
      stack: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Date.now()) },
      'fresh-every': { type: 'string', default: '10' },
      out: { type: 'string' },
    },
  });
  const started = performance.now();
  const result = await outcomeOf(values.stack, { cycles: Number(values.cycles), seed: values.seed, freshEvery: Number(values['fresh-every']) });
  const commit = spawnSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).stdout?.trim() || 'unknown';
  const seconds = Math.round((performance.now() - started) / 1_000);
  const record = { campaign: values.stack ? 'crash-stack' : 'crash', ...result, seconds, node: process.version, commit };
  console.log(`${result.cycles} kills, ${result.acknowledged} commands acknowledged, ${result.faults.length} faults\n${histogram(result)}`);
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(record, null, 2)}\n`);
  else console.log(JSON.stringify(record));
  process.exitCode = result.faults.length === 0 ? 0 : 1;
}

if (require.main === module) void main();
