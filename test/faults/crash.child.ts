import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { newCommandId, realClock, realEntropy, seededEntropy } from '#ledger';
import { openLedger, type Zelian } from '#zelian';
import { STEPS, type Attempt, type ChildOptions, type Step } from './steps.js';
import { tallyContexts } from './tally.context.js';

// Records tallies until it is killed. What it says goes out with plain writes, so that the last line before the kill is there.

const OUTPUT = 1;
const STEP = 3;
const WORKERS = 4;
const options = JSON.parse(process.argv[2]!) as ChildOptions;
const entropy = seededEntropy(options.seed);
const times = new Map<Step, number>();

function at(step: Step): void {
  writeSync(STEP, Uint8Array.of(STEPS.indexOf(step)), 0, 1, 0);
  times.set(step, (times.get(step) ?? 0) + 1);
  if (options.killAt?.step === step && options.killAt.time === times.get(step)) process.kill(process.pid, 'SIGKILL');
}

const say = (line: string): void => void writeSync(OUTPUT, `${line}\n`);
const contexts = tallyContexts({ deciding: () => at('deciding'), reacting: () => at('policy reacting') });

async function record(zelian: Zelian, attempt: Attempt): Promise<void> {
  const { commandId, tally, count } = attempt;
  const { position } = await zelian.record({ type: 'Tally', data: { tally, count, note: commandId } }, { actor: { personId: 'person-tester' }, commandId });
  say(`ack ${JSON.stringify({ ...attempt, position })}`);
  at('acknowledged');
}

/** Four at once on three streams: conflicts happen, and several commands share a commit. */
async function work(zelian: Zelian, worker: number): Promise<never> {
  for (let n = 0; ; n++) {
    const [tally, count] = entropy.bytes(2, `${worker}|${n}`);
    const attempt = { commandId: newCommandId(realClock.now(), realEntropy), tally: `t${tally! % 3}`, count: 1 + (count! % 4) };
    say(`try ${JSON.stringify(attempt)}`);
    await record(zelian, attempt);
    await zelian.drain();
    at('views caught up');
    await turn();
  }
}

function watch({ parts: { engines } }: Zelian): void {
  engines.sqlite!.onStep = at;
  const { positions } = engines;
  const save = positions.save.bind(positions);
  positions.save = async (runner, position) => {
    at('policy ran');
    await save(runner, position);
    at('position stored');
  };
}

async function main(): Promise<void> {
  at('starting');
  const zelian = await openLedger({ directory: options.directory, contexts });
  at('opened');
  watch(zelian);
  for (const attempt of options.unanswered) await record(zelian, attempt);
  await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(zelian, worker)));
}

void main();
