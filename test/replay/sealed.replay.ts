import fc from 'fast-check';
import { Rejection } from '#kernel';
import type { Counterfactual, Zelian } from '#zelian';
import { counterfactual } from '../../libs/zelian/src/replay/counterfactual.js';
import { edited, factsIn, journalOf, wishes } from '../support/edited-histories.js';
import { histories } from '../support/histories.js';
import { seededRandom } from '../support/random.js';
import { SmallCounty } from '../support/small-county.js';

// A ledger is sealed while it is written: index events and changes of keys lie between what people recorded. None of that may change what a replay answers.

const RUNS = Math.ceil(Number(process.env.ZELIAN_RUNS ?? 30) / 5);
const SEED = Number(process.env.ZELIAN_SEED ?? 2016);
jest.setTimeout(600_000);
const SEAL = new Set(['SealKeyAdopted', 'SubjectIndexRecorded']);

/** Sealed behind about every fourth command, with another key now and then. */
async function sealing(county: SmallCounty, seed: number): Promise<SmallCounty> {
  const random = seededRandom(seed);
  const { sealer } = county.zelian;
  return county.through(async (command, head) => {
    await county.zelian.record(command, head);
    const drawn = random();
    if (drawn < 0.02) await sealer.rotate(drawn < 0.01 ? 'sm2-sm3' : 'ed25519');
    else if (drawn < 0.25) await sealer.seal();
  });
}

const typesIn = async ({ log }: Zelian): Promise<readonly string[]> => {
  const types: string[] = [];
  for await (const { type } of log.readAll(0)) types.push(type);
  return types;
};
const refusalOf = (error: unknown): string => {
  if (error instanceof Rejection) return error.code;
  throw error;
};
/** What of an answer is about the world; positions are the log's. */
const aboutWorld = (answer: Counterfactual | string) =>
  typeof answer === 'string' ? answer : { hash: answer.hash, difference: answer.difference, consequences: answer.consequences, edited: answer.editedEventIds };

describe('a replay of a ledger with the seal’s events in the middle', () => {
  const counted = { sealEvents: 0, changes: 0, answers: 0 };

  it('answers as that of the same history that nobody sealed, whole or only where edits reach', () =>
    fc.assert(
      fc.asyncProperty(histories, wishes, fc.nat(), async (deeds, wanted, seed) => {
        const [plain, sealed] = [await SmallCounty.open(), await sealing(await SmallCounty.open(), seed)];
        const journal = await journalOf(deeds, plain);
        await journalOf(deeds, sealed);
        const [types, without] = [await typesIn(sealed.zelian), await typesIn(plain.zelian)];
        expect(types.filter((type) => !SEAL.has(type))).toEqual(without);
        counted.sealEvents += types.length - without.length;
        const { list } = edited(journal, wanted, await factsIn(plain.zelian));
        const before = (await sealed.zelian.verify()).logHash;
        for (const everything of [false, true]) {
          const [one, other] = await Promise.all([plain, sealed].map(({ zelian }) => counterfactual(zelian.parts, { list, everything }).catch(refusalOf)));
          expect(aboutWorld(other!)).toEqual(aboutWorld(one!));
          if (typeof other === 'string') continue;
          expect(other!.difference.drift).toMatchObject({ rows: [], refused: [] });
          counted.answers++;
          counted.changes += other!.difference.changes.length;
        }
        expect(await sealed.zelian.verify()).toMatchObject({ ok: true, logHash: before });
        await Promise.all([plain, sealed].map((county) => county.close()));
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    ));

  it('had such events to pass over, and edits that changed something', () => {
    expect(counted.sealEvents).toBeGreaterThan(5 * RUNS);
    expect([counted.answers > 0, counted.changes > 0]).toEqual([true, true]);
  });

  it('does not take the seal’s own events for facts that could have been otherwise', async () => {
    const county = await SmallCounty.open();
    await county.zelian.sealer.seal();
    for await (const { id, type } of county.zelian.log.readAll(0)) {
      if (!SEAL.has(type)) continue;
      const asked = counterfactual(county.zelian.parts, { list: { format: 1, edits: [{ op: 'retract', of: id }] } });
      expect([type, await asked.then(() => 'answered', refusalOf)]).toEqual([type, 'replay.clock']);
    }
    await county.close();
  });
});
