import { DatabaseSync } from '@photostructure/sqlite';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { collect, places, samples } from '../contract/sample-events.js';
import { AlreadyOwned } from '../event-log.js';
import { openSqliteEventLog, type SqliteEventLog, type SqliteOptions } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-open-'));
const open = new Set<SqliteEventLog>();
afterEach(async () => {
  for (const log of open) await log.close();
  open.clear();
});
afterAll(() => rmSync(root, { recursive: true }));

const directory = () => mkdtempSync(join(root, 'ledger-'));
function opened(data: string, options?: SqliteOptions): SqliteEventLog {
  const log = openSqliteEventLog(data, options);
  open.add(log);
  return log;
}
/** A directory with two events, closed. */
async function filled(): Promise<string> {
  const data = directory();
  const log = opened(data);
  await log.append([{ stream: 'a-1', expected: -1, events: samples(1, 2) }]);
  await log.close();
  return data;
}
const codeOf = (data: string, options?: SqliteOptions): string => {
  try {
    opened(data, options);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'opened';
};
const altered = async (sql: string): Promise<string> => {
  const data = await filled();
  const database = new DatabaseSync(join(data, 'ledger.db'));
  database.exec(sql);
  database.close();
  return data;
};

describe('a new ledger', () => {
  it('is made where nothing is, folders included', async () => {
    const data = join(directory(), 'deep', 'ledger');
    await opened(data).append([{ stream: 'a-1', expected: -1, events: samples(1) }]);
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['ledger.db', 'lock.db']));
  });
  it("is made beside the product's other files", () => {
    const data = directory();
    writeFileSync(join(data, 'vault.db'), '');
    mkdirSync(join(data, 'evidence'));
    expect(codeOf(data)).toBe('opened');
  });
  it('writes durably, as read back from SQLite', () => expect(opened(directory()).durability()).toEqual({ journalMode: 'wal', synchronous: 2 }));
  it('that was only half made is finished', () => {
    const data = directory();
    const half = new DatabaseSync(join(data, 'ledger.db'));
    half.exec('PRAGMA journal_mode=WAL');
    half.close();
    expect(codeOf(data)).toBe('opened');
  });
});

describe('opening again', () => {
  it('finds everything and goes on', async () => {
    const log = opened(await filled());
    await log.append([{ stream: 'a-1', expected: 1, events: samples(3) }]);
    expect(places(await collect(log.readAll(0)))).toEqual(['a-1@0#0', 'a-1@1#1', 'a-1@2#2']);
    expect(log.durability()).toEqual({ journalMode: 'wal', synchronous: 2 });
  });
  it('knows stored ids again', async () => {
    const log = opened(await filled());
    expect(places(await log.append([{ stream: 'a-1', expected: -1, events: samples(1, 2) }]))).toEqual(['a-1@0#0', 'a-1@1#1']);
  });
});

describe('a second opening', () => {
  it('for writing is refused while the first lives, also in another process', () => {
    const data = directory();
    opened(data);
    expect(() => opened(data)).toThrow(AlreadyOwned);
    const script = `try { require('#ledger/sqlite').openSqliteEventLog(${JSON.stringify(data)}); } catch (error) { console.log(error.code); }`;
    const preload = resolve('scripts/typescript.cjs');
    const { stdout, stderr } = spawnSync(process.execPath, ['-C', 'source', '-r', preload, '-e', script], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['ledger.already-owned\n', '']);
  });
  it('may ask to read instead', async () => {
    const data = directory();
    const writer = opened(data);
    const reader = opened(data, { mustOwn: false });
    expect([writer.readOnly, reader.readOnly]).toEqual([false, true]);
    await writer.append([{ stream: 'a-1', expected: -1, events: samples(1) }]);
    expect(await reader.head()).toMatchObject({ position: 0 });
  });
  it('is granted once the first is closed', async () => {
    const data = directory();
    await opened(data).close();
    expect(codeOf(data)).toBe('opened');
  });
  it('is granted after a refusal has come to nothing', () => {
    const data = directory();
    writeFileSync(join(data, 'ledger.db'), 'not a database '.repeat(500));
    expect([codeOf(data), codeOf(data)]).toEqual(['ledger.corrupt', 'ledger.corrupt']);
    rmSync(join(data, 'ledger.db'));
    expect(codeOf(data)).toBe('opened');
  });
});

describe('a reader', () => {
  it('sees every acknowledged append, and cannot append', async () => {
    const data = directory();
    const writer = opened(data);
    const reader = opened(data, { readOnly: true });
    for (let revision = 0; revision < 20; revision++) {
      await writer.append([{ stream: 'a-1', expected: revision - 1, events: samples(revision) }]);
      expect([(await reader.head()).position, await reader.revisionOf('a-1')]).toEqual([revision, revision]);
    }
    await expect(reader.append([{ stream: 'a-1', expected: 19, events: samples('x') }])).rejects.toMatchObject({ code: 'ledger.read-only' });
  });
  it('makes nothing where there is nothing', () => {
    const data = join(directory(), 'absent');
    expect(codeOf(data, { readOnly: true })).toBe('ledger.absent');
    expect(existsSync(data)).toBe(false);
  });
  it('takes no lock and changes no byte', async () => {
    const data = await filled();
    rmSync(join(data, 'lock.db'));
    const before = readFileSync(join(data, 'ledger.db'));
    const reader = opened(data, { readOnly: true });
    await collect(reader.readAll(0));
    await reader.close();
    expect(existsSync(join(data, 'lock.db'))).toBe(false);
    expect(readFileSync(join(data, 'ledger.db')).equals(before)).toBe(true);
  });
});

describe('what is no ledger is refused:', () => {
  it('a folder with other things in it', () => {
    const data = directory();
    writeFileSync(join(data, 'thesis.docx'), '');
    expect(codeOf(data)).toBe('ledger.foreign-directory');
    expect(readdirSync(data)).toEqual(['thesis.docx']);
  });
  it('a file', () => {
    const file = join(directory(), 'file');
    writeFileSync(file, '');
    expect(codeOf(file)).toBe('ledger.foreign-directory');
  });
  it("another program's database", () => {
    const data = directory();
    const database = new DatabaseSync(join(data, 'ledger.db'));
    database.exec('CREATE TABLE event (position INTEGER PRIMARY KEY)');
    database.close();
    expect([codeOf(data), codeOf(data, { readOnly: true })]).toEqual(['ledger.foreign-directory', 'ledger.foreign-directory']);
  });
  it('no database at all', () => {
    const data = directory();
    writeFileSync(join(data, 'ledger.db'), 'not a database '.repeat(500));
    expect([codeOf(data), codeOf(data, { readOnly: true })]).toEqual(['ledger.corrupt', 'ledger.corrupt']);
  });
  it('a copy cut short', async () => {
    const data = await filled();
    const whole = readFileSync(join(data, 'ledger.db'));
    const cut = directory();
    writeFileSync(join(cut, 'ledger.db'), whole.subarray(0, 4_096));
    expect(codeOf(cut)).toBe('ledger.corrupt');
  });
  it('an emptied log beside what was made from it; alone it is one that a crash left before it was filled', () => {
    const data = directory();
    writeFileSync(join(data, 'ledger.db'), '');
    writeFileSync(join(data, 'rows.db'), 'rows');
    expect([codeOf(data), codeOf(data, { readOnly: true })]).toEqual(['ledger.corrupt', 'ledger.corrupt']);
    expect(readFileSync(join(data, 'ledger.db')).length).toBe(0);
    rmSync(join(data, 'rows.db'));
    expect(codeOf(data)).toBe('opened');
  });
  it('a later format', async () => expect(codeOf(await altered('PRAGMA user_version=3'))).toBe('ledger.newer-format'));
  it('a format from before the first release', async () => expect(codeOf(await altered('PRAGMA user_version=1'))).toBe('ledger.older-format'));
  it.each([
    ['a trigger', 'CREATE TRIGGER forge AFTER INSERT ON event BEGIN DELETE FROM event WHERE position = 0; END'],
    ['an index less', 'DROP INDEX name_by_text'],
    ['an index table less', 'DROP TABLE by_id'],
    ['a table more', 'CREATE TABLE extra (x)'],
  ])('tables with %s', async (_, sql) => expect(codeOf(await altered(sql))).toBe('ledger.corrupt'));
});

it('a copy of a closed ledger is the ledger', async () => {
  const data = await filled();
  const copy = directory();
  copyFileSync(join(data, 'ledger.db'), join(copy, 'ledger.db'));
  expect(await collect(opened(copy).readAll(0))).toEqual(await collect(opened(data).readAll(0)));
});
