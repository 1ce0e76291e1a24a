import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '#ledger';
import { TreeHasher } from '#transparency';
import { cadres, officer, PEOPLE, RedressCounty } from '../../../../test/support/redress-county.js';
import { sha256 } from '../log-walk.js';
import { openLedger } from '../open.js';
import { keyedSigner } from '../receipt-signer.js';
import { failedChecks } from '../verify.js';
import { backUp, knownCheckpoints, restore, type Manifest } from './index.js';
import { hashFile, manifestText } from './manifest.js';

let folder: string;
let county: RedressCounty;
let keysFolder: string;
const at = (...parts: readonly string[]) => join(folder, ...parts);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-backup-'));
  county = await (await RedressCounty.open({ directory: at('ledger') })).settle();
  keysFolder = at('ledger.keys');
});
afterEach(async () => {
  await county.close();
  rmSync(folder, { recursive: true });
});

const NAME = `虚构${PEOPLE.deputy}`;
const take = (out: string, more: object = {}) => backUp(county.zelian.parts, { out: at(out), actor: officer, ...more });
const put = (from: string, to: string, more: object = {}) => restore({ from: at(from), directory: at(to), keysFolder, ...more });
const filesIn = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(path, name)).isFile());
const holds = (path: string, text: string) =>
  filesIn(path).some((name) => [Buffer.from(text), Buffer.from(text, 'utf16le')].some((form) => readFileSync(join(path, name)).includes(form)));
/** What an outside holder has: the root over so many events, signed by somebody. */
async function note(name: string, size: number, change = 0): Promise<string> {
  const tree = new TreeHasher(sha256);
  for await (const { bytes, position } of county.zelian.log.readAll(0)) if (position < size) tree.add(bytes);
  const root = Buffer.from(tree.root());
  root[0]! ^= change;
  writeFileSync(at(name), `ledger.example/county\n${size}\n${root.toString('base64')}\n\n— ledger.example/county AAAAAAAA\n`);
  return at(name);
}
const reopened = async (name: string) => {
  const zelian = await openLedger({ directory: at(name), keysFolder, clock: new SimulatedClock(county.clock.now()) });
  await zelian.drain();
  return zelian;
};

describe('a backup', () => {
  it('of a ledger in use is what the ledger was, and says so', async () => {
    const evidence = await county.zelian.putEvidence(Buffer.from('%PDF-1.4 invented'));
    const verdict = await county.zelian.verify();
    const { statement, signature } = await take('copy', { withVault: true });
    expect(statement).toMatchObject({ events: verdict.events, logHash: verdict.logHash, withVault: true, lastCheckpoint: null });
    expect(signature?.keyId).toBe(statement.macKeyId);
    const paths = statement.files.map(({ path }) => path);
    const { sha256: hash } = evidence;
    for (const path of ['ledger.db', 'rows.db', 'vault.db', 'access.db', 'positions.db', `evidence/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`])
      expect(paths).toContain(path);
    expect(paths.filter((path) => /key|lock|server/.test(path))).toEqual([]);
    expect((statSync(at('copy')).mode & 0o077) + (statSync(at('copy', 'vault.db')).mode & 0o077)).toBe(0);

    await county.record('RegisterUnit', { unitId: 'unit-later', kind: 'organ', name: '后来', competences: [] });
    const restored = await put('copy', 'new');
    expect(restored).toMatchObject({ events: verdict.events, logHash: verdict.logHash, withVault: true, checkpoints: 0 });
    const zelian = await reopened('new');
    expect(failedChecks(await zelian.verify()).filter((name) => name !== 'access')).toEqual([]);
    expect(await zelian.named(PEOPLE.deputy)).toBe(NAME);
    expect((await zelian.reader.get('unit-directory', 'unit-later')).row).toBeUndefined();
    await zelian.record(
      { type: 'RegisterUnit', data: { unitId: 'unit-again', kind: 'organ', name: '再来', competences: [] } },
      { actor: officer, commandId: county.nextCommandId() },
    );
    await zelian.close();
  });

  it('holds no private value and no key unless asked for, and shows nothing of them when restored', async () => {
    await take('copy');
    expect(holds(at('copy'), NAME)).toBe(false);
    const key = readFileSync(
      join(
        keysFolder,
        readdirSync(keysFolder).find((name) => name.endsWith('.key'))!,
      ),
      'utf8',
    ).trim();
    expect(holds(at('copy'), key)).toBe(false);
    await put('copy', 'new');
    const zelian = await reopened('new');
    expect(await zelian.named(PEOPLE.deputy)).toBe(PEOPLE.deputy);
    await zelian.close();
  });

  it('taken after an erasure holds nothing of what went, with the vault too', async () => {
    const of = { erasureId: 'erasure-01', subjectId: PEOPLE.deputy };
    const why = { ground: 'retention-expired', provision: '第四十七条', documentNo: '示例删1号', reason: { private: '期满甲乙丙' } };
    await county.record('ProposeErasure', { ...of, ...why }, officer);
    await county.record('ApproveErasure', { ...of, documentNo: '示例批1号' }, cadres);
    await take('copy', { withVault: true });
    expect([holds(at('copy'), NAME), holds(at('copy'), '期满甲乙丙'), holds(at('copy'), `虚构${PEOPLE.officer}`)]).toEqual([false, false, true]);
    await put('copy', 'new');
    const zelian = await reopened('new');
    expect([await zelian.named(PEOPLE.deputy), zelian.notes]).toEqual(['（已删除）', []]);
    await zelian.close();
  });

  it('is not written over anything, and leaves nothing behind when refused', async () => {
    mkdirSync(at('copy'));
    writeFileSync(at('copy', 'mine.txt'), 'x');
    expect(await codeOf(take('copy'))).toBe('backup.not-empty');
    expect(readdirSync(folder).sort()).toEqual(['copy', 'ledger', 'ledger.keys']);
    const memory = await RedressCounty.open();
    expect(await codeOf(backUp(memory.zelian.parts, { out: at('other'), actor: officer }))).toBe('backup.memory');
    await memory.close();
  });
});

describe('restoring', () => {
  const manifestOf = (name: string) => JSON.parse(readFileSync(at(name, 'manifest.json'), 'utf8')) as Manifest;
  const flip = (path: string, byte: number) => {
    const bytes = readFileSync(path);
    bytes[byte]! ^= 1;
    writeFileSync(path, bytes);
  };

  it('refuses every file that is not what the manifest says, and one that it does not name', async () => {
    const { statement } = await take('copy', { withVault: true });
    for (const { path, sizeBytes } of statement.files) {
      cpSync(at('copy'), at('bad'), { recursive: true });
      flip(at('bad', path), Math.floor(sizeBytes / 2));
      expect(await codeOf(put('bad', 'new'))).toBe('backup.file-changed');
      rmSync(at('bad', path));
      expect(await codeOf(put('bad', 'new'))).toBe('backup.file-missing');
      rmSync(at('bad'), { recursive: true });
    }
    writeFileSync(at('copy', 'extra.db'), 'x');
    expect(await codeOf(put('copy', 'new'))).toBe('backup.stray-file');
    rmSync(at('copy', 'manifest.json'));
    expect(await codeOf(put('copy', 'new'))).toBe('backup.absent');
    expect(readdirSync(folder).sort()).toEqual(['copy', 'ledger', 'ledger.keys']);
  });

  it('refuses a manifest that somebody else wrote, whatever it says', async () => {
    await take('copy');
    const manifest = manifestOf('copy');
    const say = (change: object) => writeFileSync(at('copy', 'manifest.json'), JSON.stringify({ ...manifest, ...change }));
    say({ statement: { ...manifest.statement, events: 3 } });
    expect(await codeOf(put('copy', 'new'))).toBe('backup.signature');
    for (const signature of [undefined, null]) {
      say({ signature });
      expect(await codeOf(put('copy', 'new'))).toBe('backup.signature');
      expect(await codeOf(restore({ from: at('copy'), directory: at('new'), keysFolder: at('nokeys') }))).toBe('backup.signature');
    }
    for (const path of ['../out.db', '/etc/passwd', 'a/../../b', '.hidden']) {
      say({ statement: { ...manifest.statement, files: [...manifest.statement.files, { path, sizeBytes: 1, sha256: 'x' }] } });
      expect(await codeOf(put('copy', 'new'))).toBe('backup.malformed');
    }
    // A data directory may hold it, and no backup brings it, whoever signed: where its server is to be asked.
    writeFileSync(at('copy', 'server.json'), '{}');
    const files = [...manifest.statement.files, { path: 'server.json', ...hashFile(at('copy', 'server.json')) }];
    const statement = { ...manifest.statement, files };
    const value = keyedSigner(county.zelian.parts.keys!).sign(manifestText(statement)).toString('hex');
    say({ statement, signature: { ...manifest.signature, value } });
    expect(await codeOf(put('copy', 'new'))).toBe('backup.malformed');
  });

  it('refuses what is there already, and an older state than any known checkpoint', async () => {
    const { statement } = await take('copy');
    expect(await codeOf(restore({ from: at('copy'), directory: at('ledger'), keysFolder }))).toBe('restore.not-empty');
    const early = await note('early.txt', 5);
    const head = await note('head.txt', statement.events);
    await county.record('RegisterUnit', { unitId: 'unit-later', kind: 'organ', name: '后来', competences: [] });
    const later = await note('later.txt', statement.events + 1);
    expect(await codeOf(put('copy', 'new', { checkpoints: [early, later] }))).toBe('restore.rolled-back');
    expect(await codeOf(put('copy', 'new', { checkpoints: [await note('other.txt', 7, 1)] }))).toBe('restore.forked');
    writeFileSync(at('not.txt'), 'hello\n');
    expect(await codeOf(put('copy', 'new', { checkpoints: [at('not.txt')] }))).toBe('checkpoint.malformed');
    expect(await put('copy', 'new', { checkpoints: [early, head] })).toMatchObject({
      checkpoints: 2,
      unchecked: [early, head].map((from) => expect.stringContaining(from)),
    });
  });

  it('takes checkpoints along and holds the copy against them', async () => {
    mkdirSync(at('ledger', 'checkpoints'));
    const size = (await county.zelian.log.head()).position + 1;
    cpSync(await note('n.txt', size), at('ledger', 'checkpoints', `${size}.txt`));
    cpSync(await note('m.txt', 3), at('ledger', 'checkpoints', '3.txt'));
    writeFileSync(at('ledger', 'checkpoints', 'README'), 'not a note');
    expect(knownCheckpoints(at('ledger')).map((one) => one.size)).toEqual([3, size]);
    expect((await take('copy')).statement.lastCheckpoint).toMatchObject({ size, origin: 'ledger.example/county' });
    expect(await put('copy', 'new')).toMatchObject({ checkpoints: 2 });
  });

  it('of a sealed ledger is signed by the key of its checkpoints and names the last of them; the ledger itself says which key that is', async () => {
    const { note: signed, size, root } = await county.zelian.sealer.seal();
    writeFileSync(at('kept.note'), signed);
    const { statement, signature } = await take('copy');
    expect(signature?.algorithm).toBe('signed-note');
    expect(statement.lastCheckpoint).toMatchObject({ size, root: Buffer.from(root).toString('hex') });
    expect(await put('copy', 'new', { checkpoints: [at('kept.note')] })).toMatchObject({ events: size, checkpoints: 3, unchecked: [] });
    const manifest = manifestOf('copy');
    for (const change of [
      { statement: { ...manifest.statement, madeAt: '2017-01-01T00:00:00.000Z' } },
      { signature: { ...manifest.signature!, keyId: 'nobody' } },
    ]) {
      writeFileSync(at('copy', 'manifest.json'), JSON.stringify({ ...manifest, ...change }));
      expect(await codeOf(put('copy', 'other'))).toBe('backup.signature');
      expect(await codeOf(restore({ from: at('copy'), directory: at('other'), keysFolder: at('nokeys') }))).toBe('backup.signature');
    }
  });

  it('that is put back and goes on is not signed for where the original went further', async () => {
    await county.zelian.sealer.seal();
    await take('copy', { withVault: true });
    await county.record('RegisterUnit', { unitId: 'unit-later', kind: 'organ', name: '后来', competences: [] });
    await county.zelian.sealer.seal();
    // The head beside the key is a checkpoint that is known here.
    await expect(put('copy', 'new')).rejects.toMatchObject({ code: 'restore.rolled-back', text: { zh: expect.stringContaining('seal.db') as string } });
    for (const name of readdirSync(keysFolder).filter((one) => one.endsWith('.key'))) cpSync(join(keysFolder, name), at('apart', name));
    const { unchecked } = await restore({ from: at('copy'), directory: at('new'), keysFolder: at('apart') });
    expect(unchecked).toEqual([expect.stringContaining('seal --after')]);
    const restored = await openLedger({ directory: at('new'), keysFolder: at('apart'), clock: new SimulatedClock(county.clock.now()) });
    await restored.drain();
    await expect(restored.sealer.seal()).rejects.toMatchObject({ code: 'seal.memory-lost' });
    await restored.close();
  });

  it('without the key, restores and says what was not checked', async () => {
    await take('copy');
    const { unchecked } = await restore({ from: at('copy'), directory: at('new'), keysFolder: at('nokeys') });
    expect(unchecked.length).toBe(2);
    expect(unchecked[0]).toContain('缺少密钥，校验码和清单签名未核对');
  });

  it('without the key, of a sealed ledger, says that the manifest’s signature was checked all the same', async () => {
    await county.zelian.sealer.seal();
    await take('copy');
    const { unchecked } = await restore({ from: at('copy'), directory: at('new'), keysFolder: at('nokeys') });
    const told = unchecked.find((one) => one.includes('缺少密钥'))!;
    expect(told).toContain('校验码未核对；清单签名已用账本自己登记的签封公钥核对');
    expect(told).not.toContain('清单签名未核对');
  });
});
