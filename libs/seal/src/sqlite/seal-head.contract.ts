import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { headAt } from '../contract/checkpoint-store.contract-suite.js';
import { sealHeadContract } from '../contract/seal-head.contract-suite.js';
import type { SealHead } from '../checkpoint-store.js';
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

  /** A log whose key signed 5, then 7; and what lay in the folder after 5. */
  async function signedTwice(): Promise<Readonly<{ keys: string; old: string }>> {
    const [keys, old] = [folder(), folder()];
    const head = openSealHead(keys);
    await head.begin(LOG);
    await head.advance(LOG, undefined, headAt(5));
    cpSync(keys, old, { recursive: true });
    await head.advance(LOG, headAt(5), headAt(7));
    await head.close();
    return { keys, old };
  }
  const asked = async <Answer>(keys: string, work: (head: SealHead) => Promise<Answer>): Promise<Answer> => {
    const head = openSealHead(keys);
    return work(head).finally(() => head.close());
  };
  const knows = (keys: string) => asked(keys, (head) => head.knows(LOG));

  it('that is put back over the newer one, into the same file, does not know', async () => {
    const { keys, old } = await signedTwice();
    expect([await knows(keys), readdirSync(keys).filter((name) => name.startsWith('seal.mark')).length]).toEqual([true, 1]);
    const { ino } = statSync(join(keys, 'seal.db'));
    for (const name of readdirSync(old)) writeFileSync(join(keys, name), readFileSync(join(old, name)));
    expect([statSync(join(keys, 'seal.db')).ino, await knows(keys)]).toEqual([ino, false]);
    await asked(keys, (head) => head.begin(LOG, headAt(7)));
    expect([await knows(keys), await asked(keys, (head) => head.advance(LOG, headAt(7), headAt(8))), await knows(keys)]).toEqual([true, true, true]);
  });

  it('knows of no other log either that lies in the file that was put back', async () => {
    const { keys, old } = await signedTwice();
    writeFileSync(join(keys, 'seal.db'), readFileSync(join(old, 'seal.db')));
    await asked(keys, (head) => head.begin('zelian/ledger-other1'));
    expect([await knows(keys), await asked(keys, (head) => head.knows('zelian/ledger-other1'))]).toEqual([false, true]);
  });

  it('from before there were marks does not know, where it is put back beside one', async () => {
    const { keys } = await signedTwice();
    const database = new DatabaseSync(join(keys, 'seal.db'));
    database.exec('DROP TABLE mark; PRAGMA user_version = 1');
    database.close();
    expect(await knows(keys)).toBe(false);
  });

  it('keeps what it knows through rights, owners and names of folders, and whatever a crash leaves of the next mark', async () => {
    const { keys } = await signedTwice();
    const moved = join(folder(), 'keys');
    renameSync(keys, moved);
    for (const name of readdirSync(moved)) chmodSync(join(moved, name), 0o600);
    const spare = ['seal.mark.a', 'seal.mark.b'].find((name) => !existsSync(join(moved, name)))!;
    writeFileSync(join(moved, spare), 'half');
    expect([await knows(moved), await asked(moved, (head) => head.advance(LOG, headAt(7), headAt(8))), await knows(moved)]).toEqual([true, true, true]);
  });

  it('of a file from before copies were told apart is taken for its own', async () => {
    const keys = folder();
    const one = openSealHead(keys);
    await one.begin(LOG, headAt(5));
    await one.close();
    const database = new DatabaseSync(join(keys, 'seal.db'));
    database.exec('DROP TABLE kept; DROP TABLE mark; PRAGMA user_version = 0');
    database.close();
    for (const name of readdirSync(keys)) if (name.startsWith('seal.mark')) rmSync(join(keys, name));
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
