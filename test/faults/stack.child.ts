import { readFileSync, writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Rejection, type Context } from '#kernel';
import { seededEntropy, SimulatedClock } from '#ledger';
import { ConsoleSink } from '#outbox';
import { contexts, openLedger, type Zelian } from '#zelian';
import { STORY_SEED, type Step as StoryStep } from '../../apps/cli/src/story/ids.js';
import { headOf, sendings, STORY_END, STORY_START, wishesOf, type Sending } from '../../apps/cli/src/story/story.js';
import { STEPS, type Step } from './steps.js';

// Plays the demo year on files, policies and views running, until it is killed: by itself at the n-th mark it passes, or by a thread that looks at no mark.

/** `stepsFile`: the year's steps as JSON, so that no child loads what only makes them. `from`: the first step whose acknowledgement was never seen. */
export type StackOptions = Readonly<{ directory: string; stepsFile: string; from: number; killAtMark?: number; killAfterMs?: number }>;
const options = JSON.parse(process.argv[2]!) as StackOptions;
let marks = 0;

function at(step: Step): void {
  writeSync(3, Uint8Array.of(STEPS.indexOf(step)), 0, 1, 0);
  if (++marks === options.killAtMark) process.kill(process.pid, 'SIGKILL');
}
const say = (line: string): void => void writeSync(1, `${line}\n`);

type Rules = Readonly<Record<string, (...given: never[]) => unknown>>;
const marked = <Table extends Rules>(rules: Table, step: Step): Table =>
  Object.fromEntries(
    Object.entries(rules).map(([type, rule]) => [
      type,
      (...given: never[]) => {
        at(step);
        return rule(...given);
      },
    ]),
  ) as Table;

/** The product as it is, with a mark before each decision and each reaction. */
const watched = contexts.map((context): Context => ({
  ...context,
  deciders: context.deciders.map((decider) => ({ ...decider, decide: marked(decider.decide as Rules, 'deciding') as typeof decider.decide })),
  policies: context.policies.map((policy) => ({ ...policy, on: marked(policy.on as Rules, 'policy reacting') as typeof policy.on })),
}));

function watch({ parts: { engines } }: Zelian): void {
  engines.sqlite!.onStep = at;
  const { positions, rows } = engines;
  const [save, apply] = [positions.save.bind(positions), rows.apply.bind(rows)];
  positions.save = async (runner, position) => {
    at('policy ran');
    await save(runner, position);
    at('position stored');
  };
  rows.apply = async (changes, moved) => {
    await apply(changes, moved);
    at('views caught up');
  };
}

/** A kill that no code of the ledger can foresee, in the middle of whatever the main thread does. */
function killLater(afterMs: number): void {
  new Worker(`setTimeout(() => process.kill(${process.pid}, 'SIGKILL'), ${afterMs})`, { eval: true }).unref();
}

async function send(zelian: Zelian, part: Sending): Promise<void> {
  const [{ step, index: first }] = part as readonly [Sending[number]];
  await zelian.moveTo(step.at);
  for (const file of step.files ?? []) await zelian.putEvidence(Buffer.from(file));
  const refused = await refusal(step.list === undefined ? zelian.record(step.command, headOf(step, first)) : zelian.recordMany(wishesOf(part), step.by));
  if (refused !== step.refused) throw new Error(`step ${first}: expected ${step.refused ?? 'acceptance'}, got ${refused ?? 'acceptance'}`);
  for (const { index } of part) if (index >= options.from) say(`ack ${index}`);
  at('acknowledged');
  await zelian.drain();
}

async function main(): Promise<void> {
  at('starting');
  const steps = JSON.parse(readFileSync(options.stepsFile, 'utf8')) as readonly StoryStep[];
  if (options.killAfterMs !== undefined) killLater(options.killAfterMs);
  const simulated = { clock: new SimulatedClock(STORY_START), entropy: seededEntropy(STORY_SEED) };
  const zelian = await openLedger({ directory: options.directory, contexts: watched, noticeSink: new ConsoleSink(() => undefined), ...simulated });
  at('opened');
  watch(zelian);
  // A list is sent again whole: it was recorded whole or not at all.
  for (const part of sendings(steps)) if (part.at(-1)!.index >= options.from) await send(zelian, part);
  await zelian.moveTo(STORY_END);
  await zelian.close();
}

const refusal = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Rejection) return error.code;
      throw error;
    },
  );

void main();
