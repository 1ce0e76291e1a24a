import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventIdOf, seededEntropy } from '#ledger';
import type { Zelian } from '#zelian';
import type { Step as StoryStep } from '../../apps/cli/src/story/ids.js';
import { openForStory } from '../../apps/cli/src/story/in-process.js';
import { headOf } from '../../apps/cli/src/story/story.js';
import { playedStory, storySteps } from '../support/played-story.js';
import { fingerprints, storedEvents, toldBy } from '../support/rederive.js';
import { dies } from './crash.cycle.js';
import type { StackOptions } from './stack.child.js';
import { STEPS, type Step } from './steps.js';

export type StackResult = Readonly<{
  cycles: number;
  seed: string;
  acknowledged: number;
  /** Years that were played to their end in spite of the kills. */
  years: number;
  faults: readonly string[];
  diedAt: Readonly<Record<Step, number>>;
}>;
export type StackCampaign = Readonly<{ cycles: number; seed: string; undisturbed: Undisturbed; onCycle?(cycle: number, faults: readonly string[]): void }>;

const CHILD = 'test/faults/stack.child.ts';
const PATIENCE_MS = 120_000;
/** Marks that a child passes at most before it dies; a dozen children share a year of about fifteen thousand. */
const MARKS_MAX = 2_600;
const ALIVE_MS_MAX = 1_100;

/** The year as it comes out when nobody is killed: in memory, byte for byte what files must hold. */
export class Undisturbed {
  private constructor(
    readonly zelian: Zelian,
    readonly steps: readonly StoryStep[],
    private readonly lines: readonly string[],
    private readonly byPolicy: readonly boolean[],
  ) {}

  static async play(): Promise<Undisturbed> {
    const zelian = await playedStory();
    const events = await storedEvents(zelian);
    const byPolicy = events.map((event) => toldBy(event).origin === 'policy');
    return new Undisturbed(zelian, await storySteps(), fingerprints(events), byPolicy);
  }

  /**
   * What is wrong with a ledger that was killed, opened again and drained. Its log must be the undisturbed one up to a point where the policies had nothing
   * left to do: no batch is partial, no consequence is missing, none is there twice, and every view says what it said there.
   */
  async faultsIn(directory: string, acknowledged: ReadonlySet<number>): Promise<readonly string[]> {
    const zelian = await openForStory({ directory });
    try {
      await zelian.drain();
      return [...(await this.logFaults(zelian)), ...(await this.lost(zelian, acknowledged)), ...(await this.viewFaults(zelian)), ...(await unsound(zelian))];
    } finally {
      await zelian.close();
    }
  }

  private async logFaults(zelian: Zelian): Promise<readonly string[]> {
    const lines = fingerprints(await storedEvents(zelian));
    const other = lines.findIndex((line, position) => line !== this.lines[position]);
    if (other >= 0) return [`position ${other} is not what it is without kills: ${lines[other]!.slice(0, 200)}`];
    return this.byPolicy[lines.length] ? [`the policies stopped short at ${lines.length}`] : [];
  }

  private async lost(zelian: Zelian, acknowledged: ReadonlySet<number>): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const index of acknowledged) {
      const step = this.steps[index]!;
      const stored = await zelian.log.find(eventIdOf(headOf(step, index).commandId, 0));
      if ((stored !== undefined) === (step.refused !== undefined)) faults.push(`${stored ? 'refused and stored' : 'acknowledged and lost'}: step ${index}`);
    }
    return faults;
  }

  /** Rows as they lie there after the kills; that they are what a rebuild gives is among what `verify` looks for. */
  private async viewFaults(zelian: Zelian): Promise<readonly string[]> {
    const { position } = await zelian.log.head();
    const faults: string[] = [];
    for (const view of zelian.viewNames())
      if ((await zelian.rowHash(view)) !== (await this.zelian.rowHash(view, position))) faults.push(`view differs from the undisturbed one: ${view}`);
    return faults;
  }

  /** Whether the ledger holds the whole year. */
  async isWhole(directory: string): Promise<boolean> {
    const zelian = await openForStory({ directory });
    const { position } = await zelian.log.head();
    await zelian.close();
    return position === this.lines.length - 1;
  }
}

async function unsound(zelian: Zelian): Promise<readonly string[]> {
  const { checks } = await zelian.verify();
  const { alarms } = await zelian.health();
  return [
    ...Object.entries(checks).flatMap(([name, { ok, detail }]) => (ok ? [] : [`verify: ${name}: ${detail.en}`])),
    ...alarms.map(({ message }) => `alarm: ${message}`),
  ];
}

/** Even cycles die at a mark, odd ones at any instruction. */
function deathOf(seed: string, cycle: number): Pick<StackOptions, 'killAtMark' | 'killAfterMs'> {
  const random = seededEntropy(seed).bytes(4, `stack|${cycle}`).readUInt32BE() / 2 ** 32;
  return cycle % 2 === 0 ? { killAtMark: 1 + Math.floor(random * MARKS_MAX) } : { killAfterMs: 20 + Math.floor(random * ALIVE_MS_MAX) };
}

/** One year on files, interrupted again and again. */
class Year {
  readonly acknowledged = new Set<number>();
  readonly directory: string;
  constructor(
    private readonly folder: string,
    private readonly stepsFile: string,
  ) {
    this.directory = join(folder, 'ledger');
  }

  async goOn(death: Pick<StackOptions, 'killAtMark' | 'killAfterMs'>): Promise<Readonly<{ diedAt: Step; killed: boolean }>> {
    const options: StackOptions = { directory: this.directory, stepsFile: this.stepsFile, from: this.acknowledged.size, ...death };
    const { lines, diedAt, killed } = await dies(this.folder, { child: CHILD, options, afterMs: PATIENCE_MS });
    for (const [, index] of lines) this.acknowledged.add(Number(index));
    return { diedAt, killed };
  }
}

/** Kills the whole product again and again while it plays the demo year, one year after the other; the last one is let to its end. */
export async function stackCampaign({ cycles, seed, undisturbed, onCycle }: StackCampaign): Promise<StackResult> {
  const root = mkdtempSync(join(tmpdir(), 'zelian-stack-'));
  const diedAt = Object.fromEntries(STEPS.map((step) => [step, 0])) as Record<Step, number>;
  const faults: string[] = [];
  let [acknowledged, years] = [0, 0];
  const stepsFile = join(root, 'steps.json');
  writeFileSync(stepsFile, JSON.stringify(undisturbed.steps));
  let year = new Year(join(root, '0'), stepsFile);
  const settle = async (cycle: number): Promise<void> => {
    const found = existsSync(year.directory) ? await undisturbed.faultsIn(year.directory, year.acknowledged) : [];
    faults.push(...found.map((fault) => `cycle ${cycle}: ${fault}`));
    onCycle?.(cycle, found);
  };
  const end = async (): Promise<void> => {
    if (!(await undisturbed.isWhole(year.directory))) faults.push(`year ${years}: ended without being whole`);
    acknowledged += year.acknowledged.size;
    year = new Year(join(root, String(++years)), stepsFile);
  };
  try {
    for (let cycle = 0; cycle < cycles;) {
      const { diedAt: step, killed } = await year.goOn(deathOf(seed, cycle + years * cycles));
      if (killed) diedAt[step]++;
      await settle(cycle);
      if (killed) cycle++;
      else await end();
    }
    await year.goOn({});
    await settle(cycles);
    await end();
  } finally {
    rmSync(root, { recursive: true });
  }
  return { cycles, seed, acknowledged, years, faults, diedAt };
}
