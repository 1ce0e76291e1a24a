import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { newCommandId, realClock, realEntropy } from '#ledger';
import { sealContext } from '#seal';
import { openLedger, type Zelian } from '#zelian';
import type { SealChild, SealMoment } from './seal.moments.js';
import { STEPS, type Step } from './steps.js';
import { tallyContexts } from './tally.context.js';

// Records and seals until it is killed; each checkpoint is said as soon as anybody could have seen it.

const [OUTPUT, STEP] = [1, 3];
const options = JSON.parse(process.argv[2]!) as SealChild;
const times = new Map<SealMoment, number>();

const step = (name: Step): void => void writeSync(STEP, Uint8Array.of(STEPS.indexOf(name)), 0, 1, 0);
const say = (kind: string, note: string): void => void writeSync(OUTPUT, `${kind} ${JSON.stringify(note)}\n`);
function at(moment: SealMoment): void {
  times.set(moment, (times.get(moment) ?? 0) + 1);
  if (options.killAt?.at === moment && options.killAt.time === times.get(moment)) process.kill(process.pid, 'SIGKILL');
}

/** Says where the seal is, before and after each thing that a crash could part from the next. */
function watch({ parts: { engines } }: Zelian): void {
  const { head, checkpoints } = engines.seal;
  const [advance, publish, put] = [head.advance.bind(head), checkpoints.publish.bind(checkpoints), checkpoints.put.bind(checkpoints)];
  head.advance = async (origin, from, to) => {
    at('index recorded');
    say('try', to.note);
    at('signed');
    const done = await advance(origin, from, to);
    at('head stored');
    return done;
  };
  checkpoints.put = async (tiles) => {
    await put(tiles);
    at('tiles written');
  };
  checkpoints.publish = async (signed, tiles) => {
    await publish(signed, tiles);
    say('ack', signed.note);
    at('published');
  };
}

async function main(): Promise<void> {
  step('starting');
  const { directory, keysFolder } = options;
  const zelian = await openLedger({ directory, keysFolder, contexts: [...tallyContexts(), sealContext] });
  step('opened');
  watch(zelian);
  for (;;) {
    const commandId = newCommandId(realClock.now(), realEntropy);
    await zelian.record({ type: 'Tally', data: { tally: 't0', count: 3, note: commandId } }, { actor: { personId: 'person-tester' }, commandId });
    await zelian.sealer.seal();
    await turn();
  }
}

void main();
