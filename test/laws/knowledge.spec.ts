import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { StoredEvent } from '#ledger';
import { readBook } from '#rulebook/nest';
import { productContexts, type OpenOptions } from '#zelian';
import { startRound } from '../support/field-work.js';
import { Folding, type Hashes } from '../support/folding.js';
import { histories, live, type Deed } from '../support/histories.js';
import { batchesOf, fingerprints, rederive, storedEvents, withoutPolicies } from '../support/rederive.js';
import { SmallCounty } from '../support/small-county.js';

// What is known, and when: laws over random histories of the whole product. Seeds are fixed, so that a red run is red again.

async function begun(options: OpenOptions = {}): Promise<SmallCounty> {
  const county = await SmallCounty.open(options);
  await county.settle(await readBook('pingli-2016'));
  await startRound(county);
  await county.planExit();
  await county.assess(6_100);
  return county;
}

const hashesOf = async ({ zelian }: SmallCounty, position?: number): Promise<Hashes> => {
  const hashes: Record<string, string> = {};
  for (const view of zelian.viewNames()) hashes[view] = await zelian.rowHash(view, position);
  return hashes;
};
/** What people look at; the rest is compared by hash. */
const SHOWN = ['scorecard', 'veto-register', 'trigger-register', 'responsibility-chain', 'clause-outcomes'];
const runs = (numRuns: number) => ({ numRuns, seed: 2016 });
const overHistories = (numRuns: number, law: (county: SmallCounty, deeds: readonly Deed[]) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(histories, async (deeds) => {
      const county = await begun();
      await law(county, deeds);
      await county.close();
    }),
    runs(numRuns),
  );

describe('laws of knowledge', () => {
  it('later events change no earlier answer', () =>
    overHistories(8, async (county, deeds) => {
      const known = new Map<number, Readonly<{ hashes: Hashes; shown: unknown }>>();
      const { log, reader } = county.zelian;
      const shownAt = (asKnownAt?: number) => Promise.all(SHOWN.map((view) => reader.list(view, asKnownAt === undefined ? {} : { moment: { asKnownAt } })));
      const remember = async () => void known.set((await log.head()).position, { hashes: await hashesOf(county), shown: await shownAt() });
      await remember();
      await live(county, deeds, remember);
      for (const [position, { hashes, shown }] of known) {
        expect(await hashesOf(county, position)).toEqual(hashes);
        expect(await shownAt(position)).toEqual(shown);
      }
    }));

  it('a rebuild gives what following along gave', () =>
    overHistories(8, async (county, deeds) => {
      await live(county, deeds);
      const live0 = await hashesOf(county);
      const rebuilt = await county.zelian.rebuild();
      expect(rebuilt.filter(({ before, after }) => before !== after)).toEqual([]);
      expect(await hashesOf(county)).toEqual(live0);
    }));

  it('people and clock alone give back every byte', () =>
    overHistories(8, async (county, deeds) => {
      await live(county, deeds);
      const events = await storedEvents(county.zelian);
      const fresh = await SmallCounty.open();
      await rederive(
        batchesOf(events).filter((batch) => withoutPolicies(batch).length > 0),
        fresh.zelian,
      );
      expect(fingerprints(await storedEvents(fresh.zelian))).toEqual(fingerprints(events));
      await fresh.close();
    }));

  it('a command that comes again changes nothing and is answered as the first time', () =>
    overHistories(6, async (county, deeds) => {
      await live(county, deeds, async ({ type, data, commandId, actor, refused }) => {
        if (refused !== undefined) return;
        const before = await storedEvents(county.zelian);
        await county.record(type, data, commandId, actor);
        expect(fingerprints(await storedEvents(county.zelian))).toEqual(fingerprints(before));
        // What decided nothing left no id to find: there is nothing that another body could be taken for.
        if (!before.some(madeBy(commandId))) return;
        await expect(county.record(type, { ...data, year: 2031 }, commandId, actor)).rejects.toMatchObject({ code: 'command.id-reused' });
      });
    }));

  it('memory and sqlite keep the same bytes and the same rows', () =>
    fc.assert(
      fc.asyncProperty(histories, async (deeds) => {
        const folder = mkdtempSync(join(tmpdir(), 'zelian-laws-'));
        const [memory, sqlite] = [await begun(), await begun({ directory: join(folder, 'ledger') })];
        for (const county of [memory, sqlite]) await live(county, deeds);
        expect(fingerprints(await storedEvents(sqlite.zelian))).toEqual(fingerprints(await storedEvents(memory.zelian)));
        expect(await hashesOf(sqlite)).toEqual(await hashesOf(memory));
        for (const county of [memory, sqlite]) await county.close();
        rmSync(folder, { recursive: true });
      }),
      runs(3),
    ));
});

describe('opening again', () => {
  it('runs nothing twice: what a cause once led to, and what it did not, stays so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zelian-laws-'));
    const directory = join(folder, 'ledger');
    const county = await begun({ directory });
    // The first outcome of the veto's clause led to nothing; run again now it would take the ground of a veto away.
    await live(county, [{ do: 'correct', score: 5_800 }, { do: 'confirm' }, { do: 'agree', finding: 1 }]);
    const before = fingerprints(await storedEvents(county.zelian));
    expect(before.some((line) => line.includes('"type":"VetoConfirmed"'))).toBe(true);
    await county.close();
    const again = await SmallCounty.open({ directory });
    await again.zelian.drain();
    expect(fingerprints(await storedEvents(again.zelian))).toEqual(before);
    await again.close();
    rmSync(folder, { recursive: true });
  });
});

const madeBy =
  (commandId: string) =>
  ({ bytes }: StoredEvent): boolean =>
    (JSON.parse(bytes.toString('utf8')) as { commandId: string }).commandId === commandId;

describe('rebuilding from any cut', () => {
  let batches: readonly (readonly StoredEvent[])[];
  let whole: Hashes;
  const contexts = productContexts();
  beforeAll(async () => {
    const county = await begun();
    const deeds: readonly Deed[] = [
      ...([{ do: 'agree', finding: 1 }, { do: 'confirm' }, { do: 'fail' }, { do: 'agree', finding: 2 }, { do: 'mark', finding: 2, original: 1 }] as const),
      ...([
        { do: 'withdraw', finding: 1 },
        { do: 'lift-mark', finding: 2 },
        { do: 'hand-over', day: 200 },
      ] as const),
      ...([{ do: 'correct', score: 8_000 }, { do: 'screen' }, { do: 'correct', score: 5_000 }, { do: 'lift' }] as const),
    ];
    await live(county, deeds);
    batches = batchesOf(await storedEvents(county.zelian));
    whole = await hashesOf(county);
    await county.close();
  });

  it('gives the same rows, whichever the cut', async () => {
    expect(batches.length).toBeGreaterThan(60);
    for (let cut = 0; cut <= batches.length; cut++) {
      const folding = await Folding.of(contexts);
      await folding.take(batches.slice(0, cut));
      await folding.take(batches.slice(cut));
      expect([cut, await folding.hashes(batches.flat().length - 1)]).toEqual([cut, whole]);
    }
  });

  it('gives the same rows after many cuts', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 12 }), async (permille) => {
        const cuts = [0, ...permille.map((part) => Math.floor((part * batches.length) / 100)), batches.length].sort((a, b) => a - b);
        const folding = await Folding.of(contexts);
        for (const [index, cut] of cuts.entries()) await folding.take(batches.slice(cuts[index - 1] ?? 0, cut));
        expect(await folding.hashes(batches.flat().length - 1)).toEqual(whole);
      }),
      runs(40),
    ));
});
