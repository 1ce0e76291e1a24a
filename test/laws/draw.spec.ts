import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#kernel';
import { drawOutcome, listHashOf, seedCommitment, type DrawRow } from '#inspection';
import { readBook } from '#rulebook/nest';
import { FIELD, GROUPS, startRound } from '../support/field-work.js';
import { WITHHELD } from '#vault';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';

// Draws on a ledger: in the open, and behind doors until the visits are done; then anybody can recompute them from the export.

const BODIES = [COUNTY.organ, 'unit-discipline1'] as const;
const SEEDS = ['c3'.repeat(32), 'd4'.repeat(32)] as const;
const PEOPLE: readonly Actor[] = [{ personId: GROUPS['group-one'][1] }, { personId: GROUPS['group-two'][0] }];
const HOUSEHOLDS = ['household-a1', 'household-a2', 'household-a3'];
const script = join(__dirname, '../../scripts/recompute-draw.mjs');
const text = (value: string) => ({ private: value });
const of = (drawId: string) => ({ drawId, roundId: FIELD.round, date: county.today() });
let county: SmallCounty;

beforeEach(async () => {
  county = await SmallCounty.open();
  await county.settle(await readBook('pingli-2016'));
  await county.record('RegisterUnit', { unitId: BODIES[1], kind: 'organ', name: '示例机关' });
  await startRound(county);
});
afterEach(() => county.close());

async function commit(drawId: string, candidates: readonly string[], unannounced: boolean): Promise<void> {
  await county.record('AnnounceDraw', {
    ...of(drawId),
    ...{ year: FIELD.year, kind: 'villages', candidates, pickCount: 1, bodyUnitIds: BODIES, unannounced, revealBy: '2016-01-05', excludedRoundIds: [] },
  });
  for (const [index, bodyUnitId] of BODIES.entries()) {
    const seedCommitmentOf = seedCommitment({ listHash: listHashOf(candidates), drawId, bodyUnitId, seed: SEEDS[index]! });
    await county.record('CommitDrawSeed', { ...of(drawId), bodyUnitId, seedCommitment: seedCommitmentOf }, undefined, PEOPLE[index]);
  }
}
const reveal = (drawId: string, index: number, seed: unknown) =>
  county.record('RevealDrawSeed', { ...of(drawId), bodyUnitId: BODIES[index], seed }, undefined, PEOPLE[index]);
const row = (drawId: string) => county.row<DrawRow>('draw-register', `${FIELD.round}-${drawId}`);

async function exported(): Promise<string> {
  const lines: string[] = [];
  for await (const { bytes } of county.zelian.log.readAll(0)) lines.push(bytes.toString('utf8'));
  return `${lines.join('\n')}\n`;
}
async function recomputed(drawId: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'zelian-draw-'));
  try {
    const file = join(folder, 'export.jsonl');
    writeFileSync(file, await exported());
    return execFileSync(process.execPath, [script, file, drawId], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('a draw in the open is completed by the second seed, and anybody can recompute it', async () => {
  await commit('draw-open', [COUNTY.village], false);
  await reveal('draw-open', 0, SEEDS[0]);
  await reveal('draw-open', 1, SEEDS[1]);
  const { combinedSeed, picked } = drawOutcome([COUNTY.village], 1, SEEDS);
  expect(await row('draw-open')).toMatchObject({ status: 'completed', combinedSeed, picked });
  expect(await recomputed('draw-open')).toBe(`match: ${COUNTY.village}\n`);
  // What was drawn is not drawn again in this round.
  const again = { ...of('draw-again'), year: FIELD.year, kind: 'villages', candidates: [COUNTY.village], pickCount: 1, bodyUnitIds: BODIES };
  expect(await county.refusal('AnnounceDraw', { ...again, unannounced: false, revealBy: '2016-01-05', excludedRoundIds: [] })).toBe('draw.already-drawn');
});

it('an unannounced one keeps seeds and result out of the log until the visits are done', async () => {
  await commit('draw-sealed', [COUNTY.village], true);
  for (const index of [0, 1]) await reveal('draw-sealed', index, text(SEEDS[index]!));
  const { combinedSeed, picked } = drawOutcome([COUNTY.village], 1, SEEDS);
  const result = { ...of('draw-sealed'), seeds: SEEDS.map(text), combinedSeed: text(combinedSeed), picked: picked.map(text) };
  await county.record('CompleteSealedDraw', result);
  expect(await row('draw-sealed')).toMatchObject({ status: 'sealed', combinedSeed: { commitment: expect.any(String) as string } });
  const before = await exported();
  expect([SEEDS[0], SEEDS[1], combinedSeed].filter((secret) => before.includes(secret))).toEqual([]);
  expect(await recomputed('draw-sealed')).toBe('mismatch: no result in the clear\n');

  const unsealing = { ...of('draw-sealed'), seeds: SEEDS };
  expect(await county.refusal('UnsealDraw', unsealing)).toBe('draw.visits-pending');
  const visit = { visitId: 'visit-1', roundId: FIELD.round, groupId: 'group-one', villageId: COUNTY.village, date: county.today(), mode: 'unannounced' };
  await county.record('RecordVillageVisit', { ...visit, personIds: GROUPS['group-one'].slice(0, 2), householdIds: [] });
  await county.record('UnsealDraw', unsealing);
  expect(await row('draw-sealed')).toMatchObject({ status: 'unsealed', combinedSeed, picked, bodies: SEEDS.map((seed) => ({ seed })) });
  expect(await recomputed('draw-sealed')).toBe(`match: ${COUNTY.village}\n`);
});

it('before the visits, where it goes is told to the office, the bodies and whoever is sent, and to nobody else', async () => {
  await commit('draw-sealed', [COUNTY.village], true);
  for (const index of [0, 1]) await reveal('draw-sealed', index, text(SEEDS[index]!));
  const { combinedSeed, picked } = drawOutcome([COUNTY.village], 1, SEEDS);
  await county.record('CompleteSealedDraw', { ...of('draw-sealed'), seeds: SEEDS.map(text), combinedSeed: text(combinedSeed), picked: picked.map(text) });
  const sealed = await row('draw-sealed');
  const toldTo = async (actor?: Actor) => {
    const shown = (await county.zelian.present(sealed, actor)) as DrawRow;
    return [...shown.picked, shown.combinedSeed, ...shown.bodies.map(({ seed }) => seed)];
  };
  const all = [...picked, combinedSeed, ...SEEDS];
  const office = { personId: PERSON.clerk, postId: 'post-clerk1' };
  for (const actor of [office, { personId: GROUPS['group-two'][2] }]) expect(await toldTo(actor)).toEqual(all);
  const town = { personId: PERSON.head, postId: POST.head };
  for (const actor of [undefined, town, { personId: PERSON.head, postId: office.postId }]) expect(await toldTo(actor)).toEqual(all.map(() => WITHHELD));
});

it('a body that withholds its seed voids the draw on record, and a new one needs a new list', async () => {
  await commit('draw-void', [COUNTY.village], false);
  await reveal('draw-void', 0, SEEDS[0]);
  await county.on('2016-01-06');
  await county.record('VoidDraw', { ...of('draw-void'), withheldByUnitIds: [BODIES[1]], reason: '逾期未公开' });
  expect(await row('draw-void')).toMatchObject({ status: 'void', voided: { withheldByUnitIds: [BODIES[1]] } });
  const next = { ...of('draw-next'), year: FIELD.year, kind: 'villages', candidates: [COUNTY.village], pickCount: 1, bodyUnitIds: BODIES };
  const more = { unannounced: false, revealBy: '2016-01-07', excludedRoundIds: [] };
  expect(await county.refusal('AnnounceDraw', { ...next, ...more })).toBe('draw.list-of-voided');
  expect(await county.refusal('RevealDrawSeed', { ...of('draw-void'), bodyUnitId: BODIES[1], seed: SEEDS[1] })).toBe('draw.void');
});

it('households that no list names are not drawn', async () => {
  const draw = { ...of('draw-households'), year: FIELD.year, kind: 'households', candidates: HOUSEHOLDS, pickCount: 1, bodyUnitIds: BODIES };
  expect(await county.refusal('AnnounceDraw', { ...draw, unannounced: false, revealBy: '2016-01-05', excludedRoundIds: [] })).toBe('draw.unknown-candidate');
});
