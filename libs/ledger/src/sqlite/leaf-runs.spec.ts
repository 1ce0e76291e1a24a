import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleEvent } from '../contract/sample-events.js';
import { openSqliteEventLog } from './index.js';
import type { LeafRun } from './leaf-runs.js';

const COUNT = 600;
let data: string;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'zelian-leaf-runs-'));
  const log = openSqliteEventLog(data);
  const events = Array.from({ length: COUNT }, (_, n) => sampleEvent(n, { bytes: bytesOf(n), ...(n % 250 === 7 && { type: 'Marked' }) }));
  await log.append([{ stream: 'a', expected: -1, events }]);
  await log.close();
});
afterEach(() => rmSync(data, { recursive: true }));
const bytesOf = (n: number): Buffer => Buffer.from(`{"n":${n},"text":"县\u0000\u007f${'𠮷'.repeat(n % 50)}"}`);

async function runs(from = 0): Promise<readonly LeafRun[]> {
  const log = openSqliteEventLog(data, { readOnly: true });
  const runAt = log.leafRuns('Marked');
  const read: LeafRun[] = [];
  for (let run = runAt(from), next = from; run; run = runAt(next)) {
    read.push(run);
    next += run.inputs.length;
  }
  await log.close();
  return read;
}
function edit(sql: string): void {
  const database = new DatabaseSync(join(data, 'ledger.db'));
  database.exec(sql);
  database.close();
}
const sizeOf = (read: readonly LeafRun[]): number => read.reduce((sum, { inputs }) => sum + inputs.length, 0);

it('are the bytes of every event behind a zero, in order, and where those of a type are', async () => {
  const read = await runs();
  const inputs = read.flatMap((run) => run.inputs.map((input) => Buffer.from(input)));
  expect(inputs.length).toBe(COUNT);
  inputs.forEach((input, n) => expect([n, input.equals(Buffer.concat([Buffer.of(0), bytesOf(n)]))]).toEqual([n, true]));
  expect(read.flatMap(({ marked }) => marked)).toEqual([7, 257, 507]);
  expect(read.map(({ from }) => from)).toEqual([0, 256, 512]);
  expect([sizeOf(await runs(599)), sizeOf(await runs(600)), (await runs(258))[0]!.from]).toEqual([1, 0, 258]);
});

it.each([
  ['a row is missing', 'DELETE FROM event WHERE position = 300', 256],
  ['a row lies further on', 'UPDATE event SET position = 9000 WHERE position = 599', 599],
  ['bytes are none', "UPDATE event SET bytes = x'' WHERE position = 300", COUNT],
  ['there is a line feed in them', 'UPDATE event SET bytes = cast(bytes || char(10) AS BLOB) WHERE position = 300', 256],
])('end before what is not as it should be: %s', async (_, sql, sound) => {
  edit(sql);
  expect(sizeOf(await runs())).toBe(sound);
});

it('end where a page cannot be read', async () => {
  const path = join(data, 'ledger.db');
  const bytes = readFileSync(path);
  const page = Math.floor(bytes.indexOf('{"n":400,') / 4_096);
  writeFileSync(path, bytes.fill(0xff, page * 4_096, (page + 1) * 4_096));
  expect(sizeOf(await runs())).toBe(256);
});
