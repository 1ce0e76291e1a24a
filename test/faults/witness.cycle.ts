import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededEntropy } from '#ledger';
import { createWitnessStore, openWitnessStore, sha256 } from '#seal';
import { parseCheckpoint, parseLine, parseNote, sameBytes, verifyConsistency, verifyNote, type Checkpoint } from '#transparency';
import { GrowingLog } from '../support/growing-log.js';
import { witnessSigner } from '../support/witness.js';
import { dies } from './crash.cycle.js';
import { FORKED_AT, WITNESS_PLACES, WITNESS_SECRET, WITNESSED_ORIGIN, type WitnessChildOptions, type WitnessPlace } from './witness.steps.js';

const CHILD = 'test/faults/witness.child.ts';
const DIE_BY_MS = 60_000;
/** How often a child gets to a step before it dies there, at most. */
const TIMES_MAX = 6;

export type WitnessCampaign = Readonly<{
  cycles: number;
  /** Cosignatures that somebody received. */
  received: number;
  refused: number;
  faults: readonly string[];
}>;
export type Said = Readonly<{ status: number; text: string; lines?: string }>;
const key = witnessSigner(WITNESS_SECRET).key;

/**
 * Kills a witness again and again, mostly between check and store or between store and answer, every fourth time from outside while a second one works in the same
 * directory. Afterwards everything that anybody ever received is held against itself and against the memory.
 */
export async function witnessCampaign({ cycles, seed }: Readonly<{ cycles: number; seed: string }>): Promise<WitnessCampaign> {
  const root = mkdtempSync(join(tmpdir(), 'zelian-witness-crash-'));
  const directory = join(root, 'witness');
  createWitnessStore(directory).close();
  const received: Said[] = [];
  const faults: string[] = [];
  let refused = 0;
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const said = await oneCycle(root, { directory, seed: `${seed}|${cycle}`, cycle });
      const cosigned = said.filter(({ status }) => status === 200);
      refused += said.filter(({ status }) => status === 409 || status === 422).length;
      // Each cycle's answers behind the last of those before; all together at the end.
      faults.push(...faultsOf(directory, [...received.slice(-1), ...cosigned]).map((fault) => `cycle ${cycle}: ${fault}`));
      received.push(...cosigned);
    }
    faults.push(...faultsOf(directory, received).map((fault) => `at the end: ${fault}`));
  } finally {
    rmSync(root, { recursive: true });
  }
  return { cycles, received: received.length, refused, faults };
}

async function oneCycle(root: string, { directory, seed, cycle }: Readonly<{ directory: string; seed: string; cycle: number }>): Promise<readonly Said[]> {
  const random = seededEntropy(seed).bytes(2, 'death');
  const fromOutside = cycle % 4 === 3;
  const step: WitnessPlace = WITNESS_PLACES[cycle % WITNESS_PLACES.length]!;
  const killAt = fromOutside ? {} : { killAt: { step, time: 1 + (random[0]! % TIMES_MAX) } };
  const children = fromOutside ? ['one', 'other'] : ['one'];
  const told = await Promise.all(
    children.map((name) => {
      const folder = join(root, name);
      mkdirSync(folder, { recursive: true });
      const options: WitnessChildOptions = { directory, seed: `${seed}|${name}`, ...killAt };
      return dies(folder, { child: CHILD, options, afterMs: fromOutside ? 1_500 + random.readUInt16BE() / 64 : DIE_BY_MS });
    }),
  );
  if (told.some(({ killed }) => !killed)) throw new Error('the child was to be killed, but ended');
  return told.flatMap(({ lines }) => lines.filter(([kind]) => kind === 'ans').map(([, facts]) => JSON.parse(facts) as Said));
}

/** Whatever is not as promised; empty when all is well. Two children answer in any order, so answers are put in order of their size first. */
export function faultsOf(directory: string, received: readonly Said[]): readonly string[] {
  const store = openWitnessStore(directory);
  const latest = store.latest(WITNESSED_ORIGIN);
  store.close();
  const kept = latest && parseCheckpoint(parseNote(latest.note).text);
  const checkpoints = received.map(({ text }) => parseCheckpoint(text));
  const largest = Math.max(0, ...checkpoints.map(({ size }) => size));
  return [
    ...received.filter((said) => !isSigned(said)).map(({ text }) => `not signed: ${text}`),
    ...(latest && verifyNote(parseNote(latest.note), [key]).length === 0 ? ['the memory holds no cosignature'] : []),
    ...(largest > (kept?.size ?? 0) ? [`lost: ${largest} was answered, ${kept?.size ?? 0} is remembered`] : []),
    ...contradictions([...checkpoints, ...(kept ? [kept] : [])].sort((a, b) => a.size - b.size)),
  ];
}

function isSigned({ text, lines = '' }: Said): boolean {
  return verifyNote({ text, signatures: lines.trimEnd().split('\n').map(parseLine) }, [key]).length === 1;
}

/** Neighbours that are of no one history: both of the two histories that there are, are asked. */
function contradictions(inOrder: readonly Checkpoint[]): readonly string[] {
  const size = inOrder.at(-1)?.size ?? 0;
  const honest = new GrowingLog({ origin: WITNESSED_ORIGIN, secret: 1 }).grow(size);
  const histories = [honest, honest.forked(FORKED_AT)];
  return inOrder.slice(1).flatMap((after, i) => {
    const before = inOrder[i]!;
    return histories.some((log) => continues(log, before, after)) ? [] : [`signed twice inconsistently: ${before.size} and ${after.size}`];
  });
}

function continues(log: GrowingLog, before: Checkpoint, after: Checkpoint): boolean {
  if (before.size === after.size) return sameBytes(before.root, after.root);
  const path = before.size === 0 ? [] : log.consistency(before.size, after.size);
  return verifyConsistency(sha256, { from: before.size, to: after.size, fromRoot: before.root, toRoot: after.root, path });
}
