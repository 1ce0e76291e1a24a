import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { seededEntropy } from '#ledger';
import { openWitnessStore, Witness } from '#seal';
import { GrowingLog } from '../support/growing-log.js';
import { asking, WITNESS_TIME, witnessSigner } from '../support/witness.js';
import { FORKED_AT, WITNESS_SECRET, WITNESSED_ORIGIN, type WitnessChildOptions, type WitnessPlace } from './witness.steps.js';

// Witnesses a log and its lying twin until it is killed: each growth is asked of it as a continuation of what it has, and each is also tried as a fork.

const OUTPUT = 1;
const GROWTH_MAX = 40;
const options = JSON.parse(process.argv[2]!) as WitnessChildOptions;
const entropy = seededEntropy(options.seed);
const times = new Map<WitnessPlace, number>();

function at(place: WitnessPlace): void {
  times.set(place, (times.get(place) ?? 0) + 1);
  if (options.killAt?.step === place && options.killAt.time === times.get(place)) process.kill(process.pid, 'SIGKILL');
}
const say = (kind: string, facts: object): void => void writeSync(OUTPUT, `${kind} ${JSON.stringify(facts)}\n`);

async function main(): Promise<void> {
  const honest = new GrowingLog({ origin: WITNESSED_ORIGIN, secret: 1 });
  const store = openWitnessStore(options.directory);
  const witness = new Witness({ store, signers: [witnessSigner(WITNESS_SECRET)], logs: [honest.key], now: () => WITNESS_TIME, onStep: at });
  const liar = honest.forked(FORKED_AT);
  say('run', {});
  for (let n = 0; ; n++) {
    const [which, growth] = entropy.bytes(2, String(n));
    const log = which! % 3 === 0 ? liar : honest;
    const from = store.latest(WITNESSED_ORIGIN)?.size ?? 0;
    const size = from + (growth! % GROWTH_MAX);
    for (const one of [honest, liar]) one.grow(Math.max(0, size - one.size));
    const answer = witness.addCheckpoint(asking(log, from, size));
    say('ans', { status: answer.status, text: log.text(size), ...(answer.status === 200 && { lines: answer.body }) });
    at('answered');
    await turn();
  }
}

void main();
