import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realClock, realEntropy } from '#ledger';
import { openLedger } from '../open.js';
import { originOf } from '../sealing.js';
import type { Zelian } from '../zelian.js';
import { ContinuousVerifier } from './continuous.js';

let root: string;
let zelian: Zelian;
let units = 0;
const registered = () =>
  zelian.record(
    { type: 'RegisterUnit', data: { unitId: `unit-watched${++units}`, kind: 'town', name: `示例镇${units}` } },
    { actor: { personId: 'person-clerk1' }, commandId: newCommandId(realClock.now(), realEntropy) },
  );
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'zelian-watch-'));
  zelian = await openLedger({ directory: join(root, 'ledger'), keysFolder: join(root, 'keys'), entropy: realEntropy });
  for (let n = 0; n < 5; n++) await registered();
  await zelian.sealer.seal();
});
afterEach(async () => {
  await zelian.close();
  rmSync(root, { recursive: true });
});

const head = async () => (await zelian.log.head()).position;
const watchOf = (slice?: number): ContinuousVerifier => {
  const { engines, keys, info } = zelian.parts;
  const { checkpoints, head: beside } = engines.seal;
  return new ContinuousVerifier({
    log: engines.log,
    mac: keys,
    seal: { checkpoints, head: beside, origin: originOf(info) },
    now: () => '2026-01-01T00:00:00.000Z',
    slice,
  });
};
function changeTown(position: number): void {
  const database = new DatabaseSync(join(root, 'ledger', 'ledger.db'));
  for (const { name } of database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as { name: string }[])
    database.exec(`DROP TRIGGER ${name}`);
  database.prepare(`UPDATE event SET bytes = CAST(replace(CAST(bytes AS TEXT), '"town"', '"city"') AS BLOB) WHERE position = ?`).run(position);
  database.close();
}

it('reads a slice at a time, and says when it was through and how far', async () => {
  const watch = watchOf(3);
  expect(watch.state('2026-01-01T00:00:30.000Z')).toMatchObject({ verifiedAgo: null, verifiedUpTo: -1 });
  await watch.step();
  expect(watch.state('2026-01-01T00:00:30.000Z')).toEqual({ verifiedAgo: null, verifiedUpTo: -1, under: 3 });
  for (let slices = 1; slices * 3 <= (await head()); slices++) await watch.step();
  expect(watch.state('2026-01-01T00:00:30.000Z')).toMatchObject({ verifiedAgo: 30, verifiedUpTo: await head() });
  expect(watch.alarm).toBeUndefined();
});

it('goes through again, with what came and was signed meanwhile', async () => {
  const watch = watchOf(4);
  await watch.step();
  await registered();
  await zelian.sealer.seal();
  for (let slices = 0; slices < 8; slices++) await watch.step();
  expect(watch.alarm).toBeUndefined();
  expect(watch.state('2026-01-01T00:00:00.000Z').verifiedUpTo).toBe(await head());
});

it('raises an alarm for a changed event, by its position, and keeps it; health says so', async () => {
  await zelian.parts.watch.step();
  expect(await zelian.health()).toMatchObject({ ok: true, verifiedUpTo: await head() });
  changeTown(3);
  await zelian.parts.watch.step();
  expect(zelian.parts.watch.alarm).toMatchObject({ verifier: 'continuous', position: 3 });
  expect(await zelian.health()).toMatchObject({ ok: false, alarms: [{ verifier: 'continuous' }] });
});

it('raises one for a history that is not the signed one, whoever made the MACs', async () => {
  const { engines, info } = zelian.parts;
  changeTown(3);
  const { checkpoints, head: beside } = engines.seal;
  const watch = new ContinuousVerifier({ log: engines.log, seal: { checkpoints, head: beside, origin: originOf(info) }, now: () => realClock.now() });
  await watch.step();
  expect(watch.alarm?.message).toContain('are not those of checkpoint/');
});

it('raises one for an event that stands there a second time, where nothing is signed yet and every MAC fits', async () => {
  const { position } = await registered();
  const database = new DatabaseSync(join(root, 'ledger', 'ledger.db'));
  database.exec(`CREATE TEMP TABLE kept AS SELECT * FROM event WHERE position = ${position}`);
  database.exec(`UPDATE kept SET position = ${position + 1}`);
  database.exec('INSERT INTO event SELECT * FROM kept');
  database.close();
  await zelian.close();
  zelian = await openLedger({ directory: join(root, 'ledger'), keysFolder: join(root, 'keys'), entropy: realEntropy });
  const watch = watchOf();
  await watch.step();
  expect(watch.alarm).toMatchObject({ position: position + 1, message: expect.stringContaining('does not follow') as string });
});
