import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { collect, sampleEvent } from '../contract/sample-events.js';
import type { StoredEvent } from '../event-log.js';
import { openSqliteEventLog, type RawEvent, type SqliteEventLog } from './index.js';
import { RUN } from './schema.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-audit-'));
afterAll(() => rmSync(root, { recursive: true }));
/** Of the size that real events have: a handful fill a page. */
const padded = (key: number) => sampleEvent(key, { bytes: Buffer.from(`{"key":"${key}"}`.padEnd(870)) });
/** A full run, which is indexed, and a tail, which is not. */
const COUNT = RUN + 30;
const LAST = COUNT - 1;
let data: string;
let file: string;
beforeEach(async () => {
  data = mkdtempSync(join(root, 'ledger-'));
  file = join(data, 'ledger.db');
  const log = openSqliteEventLog(data);
  await Promise.all(Array.from({ length: COUNT }, (_, n) => log.append([{ stream: `a-${n % 3}`, expected: Math.floor(n / 3) - 1, events: [padded(n)] }])));
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
/** Overwrites the one place in an index (a leaf page whose first byte says so) where `found` stands; rows of `event` hold the same values elsewhere. */
function overwriteInIndex(found: Buffer, by: Buffer): void {
  const bytes = readFileSync(file);
  // The file's header says how large its pages are.
  const size = bytes.readUInt16BE(16);
  const pages = Array.from({ length: bytes.length / size }, (_, page) => bytes.subarray(page * size, (page + 1) * size));
  const holding = pages.filter((page) => page[0] === 0x0a && page.includes(found));
  expect(holding).toHaveLength(1);
  by.copy(holding[0]!, holding[0]!.indexOf(found));
  writeFileSync(file, bytes);
}
/** Changes the number of a row where it lies, both of two bytes, which leaves the order of its page wrong. */
function renumber(position: number, to: number): void {
  const varint = (n: number) => Buffer.of(0x80 | (n >> 7), n & 0x7f);
  const bytes = readFileSync(file);
  const size = bytes.readUInt16BE(16);
  for (let page = size; page < bytes.length; page += size) {
    if (bytes[page] !== 0x0d) continue;
    for (let cell = 0; cell < bytes.readUInt16BE(page + 3); cell++) {
      // A row of this test has a length of two bytes, then its number.
      const at = page + bytes.readUInt16BE(page + 8 + 2 * cell) + 2;
      if (bytes[at - 2]! < 0x87 || bytes[at - 2]! > 0x89 || !bytes.subarray(at, at + 2).equals(varint(position))) continue;
      varint(to).copy(bytes, at);
      return writeFileSync(file, bytes);
    }
  }
  throw new Error(`no row ${position}`);
}
const raw = () => reading((log): readonly RawEvent[] => [...log.readRaw()]);
const faults = async () => (await raw()).flatMap(({ position, fault }) => (fault === undefined ? [] : [[position, fault.en]]));

describe('a sound ledger', () => {
  it('has nothing to report', () => reading((log) => expect([log.integrityCheck(), log.compareIndexes()]).toEqual([[], []])));
  it('reads raw what it reads', async () => {
    const events = await reading((log) => collect(log.readAll(0)));
    expect(events).toHaveLength(COUNT);
    // Half a megabyte in buffers: jest's own comparison takes seconds.
    expect(
      isDeepStrictEqual(
        (await raw()).map(({ event }) => event),
        events,
      ),
    ).toBe(true);
    expect(await reading((log) => [...log.readRaw(LAST - 1)].map(({ position }) => position))).toEqual([LAST - 1, LAST]);
  });
});

describe('damage', () => {
  it('that only an index bears is found against the table, where SQLite finds nothing', async () => {
    const id = Buffer.from(sampleEvent(7).id.replaceAll('-', ''), 'hex');
    // The last byte: the entry stays in its place, and the file is sound.
    const changed = Buffer.from(id);
    changed[15]! ^= 1;
    overwriteInIndex(id, changed);
    const [findings, indexes] = await reading((log) => [log.integrityCheck(), log.compareIndexes()]);
    expect(indexes).toEqual([{ position: 7, zh: '索引by_id找不到第7号事件', en: 'by_id: row 7 of event is not found through the index' }]);
    expect(findings).toEqual([]);
  });
  it.each([
    [
      'an id that is not indexed',
      'DELETE FROM by_id WHERE position = 9',
      ['by_id: row 9 of event is not found', `by_id: ${RUN - 1} entries for ${RUN} indexed events`],
    ],
    [
      'a revision that is not',
      'DELETE FROM by_revision WHERE position = 9',
      ['by_revision: row 9 of event', `by_revision: ${RUN - 1} entries for ${RUN} indexed events`],
    ],
    ['an id under another position', 'UPDATE by_id SET position = 8 WHERE position = 9', ['by_id: row 9 of event is not found']],
    ['a revision under another position', 'UPDATE by_revision SET position = 8 WHERE position = 9', ['by_revision: row 9 of event is not found']],
    ['a revision of another stream', 'UPDATE by_revision SET stream = 99 WHERE position = 9', ['by_revision: row 9 of event is not found']],
    ['an id of no event', "INSERT INTO by_id VALUES (x'00', 9)", [`by_id: ${RUN + 1} entries for ${RUN} indexed events`]],
    ['a revision of no event', 'INSERT INTO by_revision VALUES (1, 9999, 9)', [`by_revision: ${RUN + 1} entries for ${RUN} indexed events`]],
    [
      'an indexed event of the tail',
      'INSERT INTO by_id SELECT id, position FROM event WHERE position = 270',
      [`by_id: ${RUN + 1} entries for ${RUN} indexed events`],
    ],
  ])('to an index is found: %s', async (_, sql, found) => {
    edit(sql);
    expect(await reading((log) => log.compareIndexes())).toEqual(
      found.map((text) =>
        expect.objectContaining({ en: expect.stringContaining(text) as string, zh: expect.not.stringMatching(/entries|row|event /) as string }),
      ),
    );
  });
  it('to an index is told to who reads through it', async () => {
    edit('UPDATE by_id SET position = 5000 WHERE position = 9; UPDATE by_revision SET position = position + 3 WHERE stream = 1 AND revision = 4');
    await expect(reading((log) => log.find(padded(9).id))).rejects.toMatchObject({ code: 'ledger.corrupt' });
    await expect(reading((log) => collect(log.read('a-0')))).rejects.toMatchObject({ code: 'ledger.corrupt' });
  });
  it('in a name index is found', async () => {
    overwriteInIndex(Buffer.from('a-1'), Buffer.from('a-9'));
    expect(await reading((log) => log.compareIndexes())).toContainEqual(
      expect.objectContaining({ en: expect.stringMatching(/^name_by_text: row \d+ of name is not found/) as string }),
    );
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
    expect(found.filter(({ event }) => event !== undefined).length).toBe(COUNT - bad.length);
    expect(found.map(({ position }) => position)).toEqual(Array.from({ length: COUNT }, (_, position) => position));
    expect(await reading((log) => log.integrityCheck())).not.toEqual([]);
    await expect(reading((log) => collect(log.readAll(0)))).rejects.toMatchObject({ code: 'ledger.corrupt' });
  });
  it('is named: a row taken out', async () => {
    edit('DELETE FROM event WHERE position IN (4, 5, 9)');
    expect(await faults()).toEqual([
      [4, 'missing up to 5'],
      [9, 'missing'],
    ]);
  });
  it.each([
    ['the last but one', LAST - 1, LAST + 40],
    ['one in the middle', 170, LAST + 40],
    ['the last, to one that was before', LAST, 130],
  ])('to a row’s own number is named, and nobody reads for ever: %s', async (_, position, to) => {
    renumber(position, to);
    expect((await faults()).length).toBeGreaterThan(0);
    for (const events of [(log: SqliteEventLog) => log.readAll(0), (log: SqliteEventLog) => log.readLeaves(0)]) {
      const read = await reading((log) => collect(events(log) as AsyncIterable<StoredEvent>)).catch((error: { code: string }) => error.code);
      expect(read === 'ledger.corrupt' || read.length < COUNT).toBe(true);
    }
  });
  it('is named: a position far away', async () => {
    edit(`UPDATE event SET position = 9007199254740991 WHERE position = ${LAST}`);
    expect(await faults()).toEqual([[LAST, 'missing up to 9007199254740990']]);
  });
  it.each([
    ['id', "UPDATE event SET id = x'00' WHERE position = 3"],
    ['stream', 'UPDATE event SET stream = 99 WHERE position = 3'],
    ['type', 'UPDATE event SET type = 99 WHERE position = 3'],
    ['recordedAt', 'UPDATE event SET recorded_at = 8640000000000001 WHERE position = 3'],
  ])('is named: %s', async (column, sql) => {
    edit(sql);
    expect(await faults()).toEqual([[3, `cannot be read: event 3: column ${column} is damaged`]]);
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
  expect(found.at(-1)).toEqual({ position: 1_000, fault: { zh: '自此无法再读', en: 'nothing more can be read from here on' } });
  expect(log.integrityCheck()).not.toEqual([]);
  await log.close();
});

it('refuses a MAC whose row says that it is text, of the same bytes', async () => {
  const bytes = readFileSync(file);
  // The types of id and mac in a row's header: BLOBs of 16 and 32 bytes; one more is TEXT. Rows of `event` lie in table leaves.
  const size = bytes.readUInt16BE(16);
  for (let page = size; page < bytes.length; page += size)
    for (let at = page; bytes[page] === 0x0d && at < page + size - 1; at++) if (bytes[at] === 0x2c && bytes[at + 1] === 0x4c) bytes[at + 1] = 0x4d;
  writeFileSync(file, bytes);
  const leaves = reading((log) => collect(log.readLeaves(0) as AsyncIterable<StoredEvent>));
  await expect(leaves).rejects.toMatchObject({ code: 'ledger.corrupt' });
});
