import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parseCheckpoint, parseLine, parseNote, verifyConsistency, verifyNote, type Checkpoint } from '#transparency';
import { GrowingLog } from '../../../../test/support/growing-log.js';
import { asking, standingWitness } from '../../../../test/support/witness.js';
import { sha256 } from '../suites/index.js';
import { openWitnessStore, Witness } from './index.js';

// The law: whatever a log under one key shows to whichever process of a witness, in whatever order, all that was ever cosigned is one history that only grows.

const RUNS = Number(process.env.ZELIAN_RUNS ?? 60);
const SIZE_MAX = 24;
const ORIGIN = 'example.org/lingchuan';
const root = mkdtempSync(join(tmpdir(), 'zelian-witness-laws-'));
afterAll(() => rmSync(root, { recursive: true }));

const honest = new GrowingLog({ origin: ORIGIN, secret: 1 }).grow(SIZE_MAX);
const TALES = [honest, honest.forked(0), honest.forked(7), honest.forked(16), honest.forked(23)];

type Try = Readonly<{ tale: number; size: number; oldSize: number; process: number; knows: boolean; overtaken?: Try }>;
const { attempt } = fc.letrec<{ attempt: Try }>((tie) => ({
  attempt: fc.record(
    {
      tale: fc.nat(TALES.length - 1),
      size: fc.nat(SIZE_MAX),
      oldSize: fc.nat(SIZE_MAX),
      process: fc.nat(1),
      // Half of the time the submitter knows where the witness is, or nothing would ever be cosigned.
      knows: fc.boolean(),
      overtaken: fc.option(tie('attempt'), { nil: undefined, maxDepth: 2 }),
    },
    { requiredKeys: ['tale', 'size', 'oldSize', 'process', 'knows'] },
  ),
}));

/** Two processes over one memory; a submission may be overtaken by others between check and store. @returns all that was cosigned, in order */
function played(tries: readonly Try[]): readonly Checkpoint[] {
  const { store, directory, signer } = standingWitness(root, [honest]);
  const stores = [store, openWitnessStore(directory)];
  const cosigned: Checkpoint[] = [];
  const submit = ({ tale, size, oldSize, process, knows, overtaken }: Try): void => {
    let rival = overtaken;
    const onStep = (step: string): void => {
      const next = rival;
      rival = undefined;
      if (step === 'checked' && next) submit(next);
    };
    const witness = new Witness({ store: stores[process]!, signers: [signer], logs: [honest.key], now: () => 1, onStep });
    const from = knows ? Math.min(size, store.latest(ORIGIN)?.size ?? 0) : oldSize;
    const log = TALES[tale]!;
    const answer = witness.addCheckpoint(asking(log, from, size));
    if (answer.status !== 200) return;
    const note = { text: log.text(size), signatures: answer.body.trimEnd().split('\n').map(parseLine) };
    expect(verifyNote(note, [signer.key])).toHaveLength(1);
    cosigned.push(parseCheckpoint(note.text));
  };
  tries.forEach(submit);
  const latest = store.latest(ORIGIN);
  if (latest) expect(parseCheckpoint(parseNote(latest.note).text)).toEqual(cosigned.at(-1));
  for (const one of stores) one.close();
  return cosigned;
}

const isContinued = (before: Checkpoint, after: Checkpoint): boolean =>
  TALES.some((log) => {
    const path = before.size === 0 ? [] : log.consistency(before.size, after.size);
    return before.size <= after.size && verifyConsistency(sha256, { from: before.size, to: after.size, fromRoot: before.root, toRoot: after.root, path });
  });

describe('whatever is submitted', () => {
  it('all that was cosigned is one history that only grows', () => {
    let [cosigned, steps] = [0, 0];
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1, maxLength: 12 }), (tries) => {
        const history = played(tries);
        cosigned += history.length;
        for (let i = 1; i < history.length; i++) {
          expect(isContinued(history[i - 1]!, history[i]!)).toBe(true);
          if (history[i]!.size > history[i - 1]!.size) steps++;
        }
      }),
      { numRuns: RUNS },
    );
    // Had nothing been cosigned, the law would hold of nothing.
    expect(cosigned).toBeGreaterThan(RUNS);
    expect(steps).toBeGreaterThan(RUNS / 4);
  });
});
