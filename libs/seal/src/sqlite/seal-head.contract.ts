import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headAt } from '../contract/checkpoint-store.contract-suite.js';
import { sealHeadContract } from '../contract/seal-head.contract-suite.js';
import { openSealHead } from './index.js';

const folders: string[] = [];
const folder = (): string => folders[folders.push(mkdtempSync(join(tmpdir(), 'zelian-head-'))) - 1]!;
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })));
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
  it('makes no file by looking, and takes no other file for its own', async () => {
    const keys = folder();
    const head = openSealHead(keys);
    expect([await head.read(LOG), existsSync(join(keys, 'seal.db'))]).toEqual([undefined, false]);
    writeFileSync(join(keys, 'seal.db'), 'not a database, however long this text may become '.repeat(50));
    await expect(head.read(LOG)).rejects.toMatchObject({ code: 'seal.head-damaged' });
    await head.close();
  });
});
