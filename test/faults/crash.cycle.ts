import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Recorded } from '#kernel';
import { openLedger, type Zelian } from '#zelian';
import { STEPS, type Attempt, type ChildOptions, type Step } from './steps.js';
import { isNoted, isTallied, tallyContexts, type TotalRow } from './tally.context.js';

/** How one child dies: at its own hand when it gets to a step, or from outside after some time. */
export type Death = Readonly<{ step: Step; time: number }> | Readonly<{ afterMs: number }>;
export type Acknowledged = Attempt & Readonly<{ position: number }>;
/** What the ledger must answer for, over all cycles so far. */
export type Account = Readonly<{ tried: Map<string, Attempt>; acknowledged: Map<string, Acknowledged> }>;
export type CycleResult = Readonly<{ diedAt: Step; acknowledged: number; retried: number; faults: readonly string[] }>;

const CHILD = 'test/faults/crash.child.ts';
const DIE_BY_MS = 30_000;

/** Lets one child work on the directory and die, then holds the ledger against the account. */
export async function crashCycle(folder: string, account: Account, { seed, death }: Readonly<{ seed: string; death: Death }>): Promise<CycleResult> {
  const directory = join(folder, 'ledger');
  const unanswered = [...account.tried.values()].filter(({ commandId }) => !account.acknowledged.has(commandId));
  const before = account.acknowledged.size;
  const killAt = 'step' in death ? death : undefined;
  const options: ChildOptions = { directory, seed, unanswered, killAt };
  const { lines, diedAt, killed } = await dies(folder, { child: CHILD, options, afterMs: 'afterMs' in death ? death.afterMs : DIE_BY_MS });
  if (!killed) throw new Error('the child was to be killed, but ended');
  for (const [kind, said] of lines) {
    const attempt = JSON.parse(said) as Acknowledged;
    if (kind === 'try') account.tried.set(attempt.commandId, attempt);
    else account.acknowledged.set(attempt.commandId, attempt);
  }
  return {
    diedAt,
    acknowledged: account.acknowledged.size - before,
    retried: unanswered.length,
    faults: existsSync(directory) ? await faultsIn(directory, account) : [],
  };
}

type Run = Readonly<{ child: string; options: object; afterMs: number }>;
/** What a child said line by line, kind and rest, where it was last, and whether it was killed: one that got to its end was not. */
export type Told = Readonly<{ lines: readonly (readonly [string, string])[]; diedAt: Step; killed: boolean }>;

/** Runs a child until it is dead, and reads what it had said and where it was. @throws when it ended otherwise than by a kill or well */
export async function dies(folder: string, { child: file, options, afterMs }: Run): Promise<Told> {
  mkdirSync(folder, { recursive: true });
  const [outputFile, stepFile] = [join(folder, 'output'), join(folder, 'step')];
  const [output, step] = [openSync(outputFile, 'w'), openSync(stepFile, 'w')];
  const preload = resolve('scripts/typescript.cjs');
  const child = spawn(process.execPath, ['-C', 'source', '-r', preload, resolve(file), JSON.stringify(options)], {
    stdio: ['ignore', output, 'pipe', step],
  });
  let complaint = '';
  child.stderr!.on('data', (text: Buffer) => (complaint += text.toString('utf8')));
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((done) => child.once('close', (status, by) => done([status, by])));
  clearTimeout(timer);
  closeSync(output);
  closeSync(step);
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the child ended with ${code ?? signal}: ${complaint}`);
  const [place] = readFileSync(stepFile);
  // A line without its end was never said.
  const lines = readFileSync(outputFile, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => [line.slice(0, 3), line.slice(4)] as const);
  for (const spent of [outputFile, stepFile]) rmSync(spent);
  return { lines, diedAt: STEPS[place ?? 0]!, killed: signal === 'SIGKILL' };
}

/** Opens the ledger after the crash, lets policies and views finish, and lists everything that is not as promised; empty when all is well. */
export async function faultsIn(directory: string, account: Account): Promise<readonly string[]> {
  const zelian = await openLedger({ directory, contexts: tallyContexts() });
  try {
    await zelian.drain();
    const events: Recorded[] = [];
    for await (const event of zelian.parts.history.readAll(0)) events.push(event);
    return [
      ...lost(events, account),
      ...partial(events, account),
      ...consequences(events),
      ...(await viewFaults(zelian, events)),
      ...(await soundness(zelian)),
    ];
  } finally {
    await zelian.close();
  }
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
const batchesOf = (events: readonly Recorded[]) => groupedBy(events, ({ commandId }) => commandId);

function lost(events: readonly Recorded[], { acknowledged }: Account): readonly string[] {
  const batches = batchesOf(events);
  return [...acknowledged.values()]
    .filter(({ commandId, position }) => batches.get(commandId)?.at(-1)?.position !== position)
    .map(({ commandId }) => `acknowledged and lost: ${commandId}`);
}

/** A command is stored whole and in one run, or not at all; nothing is stored that nobody tried. */
function partial(events: readonly Recorded[], { tried }: Account): readonly string[] {
  const batches = [...batchesOf(events.filter(isTallied))];
  return batches.flatMap(([commandId, batch]) => {
    const count = tried.get(commandId)?.count;
    const inOneRun = batch.every(({ position }, index) => position === batch[0]!.position + index);
    return batch.length === count && inOneRun ? [] : [`partial batch: ${commandId} has ${batch.length} of ${count} events`];
  });
}

/** Each tally is noted exactly once, however often the policy was interrupted. */
function consequences(events: readonly Recorded[]): readonly string[] {
  const noted = groupedBy(events.filter(isNoted), ({ data }) => data.eventId);
  return events
    .filter(isTallied)
    .filter(({ id }) => noted.get(id)?.length !== 1)
    .map(({ id }) => `noted ${noted.get(id)?.length ?? 0} times: ${id}`);
}

async function viewFaults(zelian: Zelian, events: readonly Recorded[]): Promise<readonly string[]> {
  const rebuilt = await zelian.rebuild();
  const differing = rebuilt.filter(({ before, after }) => before !== after).map(({ view }) => `view differs from its rebuild: ${view}`);
  const { rows } = await zelian.reader.list('tally-totals');
  const wrong = rows.filter(({ key, row }) => {
    const expected = events.filter((event) => isTallied(event) && event.data.tally === key).length;
    const { tallied, noted } = row as TotalRow;
    return tallied !== expected || noted !== expected;
  });
  return [...differing, ...wrong.map(({ key }) => `total is wrong: ${key}`)];
}

async function soundness(zelian: Zelian): Promise<readonly string[]> {
  const { checks } = await zelian.verify();
  const { alarms } = await zelian.health();
  return [
    ...Object.entries(checks).flatMap(([name, { ok, detail }]) => (ok ? [] : [`verify: ${name}: ${detail.en}`])),
    ...alarms.map((alarm) => `alarm: ${alarm.message}`),
  ];
}
