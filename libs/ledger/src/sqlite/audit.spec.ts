import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, sampleEvent } from '../contract/sample-events.js';
import { openSqliteEventLog, type RawEvent, type SqliteEventLog } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-audit-'));
afterAll(() => rmSync(root, { recursive: true }));
/** Of the size that real events have: a handful fill a page. */
const padded = (key: number) => sampleEvent(key, { bytes: Buffer.from(`{"key":"${key}"}`.padEnd(870)) });
let data: string;
let file: string;
beforeEach(async () => {
  data = mkdtempSync(join(root, 'ledger-'));
  file = join(data, 'ledger.db');
  const log = openSqliteEventLog(data);
  for (let n = 0; n < 30; n++) await log.append([{ stream: `a-${n % 3}`, expected: Math.floor(n / 3) - 1, events: [padded(n)] }]);
  await log.close();
});

async function reading<Result>(look: (log: SqliteEventLog) => Result | Promise<Result>): Promise<Result> {
  const log = openSqliteEventLog(data, { readOnly: true });
  try {
    return await look(log);
  } finally {
    await log.close();
  }
}
function edit(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}
/** Root pages of a table or index, to damage one and leave the others. */
function rootPage(name: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const { page } = database.prepare('SELECT rootpage AS page FROM sqlite_master WHERE name = ?').get(name) as { page: number };
  database.close();
  return page;
}
/** Overwrites the first place in the file's pages where `found` stands. */
function overwrite(found: Buffer, by: Buffer, fromPage = 1): void {
  const bytes = readFileSync(file);
  // The file's header says how large its pages are.
  const at = bytes.indexOf(found, (fromPage - 1) * bytes.readUInt16BE(16));
  expect(at).toBeGreaterThan(-1);
  by.copy(bytes, at);
  writeFileSync(file, bytes);
}
const raw = () => reading((log): readonly RawEvent[] => [...log.readRaw()]);
const faults = async () => (await raw()).flatMap(({ position, fault }) => (fault === undefined ? [] : [[position, fault]]));

describe('a sound ledger', () => {
  it('has nothing to report', () => reading((log) => expect([log.integrityCheck(), log.compareIndexes()]).toEqual([[], []])));
  it('reads raw what it reads', async () => {
    const events = await reading((log) => collect(log.readAll(0)));
    expect((await raw()).map(({ event }) => event)).toEqual(events);
    expect(await reading((log) => [...log.readRaw(28)].map(({ position }) => position))).toEqual([28, 29]);
  });
});

describe('damage', () => {
  it('that only an index bears is found against the table', async () => {
    const id = Buffer.from(sampleEvent(7).id.replaceAll('-', ''), 'hex');
    overwrite(id, Buffer.from([id[0]!, id[1]! ^ 1]), rootPage('event_by_id'));
    const [findings, indexes] = await reading((log) => [log.integrityCheck(), log.compareIndexes()]);
    expect(indexes).toEqual([expect.stringContaining('event_by_id: row 7 of event')]);
    expect(findings).not.toEqual([]);
  });
  it('in a name index is found', async () => {
    overwrite(Buffer.from('a-1'), Buffer.from('a-9'), rootPage('name_by_text'));
    expect(await reading((log) => log.compareIndexes())).toContainEqual(expect.stringMatching(/^name_by_text: row \d+ of name is not found/));
  });
  it('to a whole page does not hide what lies behind it', async () => {
    const bytes = readFileSync(file);
    const at = bytes.indexOf('{"key":"12"');
    const page = Math.floor(at / 4_096);
    bytes.fill(0xff, page * 4_096, (page + 1) * 4_096);
    writeFileSync(file, bytes);
    const found = await raw();
    const bad = found.filter(({ fault }) => fault !== undefined).map(({ position }) => position);
    expect(bad).toContain(12);
    expect(found.filter(({ event }) => event !== undefined).length).toBe(30 - bad.length);
    expect(found.map(({ position }) => position)).toEqual(Array.from({ length: 30 }, (_, position) => position));
    expect(await reading((log) => log.integrityCheck())).not.toEqual([]);
    await expect(reading((log) => collect(log.readAll(0)))).rejects.toMatchObject({ code: 'ledger.corrupt' });
  });
  it('is named: a row taken out', async () => {
    edit('DELETE FROM event WHERE position IN (4, 5, 9)');
    expect(await faults()).toEqual([
      [4, 'missing up to 5'],
      [9, 'missing up to 9'],
    ]);
  });
  it('is named: a position far away', async () => {
    edit('UPDATE event SET position = 9007199254740991 WHERE position = 29');
    expect(await faults()).toEqual([[29, 'missing up to 9007199254740990']]);
  });
  it.each([
    ['id', "UPDATE event SET id = x'00' WHERE position = 3"],
    ['stream', 'UPDATE event SET stream = 99 WHERE position = 3'],
    ['type', 'UPDATE event SET type = 99 WHERE position = 3'],
    ['recordedAt', 'UPDATE event SET recorded_at = 8640000000000001 WHERE position = 3'],
  ])('is named: %s', async (column, sql) => {
    edit(sql);
    expect(await faults()).toEqual([[3, `event 3: column ${column} is damaged`]]);
    await expect(reading((log) => collect(log.readAll(0)))).rejects.toMatchObject({ code: 'ledger.corrupt' });
  });
});

it('reports a file whose pages cannot be read at all, and ends', async () => {
  const log = openSqliteEventLog(data, { readOnly: true });
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4_096);
  writeFileSync(file, bytes);
  const found = [...log.readRaw()];
  expect(found.filter(({ event }) => event !== undefined)).toEqual([]);
  expect(found.at(-1)).toEqual({ position: 1_000, fault: 'nothing more can be read from here on' });
  expect(log.integrityCheck()).not.toEqual([]);
  await log.close();
});
