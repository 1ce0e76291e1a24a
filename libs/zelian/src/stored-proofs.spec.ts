import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { newCommandId, realClock, realEntropy, SimulatedClock } from '#ledger';
import { makeDossier, verifyDossierFile } from '#seal';
import { formatVerifierKey } from '#transparency';
import { storable } from '../../../test/support/stored-ledger.js';
import { openLedger } from './open.js';
import { dossierSourceOf } from './sealed-source.js';
import type { Witnessed } from './witnessing.js';
import type { Zelian } from './zelian.js';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'zelian-stored-proofs-'))));
afterEach(() => rmSync(root, { recursive: true }));
const opened = () => openLedger({ directory: join(root, 'ledger'), keysFolder: join(root, 'keys'), entropy: realEntropy });
const actor = { personId: 'person-clerk1' };
const registers = async (zelian: Zelian, ...names: readonly string[]): Promise<void> => {
  for (const name of names)
    await zelian.record(
      { type: 'RegisterUnit', data: { unitId: `unit-${name}`, kind: 'town', name: `示例镇${name}` } },
      { actor, commandId: newCommandId(realClock.now(), realEntropy) },
    );
  await zelian.drain();
};
const SUBJECTS = ['unit-town7', 'unit-absent1'] as const;

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

/** The file's text, and what its making read of the log. */
async function dossiers(zelian: Zelian): Promise<Readonly<{ texts: readonly string[]; events: number }>> {
  const { log } = zelian.parts.engines;
  let events = 0;
  const counted = async function* <Event>(read: AsyncIterable<Event>): AsyncIterable<Event> {
    for await (const event of read) {
      events++;
      yield event;
    }
  };
  const { readAll, readLeaves } = log;
  const [all, leaves] = [readAll.bind(log), readLeaves.bind(log)];
  Object.assign(log, { readAll: (from: number) => counted(all(from)), readLeaves: (from: number) => counted(leaves(from)) });
  const texts: string[] = [];
  for (const subject of SUBJECTS) {
    const parts = await zelian.parts.dossiers!.dossierParts(subject);
    const text = makeDossier({ ...parts, openings: [], clauseTexts: new Map(), labels: {}, exported: { at: '', by: '' } });
    const verdict = verifyDossierFile(Buffer.from(text, 'utf8'), { log: parts.keys.log.map(formatVerifierKey) });
    expect([subject, verdict.ok, verdict.count]).toEqual([subject, true, subject === 'unit-town7' ? 1 : 0]);
    texts.push(text);
  }
  Object.assign(log, { readAll, readLeaves });
  return { texts, events };
}

/** A ledger of some hundred events that was sealed, went on, and was closed; what whoever sealed it says of two subjects. */
async function sealedLedger(): Promise<readonly string[]> {
  const zelian = await opened();
  await registers(zelian, ...Array.from({ length: 100 }, (_, i) => `town${i}`));
  await zelian.sealer.seal();
  await registers(zelian, 'after1');
  const { texts } = await dossiers(zelian);
  await zelian.close();
  return texts;
}
const again = async (): Promise<Readonly<{ texts: readonly string[]; events: number }>> => {
  const zelian = await opened();
  const made = await dossiers(zelian);
  await zelian.close();
  return made;
};

it('the first dossiers of a process are those of whoever sealed, without a reading of the log', async () => {
  const before = await sealedLedger();
  const { texts, events } = await again();
  expect(texts).toEqual(before);
  // The last event once, and the subject's own.
  expect(events).toBeLessThan(5);
});

it('who only reads is given the same, signs nothing, and is told what is missing before the first seal', async () => {
  const reading = () => openLedger({ directory: join(root, 'ledger'), keysFolder: join(root, 'keys'), mode: 'read' });
  await (await opened()).close();
  const unsealed = await reading();
  expect(await codeOf(unsealed.parts.dossiers!.dossierParts('unit-town7'))).toBe('seal.absent');
  await unsealed.close();
  const before = await sealedLedger();
  const zelian = await reading();
  expect((await dossiers(zelian)).texts).toEqual(before);
  await zelian.close();
  tiles().forEach((path) => rmSync(path));
  const damaged = await reading();
  expect(await codeOf(damaged.parts.dossiers!.dossierParts('unit-town7'))).toBe('seal.unproven');
  await damaged.close();
});

it('a ledger that was never sealed is sealed first; once a process has sealed, its own map answers', async () => {
  const zelian = await opened();
  await registers(zelian, 'town7');
  expect(await zelian.parts.engines.seal.checkpoints.sizes()).toEqual([]);
  await dossiers(zelian);
  expect(await zelian.parts.engines.seal.checkpoints.sizes()).toHaveLength(1);
  await registers(zelian, 'town8');
  await zelian.sealer.seal();
  expect((await dossiers(zelian)).events).toBeLessThan(5);
  await zelian.close();
});

it('witnesses who have not cosigned the newest checkpoint yet are asked before it is handed out, and nobody is where a quorum has', async () => {
  const zelian = await opened();
  await registers(zelian, 'town7');
  const { engines, write } = zelian.parts;
  let [asked, quorumSize] = [0, 0];
  const tend = async (): Promise<void> => {
    asked++;
    const { size } = write!.sealer.sealed!;
    await engines.seal.checkpoints.replace(size, `${await engines.seal.checkpoints.at(size)}— city.example.cn/witness AAAAAAAA\n`);
    quorumSize = size;
  };
  const state = () => ({ quorumSize, quorumAgo: null, witnesses: [] });
  const witnessed = { witnessing: { tend, state }, stop: async () => undefined } as unknown as Witnessed;
  const source = dossierSourceOf({ ...zelian.parts, sealer: write!.sealer, witnessed });
  for (let times = 0; times < 2; times++) expect((await source.dossierParts('unit-town7')).indexed.checkpoint).toContain('— city.example.cn/witness ');
  expect(asked).toBe(1);
  await zelian.close();
});

it('a subject with more events than a page of rows has', async () => {
  const zelian = await openLedger({ clock: new SimulatedClock('2016-01-04T01:00:00.000Z') });
  const events = Array.from({ length: 1_020 }, (_, index) =>
    storable({ stream: 'hours-many1', revision: index, subjects: ['unit-town7'] }, zelian.parts.keys!, { label: 'hours', index, at: 1 }),
  );
  await zelian.log.append([{ stream: 'hours-many1', expected: -1, events }]);
  expect((await zelian.parts.dossiers!.dossierParts('unit-town7')).indexed.events).toHaveLength(events.length);
  await zelian.close();
});

it.each<readonly [string, () => void]>([
  ['a row of the trail is gone', () => edit("DELETE FROM row_version WHERE key LIKE 'unit-town9/%'")],
  ['a row of the trail was put in', () => edit("UPDATE row_version SET key = replace(key, 'unit-town9/', 'unit-town10/') WHERE key LIKE 'unit-town9/%'")],
  ['a tile is gone', () => tiles().forEach((path) => rmSync(path))],
  ['a tile is not what was signed', () => tiles().forEach((path) => writeFileSync(path, Buffer.alloc(32, 7)))],
  ['a checkpoint of somebody else lies there', () => writeFileSync(join(root, 'ledger/checkpoints/checkpoint/99999'), 'zelian/x\n99999\nAAAA\n\n— x AAAA\n')],
])('where %s, the log itself is read, or the seal says what is wrong', async (_, damage) => {
  const before = await sealedLedger();
  damage();
  const made = await again().catch((error: Error) => error);
  if (made instanceof Error) expect(made.message).toMatch(/no-such-tile|malformed|inclusion|refuted|tile/);
  else expect([made.texts, made.events > 100]).toEqual([before, true]);
});

function edit(sql: string): void {
  const database = new DatabaseSync(join(root, 'ledger', 'rows.db'));
  const { changes } = database.prepare(sql).run();
  database.close();
  expect(Number(changes)).toBeGreaterThan(0);
}
const tiles = (): readonly string[] => {
  const folder = join(root, 'ledger', 'checkpoints', 'tile', '0');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.p[/\\]\d+$/.test(path));
};
