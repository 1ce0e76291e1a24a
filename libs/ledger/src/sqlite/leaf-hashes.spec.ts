import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sampleEvent } from '../contract/sample-events.js';
import { openSqliteEventLog } from './index.js';
import { leafHashesBeside, type LeafHashes } from './leaf-hashes.js';

/** More than may lie ready at once, so that the thread has to wait for its reader. */
const COUNT = 17_000;
const bytesOf = (n: number): Buffer => Buffer.from(`{"n":${n}}`);
const leafOf = (n: number): string => hash('sha256', Buffer.concat([Buffer.of(0), bytesOf(n)]));

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'zelian-leaf-hashes-'));
  const log = openSqliteEventLog(directory);
  const events = Array.from({ length: COUNT }, (_, n) => sampleEvent(n, { bytes: bytesOf(n), ...(n % 9_000 === 7 && { type: 'Marked' }) }));
  await log.append([{ stream: 'a', expected: -1, events }]);
  await log.close();
});
afterAll(() => rmSync(directory, { recursive: true }));

async function read(from: AsyncIterable<LeafHashes>): Promise<Readonly<{ hashes: readonly string[]; marked: readonly string[] }>> {
  const runs: LeafHashes[] = [];
  for await (const run of from) runs.push(run);
  const joined = Buffer.concat(runs.map(({ hashes }) => hashes));
  return {
    hashes: Array.from({ length: joined.length / 32 }, (_, at) => joined.toString('hex', at * 32, at * 32 + 32)),
    marked: runs.flatMap(({ marked }) => marked.map(({ position, bytes }) => `${position} ${Buffer.from(bytes).toString()}`)),
  };
}

it('are the same from this thread and from one beside it', async () => {
  const log = openSqliteEventLog(directory, { readOnly: true });
  const here = await read(log.readLeafHashes(0, 'Marked'));
  await log.close();
  expect(here.hashes).toEqual(Array.from({ length: COUNT }, (_, n) => leafOf(n)));
  expect(here.marked).toEqual(['7 {"n":7}', '9007 {"n":9007}']);
  expect(await read(leafHashesBeside({ directory, from: 0, markedType: 'Marked' }))).toEqual(here);
});

it('begin where they are asked to', async () => {
  expect((await read(leafHashesBeside({ directory, from: COUNT - 2, markedType: 'Marked' }))).hashes).toEqual([leafOf(COUNT - 2), leafOf(COUNT - 1)]);
});

it('let the thread go when nobody wants more', async () => {
  for await (const { hashes } of leafHashesBeside({ directory, from: 0, markedType: 'Marked' })) {
    expect(hashes.length).toBe(256 * 32);
    break;
  }
});

it('end before what is not as it should be, and where there is nothing to open', async () => {
  const database = new DatabaseSync(join(directory, 'ledger.db'));
  database.exec('DELETE FROM event WHERE position = 16700');
  database.close();
  expect((await read(leafHashesBeside({ directory, from: 0, markedType: 'Marked' }))).hashes.length).toBe(16_640);
  expect((await read(leafHashesBeside({ directory: join(directory, 'absent'), from: 0, markedType: 'Marked' }))).hashes).toEqual([]);
});
