import { DatabaseSync } from '@photostructure/sqlite';
import * as fc from 'fast-check';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entry } from '../contract/vault.contract-suite.js';
import { openSqliteVault } from './index.js';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'vault-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Every file of the directory, as the disk has it now. */
const bytes = () => Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name))));
const holds = (text: string) => bytes().includes(Buffer.from(text, 'utf8'));
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'nothing was refused';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('the vault on disk', () => {
  it('leaves no plaintext of an erased subject in any file, while open and after closing', async () => {
    const vault = openSqliteVault(directory);
    await vault.put([entry({ value: '绝密姓名甲乙丙', salt: 'c3'.repeat(32) }), entry({ eventId: 'e2', subject: 'person-0002', value: '留存姓名' })]);
    expect(holds('绝密姓名甲乙丙')).toBe(true);
    await vault.erase('person-0001');
    expect([holds('绝密姓名甲乙丙'), holds('c3'.repeat(32)), holds('留存姓名')]).toEqual([false, false, true]);
    await vault.close();
    expect([holds('绝密姓名甲乙丙'), holds('留存姓名')]).toEqual([false, true]);
  });

  it('leaves none either after page splits, long values and churn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 3_000 })), { minLength: 5, maxLength: 60 }), fc.nat(4), async (puts, victim) => {
        directory = mkdtempSync(join(tmpdir(), 'vault-'));
        const vault = openSqliteVault(directory);
        for (const [i, [who, length]] of puts.entries()) {
          await vault.put([entry({ eventId: `e${i}`, subject: `person-000${who}`, value: `秘密${who}号。`.padEnd(length, `${who}x`) })]);
        }
        await vault.erase(`person-000${victim}`);
        const [gone, kept] = [holds(`秘密${victim}号。`), puts.filter(([who]) => who !== victim).every(([who]) => holds(`秘密${who}号。`))];
        await vault.close();
        rmSync(directory, { recursive: true });
        return !gone && kept;
      }),
      { numRuns: 12 },
    );
  });

  it('leaves nothing of what it sweeps', async () => {
    const vault = openSqliteVault(directory);
    await vault.put([entry({ value: '孤立内容一二三' })]);
    await vault.sweep(async () => false);
    expect(holds('孤立内容一二三')).toBe(false);
    await vault.close();
  });

  it('finishes at the next opening an erasure that a crash cut short', async () => {
    const vault = openSqliteVault(directory);
    await vault.put([entry({ value: '崩溃之前的内容' })]);
    await vault.close();
    // What a kill between deleting and scrubbing leaves: the row gone without overwriting, the mark still there.
    const database = new DatabaseSync(join(directory, 'vault.db'));
    database.exec('PRAGMA secure_delete=OFF; BEGIN; DELETE FROM entry; INSERT INTO scrub VALUES (1); COMMIT;');
    database.close();
    expect(holds('崩溃之前的内容')).toBe(true);
    await openSqliteVault(directory).close();
    expect(holds('崩溃之前的内容')).toBe(false);
  });

  it('says when a reader holds old pages, and finishes once it is gone', async () => {
    const vault = openSqliteVault(directory);
    await vault.put([entry({ value: '被读取的内容' })]);
    const reader = new DatabaseSync(join(directory, 'vault.db'), { readOnly: true });
    reader.exec('BEGIN; SELECT * FROM entry;');
    await expect(vault.erase('person-0001')).rejects.toMatchObject({ code: 'vault.erasure-pending' });
    expect((await vault.reveal([entry({ value: '被读取的内容' }).commitment], ['person'])).size).toBe(0);
    reader.exec('COMMIT');
    reader.close();
    await vault.erase('person-0001');
    expect(holds('被读取的内容')).toBe(false);
    await vault.close();
  }, 30_000);

  it('is readable by its owner only, journal included', async () => {
    const vault = openSqliteVault(directory);
    await vault.put([entry()]);
    expect(readdirSync(directory).length).toBeGreaterThan(1);
    for (const name of readdirSync(directory)) expect([name, (statSync(join(directory, name)).mode & 0o777).toString(8)]).toEqual([name, '600']);
    await vault.close();
  });

  it('keeps what it acknowledged', async () => {
    const first = openSqliteVault(directory);
    await first.put([entry()]);
    await first.close();
    const again = openSqliteVault(directory);
    expect((await again.reveal([entry().commitment], ['person'])).get(entry().commitment)).toEqual(entry());
    await again.close();
  });

  it('opens for reading beside its writer, and refuses writing there', async () => {
    const writer = openSqliteVault(directory);
    await writer.put([entry()]);
    const reader = openSqliteVault(directory, { readOnly: true });
    expect((await reader.reveal([entry().commitment], ['person'])).size).toBe(1);
    await expect(reader.put([entry({ eventId: 'e2' })])).rejects.toMatchObject({ code: 'vault.read-only' });
    await expect(reader.erase('person-0001')).rejects.toMatchObject({ code: 'vault.read-only' });
    await Promise.all([reader.close(), writer.close()]);
  });

  it('refuses what is not a vault', () => {
    expect(codeOf(() => openSqliteVault(directory, { readOnly: true }))).toBe('vault.absent');
    expect(existsSync(join(directory, 'vault.db'))).toBe(false);
    writeFileSync(join(directory, 'vault.db'), 'these are not the bytes of a database, whatever the name says'.repeat(40));
    expect(codeOf(() => openSqliteVault(directory))).toBe('vault.corrupt');
    rmSync(join(directory, 'vault.db'));
    const foreign = new DatabaseSync(join(directory, 'vault.db'));
    foreign.exec('CREATE TABLE something (else_ TEXT)');
    foreign.close();
    expect(codeOf(() => openSqliteVault(directory))).toBe('vault.foreign');
  });

  it('is refused where a column is called otherwise, reading and writing, and lets the file go', async () => {
    await openSqliteVault(directory).close();
    const path = join(directory, 'vault.db');
    const sound = readFileSync(path);
    const changed = Buffer.from(sound);
    changed.write('walue BLOB', changed.indexOf('value BLOB'));
    writeFileSync(path, changed);
    for (const readOnly of [true, false]) expect([readOnly, codeOf(() => openSqliteVault(directory, { readOnly }))]).toEqual([readOnly, 'vault.corrupt']);
    writeFileSync(path, sound);
    await openSqliteVault(directory).close();
  });

  it('stops after a failed write instead of confirming what may be lost', async () => {
    const vault = openSqliteVault(directory);
    const torn = { ...entry(), value: undefined as unknown as string };
    await expect(vault.put([entry({ eventId: 'e0' }), torn])).rejects.toMatchObject({ code: 'vault.storage-failed' });
    await expect(vault.put([entry()])).rejects.toMatchObject({ code: 'vault.storage-failed' });
    await vault.close();
    const again = openSqliteVault(directory);
    expect((await again.reveal([entry({ eventId: 'e0' }).commitment], ['person'])).size).toBe(0);
    await again.close();
  });
});
