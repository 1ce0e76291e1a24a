import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realClock, realEntropy } from '#ledger';
import { LIMITS, makeDossier, readDossier, verifyDossierFile } from '#seal';
import { CaseLog } from '../../../test/support/case-log.js';
import { pythonMissing, secondVerdicts } from '../../../test/support/second-verifier.js';
import { whenHere } from '../../../test/support/when-here.js';
import { sizesToldOf, spread } from './earlier-checkpoints.js';
import { openLedger } from './open.js';
import type { Zelian } from './zelian.js';

const SEALS = 80;
const SUBJECT = 'unit-town1';
const actor = { personId: 'person-clerk1' };
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

let zelian: Zelian;
/** Every checkpoint that the log signed, oldest first. */
const notes: string[] = [];
let folder: string;

async function sealAnother(): Promise<string> {
  await zelian.record(
    { type: 'RegisterUnit', data: { unitId: `unit-town${notes.length + 1}`, kind: 'town', name: '示例镇' } },
    { actor, commandId: newCommandId(realClock.now(), realEntropy) },
  );
  await zelian.drain();
  const { note } = await zelian.sealer.seal();
  notes.push(note);
  return note;
}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-earlier-'));
  zelian = await openLedger({ entropy: realEntropy });
  while (notes.length < SEALS) await sealAnother();
}, 120_000);
afterAll(async () => {
  await zelian.close();
  rmSync(folder, { recursive: true });
});

async function dossierFor(held?: string): Promise<Buffer> {
  const parts = await zelian.parts.dossiers!.dossierParts(SUBJECT, held);
  const text = makeDossier({ ...parts, openings: [], clauseTexts: new Map(), labels: {}, exported: { at: realClock.now(), by: 'person-clerk1' } });
  return Buffer.from(text, 'utf8');
}
const sizesIn = (bytes: Buffer) => readDossier(bytes.toString('utf8')).earlier.map(({ size }) => size);
const bareLines = (note: string) => note.split('\n').slice(0, 3).join('\n');
const sizeOf = (note: string) => Number(note.split('\n')[1]);

describe('the checkpoints that a dossier speaks of', () => {
  it('are all where there is place, and else spread evenly with the oldest and the newest', () => {
    expect(spread(numbers(64), 64)).toEqual(numbers(64));
    expect(spread(numbers(7), 4)).toEqual([1, 3, 5, 7]);
    for (const count of [65, 100, 1_000, 40_001]) {
      const told = sizesToldOf(numbers(count));
      expect([told.length, new Set(told).size, told[0], told.at(-1)]).toEqual([64, 64, 1, count]);
      const gaps = told.slice(1).map((size, i) => size - told[i]!);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      expect(new Set(sizesToldOf(numbers(count), 2)).size).toBe(64);
      expect(sizesToldOf(numbers(count), 2)).toContain(2);
    }
    expect([sizesToldOf([]), sizesToldOf([], 5), sizesToldOf([5], 5)]).toEqual([[], [5], [5]]);
  });

  it(`after ${SEALS} seals reach back to the first, within what every reader takes`, async () => {
    const bytes = await dossierFor();
    const sizes = sizesIn(bytes);
    expect([sizes.length, sizes[0], sizes.at(-1)]).toEqual([LIMITS.earlier, sizeOf(notes[0]!), sizeOf(notes.at(-2)!)]);
    for (const note of [notes[0]!, notes.at(-2)!, notes.at(-1)!])
      expect(verifyDossierFile(bytes, { checkpoint: note })).toMatchObject({ ok: true, anchor: 'checkpoint', count: 1 });
    const left = notes.find((note) => sizeOf(note) < sizeOf(notes.at(-1)!) && !sizes.includes(sizeOf(note)))!;
    expect(verifyDossierFile(bytes, { checkpoint: left }).firstProblem).toEqual({ check: 'held-checkpoint', code: 'held-not-comparable' });
  });

  it('hold whichever the recipient has, as a note or as bare lines', async () => {
    for (const note of notes)
      for (const held of [note, bareLines(note)]) {
        const bytes = await dossierFor(held);
        expect(verifyDossierFile(bytes, { checkpoint: held })).toMatchObject({ ok: true, anchor: 'checkpoint' });
        expect(sizesIn(bytes).length).toBeLessThanOrEqual(LIMITS.earlier);
      }
  });

  whenHere('tests of the second verifier', pythonMissing())('hold it for the second verifier, too, which blames nobody where they do not', async () => {
    const sizes = sizesIn(await dossierFor());
    const left = notes.find((note) => !sizes.includes(sizeOf(note)))!;
    const [path, checkpointPath] = [join(folder, 'dossier.json'), join(folder, 'held.note')];
    writeFileSync(checkpointPath, left);
    writeFileSync(path, await dossierFor());
    expect(secondVerdicts([{ path, checkpointPath }])).toMatchObject([{ ok: false, firstProblem: { check: 'held-checkpoint', code: 'held-not-comparable' } }]);
    writeFileSync(path, await dossierFor(left));
    expect(secondVerdicts([{ path, checkpointPath }])).toMatchObject([{ ok: true, anchor: 'checkpoint', count: 1 }]);
  });
});

describe('a checkpoint that somebody says to hold', () => {
  const [root, line] = ['A'.repeat(43) + '=', () => bareLines(notes[4]!).split('\n')];
  it.each([
    ['that is none', () => 'hello', 'checkpoint.malformed'],
    ['that is empty', () => '', 'checkpoint.malformed'],
    ['of another log', () => new CaseLog().add({ subjects: [SUBJECT] }).checkpoint(), 'dossier.held-origin'],
    [
      'that another key signed in the name of this log',
      () => new CaseLog('ed25519', line()[0]).add({ subjects: [SUBJECT] }).checkpoint(),
      'dossier.held-unsigned',
    ],
    ['whose signature is that of another', () => notes[4]!.replace(`\n${line()[1]}\n`, `\n${line()[1]}0\n`), 'dossier.held-unsigned'],
    ['of nothing', () => [line()[0], '0', line()[2]].join('\n'), 'dossier.held-unsigned'],
    ['with another root', () => [line()[0], line()[1], root].join('\n'), 'dossier.held-contradicts'],
    ['newer than the newest', () => [line()[0], '1000000', root].join('\n'), 'dossier.held-newer'],
  ])('%s is refused', async (_, held, code) => expect(await dossierFor(held()).catch((error: { code?: string }) => error.code)).toBe(code));

  it('as it was printed with other line ends is the same one', async () =>
    expect(sizesIn(await dossierFor(`${bareLines(notes[4]!).replaceAll('\n', '\r\n')}\r\n`))).toContain(sizeOf(notes[4]!)));
});
