import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realEntropy, seededEntropy } from './entropy.js';
import { keysFolder, openKeys, type KeyOptions, type Keys } from './keys.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-keys-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder: string;
beforeEach(() => (folder = join(mkdtempSync(join(root, 'case-')), 'ledger.keys')));

const made = (entropy = realEntropy): Keys => openKeys(folder, { create: true, entropy })!;
const opened = (macKeyId: string): Keys | undefined => openKeys(folder, { create: false, macKeyId, entropy: realEntropy });
const codeOf = (options: Partial<KeyOptions> = {}): string => {
  try {
    openKeys(folder, { create: false, entropy: realEntropy, ...options });
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'opened';
};
const fileOf = ({ macKeyId }: Keys): string => join(folder, `mac-${macKeyId}.key`);
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const bytes = Buffer.from('{"type":"LedgerOpened"}');

describe("a ledger's keys", () => {
  it('are made for their owner alone', () => {
    const keys = made();
    expect([mode(fileOf(keys)), mode(folder)]).toEqual(['600', '700']);
  });
  it('verify what they signed, also after opening again, and nothing else', () => {
    const first = made();
    const mac = first.mac(bytes);
    const again = opened(first.macKeyId)!;
    expect(mac).toHaveLength(32);
    expect(again.verify(bytes, mac, first.macKeyId)).toBe(true);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(again.verify(forged, mac, first.macKeyId)).toBe(false);
    }
    expect(again.verify(bytes, mac.subarray(1), first.macKeyId)).toBe(false);
    expect(again.verify(bytes, mac, '00000000000000aa')).toBe(false);
    expect(again.verify(bytes, mac, '../../etc/hosts')).toBe(false);
  });
  it('verify what an earlier key in the folder signed', () => {
    const earlier = made();
    const later = made();
    expect(later.macKeyId).not.toBe(earlier.macKeyId);
    expect(later.has(earlier.macKeyId)).toBe(true);
    expect(later.verify(bytes, earlier.mac(bytes), earlier.macKeyId)).toBe(true);
    expect(later.verify(bytes, earlier.mac(bytes), later.macKeyId)).toBe(false);
  });
  it('digest commands under a key of their own', () => {
    const keys = made();
    const text = bytes.toString();
    expect(keys.digest(text)).toHaveLength(16);
    expect(keys.digest(text)).toEqual(opened(keys.macKeyId)!.digest(text));
    expect(keys.digest(text)).not.toEqual(keys.mac(bytes).subarray(0, 16));
    expect(keys.digest(text)).not.toEqual(made().digest(text));
  });
  it('are the same everywhere when seeded, and may then be made again', () => {
    const first = made(seededEntropy('demo'));
    const again = made(seededEntropy('demo'));
    expect([again.macKeyId, again.mac(bytes)]).toEqual([first.macKeyId, first.mac(bytes)]);
    expect(made(seededEntropy('other')).mac(bytes)).not.toEqual(first.mac(bytes));
  });
});

describe('opening keys', () => {
  it('without the file gives none: the ledger opens read-only', () => {
    expect(opened('00000000000000aa')).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
  });
  it('never overwrites a key', () => {
    const keys = made();
    const before = readFileSync(fileOf(keys));
    expect(codeOf({ create: true, macKeyId: keys.macKeyId })).toBe('ledger.key-exists');
    expect(readFileSync(fileOf(keys))).toEqual(before);
  });
  it.each([0o640, 0o604, 0o620])('refuses a file of mode %o', (open) => {
    const keys = made();
    chmodSync(fileOf(keys), open);
    expect(codeOf({ macKeyId: keys.macKeyId })).toBe('ledger.key-exposed');
  });
  it('refuses a folder that others can write to', () => {
    const keys = made();
    chmodSync(folder, 0o770);
    expect(codeOf({ macKeyId: keys.macKeyId })).toBe('ledger.key-exposed');
  });
  it.each(['', 'zz', `${'0'.repeat(63)}`])('refuses a damaged file: %p', (text) => {
    const keys = made();
    writeFileSync(fileOf(keys), text);
    expect(codeOf({ macKeyId: keys.macKeyId })).toBe('ledger.key-damaged');
  });
  it.each(['', '../secret', 'AAAAAAAAAAAAAAAA', '00'])('refuses the id %p', (macKeyId) => expect(codeOf({ macKeyId })).toBe('ledger.key-id'));
  it('wants to know which', () => expect(codeOf()).toBe('ledger.key-id'));
});

it('the keys lie beside the data directory unless said otherwise', () => {
  expect(keysFolder('data/ledger/', {})).toBe('data/ledger.keys');
  expect(keysFolder('data/ledger', { ZELIAN_KEYS: '/keys' })).toBe('/keys');
});
