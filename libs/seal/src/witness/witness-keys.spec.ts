import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatVerifierKey, parseVerifierKey } from '#transparency';
import { ed25519Signer, sha256 } from '../suites/index.js';
import { createWitnessKey, createWitnessStore, initWitness, openWitness, parsePolicy, readWitnessKeys, WITNESS_SUITES } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-witness-keys-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const fresh = () => join(root, String(folders++));
const NAME = 'example.org/w1';

describe('a witness’s key', () => {
  it.each(['ed25519-cosignature', 'sm2-sm3-cosignature'])('%s is made once, private, and signs the same when read again', (suite) => {
    const folder = fresh();
    const { key } = createWitnessKey(folder, NAME, suite);
    const path = join(folder, `witness-${suite}.key`);
    expect([statSync(path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
    const [again, ...more] = readWitnessKeys(folder);
    expect([again!.key, more]).toEqual([key, []]);
    expect(key.suite.verify(key.publicKey, Buffer.from('x'), again!.sign(Buffer.from('x')))).toBe(true);
    expect(parseVerifierKey(sha256, WITNESS_SUITES, formatVerifierKey(key))).toEqual(key);
    const before = readFileSync(path, 'utf8');
    expect(() => createWitnessKey(folder, NAME, suite)).toThrow('there is a key file already');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('may be two, one of each suite', () => {
    const folder = fresh();
    createWitnessKey(folder, NAME, 'sm2-sm3-cosignature');
    createWitnessKey(folder, NAME, 'ed25519-cosignature');
    expect(readWitnessKeys(folder).map(({ key }) => key.suite.name)).toEqual(['ed25519-cosignature', 'sm2-sm3-cosignature']);
  });

  it('is refused with a suite or a name that cannot be, before anything is made', () => {
    const folder = fresh();
    expect(() => createWitnessKey(folder, NAME, 'ed25519')).toThrow('no such suite');
    expect(() => createWitnessKey(folder, 'a b', 'ed25519-cosignature')).toThrow('neither spaces nor plus');
    expect(existsSync(folder)).toBe(false);
  });

  it('is not read when others can, when it is damaged, or when it is not there', () => {
    const folder = fresh();
    expect(() => readWitnessKeys(folder)).toThrow('no witness key');
    createWitnessKey(folder, NAME, 'ed25519-cosignature');
    const path = join(folder, 'witness-ed25519-cosignature.key');
    const text = readFileSync(path, 'utf8');
    for (const damaged of [
      text.replace(/....\n$/, 'AAAA\n'),
      text.replace(/.\n$/, '\n'),
      text.replace('example', 'exbmple'),
      text.replace('PRIVATE', 'PUBLIC'),
      '',
    ]) {
      writeFileSync(path, damaged);
      expect(() => readWitnessKeys(folder)).toThrow('damaged');
    }
    writeFileSync(path, text);
    chmodSync(path, 0o640);
    expect(() => readWitnessKeys(folder)).toThrow('others have access');
    chmodSync(path, 0o600);
    chmodSync(folder, 0o770);
    expect(() => readWitnessKeys(folder)).toThrow('others have access');
  });

  it('comes with a memory, a second one with the same, and never with a fresh one after signing', () => {
    const directory = fresh();
    const init = (suite: string) => initWitness({ directory, name: NAME, suite });
    expect([init('ed25519-cosignature').suite.name, init('sm2-sm3-cosignature').suite.name]).toEqual(['ed25519-cosignature', 'sm2-sm3-cosignature']);
    expect(() => init('ed25519-cosignature')).toThrow('there is a key file already');
    rmSync(join(`${directory}.keys`, 'witness-sm2-sm3-cosignature.key'));
    rmSync(join(directory, 'witness.db'));
    expect(() => init('sm2-sm3-cosignature')).toThrow('would cosign a fork');
    expect(existsSync(join(directory, 'witness.db'))).toBe(false);
  });

  it('is never a log’s: a trust file that says so is refused, and so is one without logs', () => {
    const directory = fresh();
    createWitnessStore(directory).close();
    const { key } = createWitnessKey(`${directory}.keys`, NAME, 'ed25519-cosignature');
    const secret = Buffer.from(
      readFileSync(join(`${directory}.keys`, 'witness-ed25519-cosignature.key'), 'utf8')
        .split('+')
        .slice(4)
        .join('+'),
      'base64',
    ).subarray(1);
    const log = ed25519Signer('example.org/ledger', secret);
    expect(Buffer.from(log.key.publicKey)).toEqual(Buffer.from(key.publicKey));
    const trust = (lines: string) => parsePolicy(Buffer.from(`${lines}quorum none\n`));
    expect(() => openWitness({ directory, trust: trust(`log ${formatVerifierKey(log.key)}\n`) })).toThrow('a key of its own');
    expect(() => openWitness({ directory, trust: trust('') })).toThrow('lists no log');
  });
});
