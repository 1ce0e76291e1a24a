import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '#kernel';
import { killedAfter, measuredIn } from './children.js';
import { canTrace, fsyncsPerEvent } from './fsyncs.js';
import { resultsOf, type Figures, type Result } from './goals.js';
import { machineOf, versionsOf, type Machine } from './machine.js';
import { median } from './measure.js';
import type { Task, TaskKind, Tell } from './tasks.js';

/** How often what one run says little about is measured. `pairs`: neighbouring runs without and with the seal, since a shared machine is another one minutes later. */
type Repeats = Readonly<{ pairs: number; starts: number; kills: number }>;
export type BenchOptions = Readonly<{
  directory: string;
  events: number;
  seed: string;
  repeats?: Repeats;
  postgres?: string;
  onStep?: (label: string) => Tell;
}>;
/** What was left out, and why. */
export type Skipped = Readonly<{ what: string; why: Message }>;
export type Probed = Readonly<{ what: string; writesPerSecond: number; bytesPerWrite: number }>;
export type BenchReport = Readonly<{
  machine: Machine;
  probe: Probed;
  results: readonly Result[];
  skipped: readonly Skipped[];
  events: number;
  seed: string;
  commit: string;
  versions: Readonly<Record<string, string>>;
}>;

/** Enough commits for the count of syncs to settle, few enough that tracing does not take minutes. */
const TRACED = { single: 2_000, clients: 12_800 };
/** As a served ledger is sealed unless told otherwise; at least twice in what is measured. */
const SEAL_EVERY = 10_000;
const REPEATS: Repeats = { pairs: 5, starts: 5, kills: 3 };
const KILLED_AFTER = 640;
/** Beyond everything that the children before appended. */
const KILL_STRIDE = 20_000;

const NO_STRACE: Skipped = {
  what: 'fsyncsPerEvent',
  why: { zh: '本机没有strace或不允许跟踪系统调用，未计同步次数', en: 'strace is absent or not allowed here: syncs were not counted' },
};
const NO_PYTHON: Skipped = {
  what: 'secondMillis',
  why: { zh: '本机没有Python，未计第二核验程序', en: 'Python is absent here: the second verifier was not measured' },
};
const NO_PEER: Skipped = {
  what: 'postgres',
  why: { zh: '未与PostgreSQL比较：本产品不带其客户端依赖', en: 'PostgreSQL was not measured: the product depends on no client for it' },
};

/** Measures everything, each store in a child process of its own, and holds it against the goals. The directory is made, and removed when done. */
export async function runBench(options: BenchOptions): Promise<BenchReport> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  try {
    const traced = canTrace();
    const measured = await measureAll(options, traced);
    const hasSecond = measured.dossier!.secondMillis !== undefined;
    const skipped = [...(traced ? [] : [NO_STRACE]), ...(hasSecond ? [] : [NO_PYTHON]), ...(options.postgres === undefined ? [] : [NO_PEER])];
    const { probesPerSecond, bytesPerEvent } = measured.single!;
    const probe = { what: 'write and fdatasync of one event', writesPerSecond: probesPerSecond!, bytesPerWrite: bytesPerEvent! };
    const { events, seed } = options;
    return { machine: machineOf(), probe, results: resultsOf(measured), skipped, events, seed, ...versionsOf() };
  } finally {
    rmSync(options.directory, { recursive: true, force: true });
  }
}

async function measureAll(options: BenchOptions, traced: boolean): Promise<Readonly<Record<string, Figures>>> {
  const { directory, events, seed, repeats = REPEATS, onStep = () => () => undefined } = options;
  const taskIn = (store: string, kind: TaskKind, more: Partial<Task> = {}): Task => ({ kind, directory: join(directory, store), events, seed, ...more });
  const measure = (label: string, task: Task): Promise<Figures> => measuredIn(task, { tell: onStep(label) });
  const syncs = async (kind: keyof typeof TRACED): Promise<Figures> =>
    traced ? { fsyncsPerEvent: await fsyncsPerEvent(taskIn(`${kind}-traced`, kind, { events: Math.min(events, TRACED[kind]) })) } : {};

  const single = { ...(await measure('#1 #16', taskIn('single', 'single'))), ...(await syncs('single')) };
  // The ledger that 32 clients fill is the one that everything after them reads.
  const clients = { ...(await measure('#2 #14', taskIn('ledger', 'clients'))), ...(await syncs('clients')) };
  const batches = {
    'batches-100': await measure('#3 × 100', taskIn('batches-100', 'batches', { batch: 100 })),
    'batches-1000': await measure('#3 × 1000', taskIn('batches-1000', 'batches', { batch: 1_000 })),
  };
  const sealed = await measureSealed(options);
  const rebuild = await measure('#6', taskIn('ledger', 'rebuild'));
  const verify = await measure('#11', taskIn('ledger', 'verify'));
  const prove = await measure('#12 #13', taskIn('proofs', 'prove'));
  const dossier = await measure('#13c', taskIn('dossier', 'dossier'));
  const moments = await measure('#9', taskIn('ledger', 'moments'));
  return {
    single,
    clients,
    ...batches,
    ...sealed,
    rebuild,
    verify,
    prove,
    dossier,
    moments,
    start: await measureStarts(taskIn('ledger', 'start'), repeats, onStep('#15')),
  };
}

/** The same appends with the seal on: everything appended is sealed before the clock stops. */
async function measureSealed(options: BenchOptions): Promise<Readonly<Record<string, Figures>>> {
  const { directory, events, seed, repeats = REPEATS, onStep = () => () => undefined } = options;
  const every = Math.max(1, Math.min(SEAL_EVERY, Math.floor(events / 2)));
  const measure = async (kind: TaskKind, store: string, more: Partial<Task> = { sealEvery: every }): Promise<Figures> => {
    const task = { kind, directory: join(directory, store), events, seed, ...more };
    const figures = await measuredIn(task, { tell: onStep(store) });
    rmSync(task.directory, { recursive: true, force: true });
    return figures;
  };
  const pairs: Figures[] = [];
  for (let pair = 0; pair < repeats.pairs; pair++) {
    const off = (): Promise<Figures> => measure('clients', `unsealed-clients-${pair + 1}`, {});
    const on = (): Promise<Figures> => measure('clients', `sealed-clients-${pair + 1}`);
    // Neither always goes first: a machine may slow down meanwhile.
    const first = await (pair % 2 === 0 ? off : on)();
    const second = await (pair % 2 === 0 ? on : off)();
    pairs.push(pair % 2 === 0 ? sealedPair(first, second) : sealedPair(second, first));
  }
  return {
    'sealed-single': await measure('single', 'sealed-single'),
    'sealed-clients': middle(pairs),
    'sealed-batches-100': await measure('batches', 'sealed-batches-100', { batch: 100, sealEvery: every }),
    'sealed-batches-1000': await measure('batches', 'sealed-batches-1000', { batch: 1_000, sealEvery: every }),
  };
}

const sealedPair = (off: Figures, on: Figures): Figures => ({
  ...on,
  sealRatio: on.eventsPerSecond! / off.eventsPerSecond!,
  sealCpuRatio: off.cpuMicrosPerEvent! / on.cpuMicrosPerEvent!,
});

/** The pair whose ratio is the median, and how far the others lie from it. */
function middle(pairs: readonly Figures[]): Figures {
  const ratios = pairs.map(({ sealRatio }) => sealRatio!);
  const found = pairs[ratios.indexOf(median(ratios))]!;
  return { ...found, sealRatioMin: Math.min(...ratios), sealRatioMax: Math.max(...ratios) };
}

/** Opens in a fresh process each time: first after a clean end, then after each of some kills in the middle of appending. */
async function measureStarts(task: Task, { starts, kills }: Repeats, tell: Tell): Promise<Figures> {
  const clean: number[] = [];
  const killed: number[] = [];
  const open = async (): Promise<number> => (await measuredIn(task)).millis!;
  for (let start = 0; start < starts; start++) {
    clean.push(await open());
    tell(start + 1, starts + kills);
  }
  for (let kill = 1; kill <= kills; kill++) {
    await killedAfter({ ...task, kind: 'crash', events: task.events + kill * KILL_STRIDE }, KILLED_AFTER);
    killed.push(await open());
    tell(starts + kill, starts + kills);
  }
  return { cleanMillis: median(clean), killedMillis: median(killed) };
}
