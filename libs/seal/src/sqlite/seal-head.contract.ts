import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { headAt } from '../contract/checkpoint-store.contract-suite.js';
import { sealHeadContract } from '../contract/seal-head.contract-suite.js';
import { openSealHead } from './index.js';

const folders: string[] = [];
const folder = (): string => folders[folders.push(mkdtempSync(join(tmpdir(), 'zelian-head-'))) - 1]!;
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true, force: true })));
const LOG = 'zelian/ledger-test01';

sealHeadContract('sqlite', () => openSealHead(folder()));

describe('the head in seal.db', () => {
  it('is one for all processes, and there after they ended', async () => {
    const keys = folder();
    const [one, other] = [openSealHead(keys), openSealHead(keys)];
    expect(await one.advance(LOG, undefined, headAt(5))).toBe(true);
    expect(await other.advance(LOG, undefined, headAt(6))).toBe(false);
    expect(await other.advance(LOG, headAt(5), headAt(6))).toBe(true);
    await one.close();
    await other.close();
    const again = openSealHead(keys);
    expect(await again.read(LOG)).toEqual(headAt(6));
    await again.close();
  });
  it('knows where it was begun, moved or not; a copy of it does not, until somebody says what was signed', async () => {
    const [keys, copied, moved] = [folder(), folder(), join(folder(), 'keys')];
    const one = openSealHead(keys);
    await one.begin(LOG);
    await one.advance(LOG, undefined, headAt(5));
    await one.close();
    cpSync(keys, copied, { recursive: true });
    renameSync(keys, moved);
    folders.push(moved);
    const [original, copy] = [openSealHead(moved), openSealHead(copied)];
    expect([await original.knows(LOG), await copy.knows(LOG), (await copy.read(LOG))?.size]).toEqual([true, false, 5]);
    await copy.begin(LOG, headAt(9));
    expect([await copy.knows(LOG), (await copy.read(LOG))?.size]).toEqual([true, 9]);
    await original.close();
    await copy.close();
  });

  it('of a file from before copies were told apart is taken for its own', async () => {
    const keys = folder();
    const one = openSealHead(keys);
    await one.begin(LOG, headAt(5));
    await one.close();
    const database = new DatabaseSync(join(keys, 'seal.db'));
    database.exec('DROP TABLE kept; PRAGMA user_version = 0');
    database.close();
    const again = openSealHead(keys);
    expect([await again.knows(LOG), await again.knows('zelian/ledger-other1')]).toEqual([true, false]);
    await again.close();
  });

  it('makes no file by looking, and takes no other file for its own', async () => {
    const keys = folder();
    const head = openSealHead(keys);
    expect([await head.read(LOG), existsSync(join(keys, 'seal.db'))]).toEqual([undefined, false]);
    writeFileSync(join(keys, 'seal.db'), 'not a database, however long this text may become '.repeat(50));
    await expect(head.read(LOG)).rejects.toMatchObject({ code: 'seal.head-damaged' });
    await head.close();
  });
});
