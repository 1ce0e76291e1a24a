import { DatabaseSync } from '@photostructure/sqlite';
import * as fc from 'fast-check';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keys, read } from '../contract/access-log.contract-suite.js';
import { openSqliteAccessLog } from './index.js';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'access-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = () => openSqliteAccessLog(directory, { keys });
async function recorded(count: number) {
  const log = open();
  for (let i = 0; i < count; i++) await log.record(read({ key: `k${i}` }));
  await log.close();
}
/** What somebody with the file but without the key can do. */
function tamper(sql: string) {
  const database = new DatabaseSync(join(directory, 'access.db'));
  database.exec(`DROP TRIGGER IF EXISTS entry_is_never_changed; DROP TRIGGER IF EXISTS entry_is_never_deleted; ${sql}`);
  database.close();
}
async function verdict() {
  const log = openSqliteAccessLog(directory, { keys, readOnly: true });
  const found = await log.verify();
  await log.close();
  return found;
}

describe('the access log on disk', () => {
  it('takes entries from several openers at once, in one chain', async () => {
    const logs = [open(), open(), open()];
    for (let i = 0; i < 30; i++) await logs[i % 3]!.record(read({ key: `k${i}` }));
    await Promise.all(logs.map((log) => log.close()));
    expect(await verdict()).toMatchObject({ ok: true, entries: 30 });
  });

  it('names the first bad entry, whatever was done to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 7 }),
        fc.constantFrom(
          'UPDATE entry SET mac = zeroblob(32) WHERE seq = :n',
          "UPDATE entry SET mac = x'00' WHERE seq = :n",
          "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'zhou', 'qinn') AS BLOB) WHERE seq = :n",
          "UPDATE entry SET mac_key_id = 'other' WHERE seq = :n",
          'DELETE FROM entry WHERE seq = :n',
          'UPDATE entry SET bytes = (SELECT bytes FROM entry WHERE seq = (:n + 1) % 8) WHERE seq = :n',
        ),
        async (n, sql) => {
          directory = mkdtempSync(join(tmpdir(), 'access-'));
          await recorded(8);
          tamper(sql.replaceAll(':n', String(n)));
          const found = await verdict();
          rmSync(directory, { recursive: true });
          expect(found).toMatchObject({ ok: false, firstBad: { seq: n } });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('notices a row slipped in at either end', async () => {
    await recorded(2);
    tamper("INSERT INTO entry VALUES (-1, x'7b7d', zeroblob(32), 'k1')");
    expect(await verdict()).toMatchObject({ ok: false, firstBad: { seq: 0 } });
    tamper('DELETE FROM entry WHERE seq = -1; INSERT INTO entry SELECT 2, bytes, mac, mac_key_id FROM entry WHERE seq = 1');
    expect(await verdict()).toMatchObject({ ok: false, firstBad: { seq: 2 } });
  });

  it('notices that the last entries were deleted, and refuses to go on over the gap', async () => {
    await recorded(5);
    tamper('DELETE FROM entry WHERE seq >= 3');
    expect(await verdict()).toMatchObject({ ok: false, entries: 3, firstBad: { seq: 3, what: { en: 'the last 2 entries are missing' } } });
    const log = open();
    await expect(log.record(read())).rejects.toMatchObject({ code: 'access.damaged' });
    await log.close();
  });

  it('notices a missing or rewritten head, and refuses to write a fresh one over it', async () => {
    await recorded(3);
    const head = join(directory, 'access.head');
    const text = readFileSync(head, 'utf8');
    for (const forged of ['', '{}', text.replace('"count":3', '"count":2'), text.replace(/"seal":"../, '"seal":"00')]) {
      writeFileSync(head, forged);
      expect(await verdict()).toMatchObject({ ok: false });
    }
    rmSync(head);
    const log = open();
    await expect(log.record(read())).rejects.toMatchObject({ code: 'access.damaged' });
    await log.close();
    expect(await verdict()).toMatchObject({ ok: false, firstBad: { what: { en: expect.stringContaining('head file is missing') } } });
  });

  it('looks at a directory without a log, makes no file there, and misses a log that was taken away', async () => {
    expect(await verdict()).toMatchObject({ ok: true, entries: 0 });
    expect(readdirSync(directory)).toEqual([]);
    await recorded(3);
    for (const name of readdirSync(directory)) if (name.startsWith('access.db')) rmSync(join(directory, name));
    expect(await verdict()).toMatchObject({ ok: false, firstBad: { seq: 0, what: { en: 'the last 3 entries are missing' } } });
  });

  it('takes a head that lags, as a crash leaves it, for what it is', async () => {
    await recorded(2);
    const old = readFileSync(join(directory, 'access.head'));
    await recorded(1);
    writeFileSync(join(directory, 'access.head'), old);
    expect(await verdict()).toMatchObject({ ok: true, entries: 3 });
    await recorded(1);
    expect(await verdict()).toMatchObject({ ok: true, entries: 4 });
  });

  it('says what it cannot show: database and head taken back together', async () => {
    await recorded(2);
    const earlier = mkdtempSync(join(tmpdir(), 'access-'));
    for (const name of readdirSync(directory)) copyFileSync(join(directory, name), join(earlier, name));
    await recorded(2);
    for (const name of readdirSync(earlier)) copyFileSync(join(earlier, name), join(directory, name));
    rmSync(earlier, { recursive: true });
    const found = await verdict();
    expect(found).toMatchObject({ ok: true, entries: 2 });
    expect(found.cannotShow.zh).toContain('无法发现');
  });

  it('fails closed when it cannot write', async () => {
    const log = open();
    const blocker = new DatabaseSync(join(directory, 'access.db'));
    blocker.exec("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT raise(ABORT, 'database or disk is full'); END;");
    blocker.close();
    await expect(log.record(read())).rejects.toMatchObject({ code: 'access.unavailable' });
    await log.close();
  });

  it('refuses changes by mistake, foreign files and writing while open for reading', async () => {
    await recorded(1);
    const database = new DatabaseSync(join(directory, 'access.db'));
    expect(() => database.exec('DELETE FROM entry')).toThrow('append-only');
    database.close();
    expect(statSync(join(directory, 'access.db')).mode & 0o777).toBe(0o600);
    const reader = openSqliteAccessLog(directory, { keys, readOnly: true });
    await expect(reader.record(read())).rejects.toMatchObject({ code: 'access.read-only' });
    await reader.close();
    writeFileSync(join(directory, 'access.db'), 'not a database at all, just some text. '.repeat(60));
    for (const readOnly of [true, false]) expect(() => openSqliteAccessLog(directory, { keys, readOnly })).toThrow('access.corrupt');
  });

  it('never throws on a damaged file: it says so', async () => {
    await recorded(400);
    const path = join(directory, 'access.db');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 8192, bytes.length - 4096);
    writeFileSync(path, bytes);
    expect(await verdict()).toMatchObject({ ok: false });
  });
});
