import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { sampleEvent } from '../contract/sample-events.js';
import { openSqliteEventLog } from './index.js';
import { Turns, leafHashes, hashBeside, type BesideAsk, type Hashed, type LeafHashes } from './leaf-hashes.js';

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

const beside = (from = 0): BesideAsk => ({ directory, from, markedType: 'Marked' });
async function hashesBeside(ask: BesideAsk): Promise<Awaited<ReturnType<typeof read>>> {
  const log = openSqliteEventLog(directory, { readOnly: true });
  const hashes = await read(leafHashes({ from: ask.from, runAt: log.leafRuns(ask.markedType) }, ask));
  await log.close();
  return hashes;
}
/** What the thread says until it is told to end, or has nothing more to say. */
async function saidBeside(turns: Turns, ask: BesideAsk, each: (said: readonly Hashed[]) => void = () => undefined): Promise<readonly Hashed[]> {
  const said: Hashed[] = [];
  await hashBeside({ ...ask, shared: turns.shared }, (hashed) => each((said.push(hashed), said)));
  return said;
}

it('are those of every event, in order, and come with the bytes of those of a type', async () => {
  const log = openSqliteEventLog(directory, { readOnly: true });
  const here = await read(log.readLeafHashes(0, 'Marked'));
  await log.close();
  expect(here.hashes).toEqual(Array.from({ length: COUNT }, (_, n) => leafOf(n)));
  expect(here.marked).toEqual(['7 {"n":7}', '9007 {"n":9007}']);
  expect(await hashesBeside(beside())).toEqual(here);
});

it('begin where they are asked to', async () => {
  expect((await hashesBeside(beside(COUNT - 2))).hashes).toEqual([leafOf(COUNT - 2), leafOf(COUNT - 1)]);
});

it('are the same from the thread beside', async () => {
  const turns = new Turns();
  const said = await saidBeside(turns, beside(), () => turns.take());
  expect(said.map(({ run }) => run)).toEqual(Array.from({ length: 67 }, (_, run) => run));
  const joined = Buffer.concat(said.map(({ hashed }) => hashed.hashes));
  expect(joined.length).toBe(COUNT * 32);
  for (let n = 0; n < COUNT; n++) expect(joined.toString('hex', n * 32, n * 32 + 32)).toBe(leafOf(n));
  expect(said.flatMap(({ hashed }) => hashed.marked.map(({ position }) => position))).toEqual([7, 9_007]);
});

it('are made by the thread beside no further ahead than is taken', async () => {
  const turns = new Turns();
  const claims: (number | undefined)[] = [];
  const said = await saidBeside(turns, beside(), ({ length }) => length === 64 && (claims.push(turns.claim()), turns.end()));
  expect(claims).toEqual([undefined]);
  expect(said.slice(0, 64).map(({ run }) => run)).toEqual(Array.from({ length: 64 }, (_, run) => run));
});

it('are all made here where the thread cannot even open the log', async () => {
  const log = openSqliteEventLog(directory, { readOnly: true });
  const { hashes } = await read(leafHashes({ from: 0, runAt: log.leafRuns('Marked') }, { ...beside(), directory: join(directory, 'absent') }));
  await log.close();
  expect(hashes.length).toBe(COUNT);
});

it('are taken from the thread where it has made them before they are wanted', async () => {
  const log = openSqliteEventLog(directory, { readOnly: true });
  const own = log.leafRuns('Marked');
  const readHere: number[] = [];
  const turns = new Turns();
  const claimed = (): number => Atomics.load(turns.shared, 0);
  let count = 0;
  for await (const { hashes } of leafHashes({ from: 0, runAt: (from) => (readHere.push(from), own(from)) }, beside(), turns)) {
    if (count === 0) while (claimed() < 64) await setImmediate();
    for (let at = 0; at < hashes.length; at += 32) expect(Buffer.from(hashes).toString('hex', at, at + 32)).toBe(leafOf(count++));
  }
  await log.close();
  expect(count).toBe(COUNT);
  // The first, the few that were left over, and what the thread may not have finished.
  expect(readHere.length).toBeLessThan(10);
});

it('let the thread go when nobody wants more', async () => {
  const log = openSqliteEventLog(directory, { readOnly: true });
  for await (const { hashes } of leafHashes({ from: 0, runAt: log.leafRuns('Marked') }, beside())) {
    expect(hashes.length).toBe(256 * 32);
    break;
  }
  await log.close();
});

it('end before what is not as it should be, and where there is nothing to open', async () => {
  const database = new DatabaseSync(join(directory, 'ledger.db'));
  database.exec('DELETE FROM event WHERE position = 16700');
  database.close();
  expect((await hashesBeside(beside())).hashes.length).toBe(16_640);
  expect(await saidBeside(new Turns(), { ...beside(), directory: join(directory, 'absent') })).toEqual([]);
});
