import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must, Rejection } from '#kernel';
import { base64, fromBase64, hex, joined, keyIdBytes, Malformed, type NoteSigner, type SignatureSuite } from '#transparency';
import { ED25519_COSIGNATURE, ed25519Signer, SM2_SM3_COSIGNATURE, sm2Signer } from '../suites/index.js';
import { syncFolder, writeNew } from '../durable.js';

type Signing = Readonly<{ suite: SignatureSuite; signer(name: string, secret: Uint8Array): NoteSigner }>;
const SUITES: Readonly<Record<string, Signing>> = {
  'ed25519-cosignature': { suite: ED25519_COSIGNATURE, signer: (name, secret) => ed25519Signer(name, secret, ED25519_COSIGNATURE) },
  'sm2-sm3-cosignature': { suite: SM2_SM3_COSIGNATURE, signer: (name, secret) => sm2Signer(name, secret, SM2_SM3_COSIGNATURE) },
};
export const WITNESS_SUITES: readonly SignatureSuite[] = Object.values(SUITES).map(({ suite }) => suite);
export const WITNESS_SUITE_NAMES: readonly string[] = Object.keys(SUITES);

const SECRET_LENGTH = 32;
const FILE = /^witness-(?:ed25519|sm2-sm3)-cosignature\.key$/;
/** As note signers of other implementations write secrets down: name, key id, base64 of type and secret. */
const START = 'PRIVATE+KEY+';
const POSIX = process.platform !== 'win32';

/** Where a witness's keys lie unless told otherwise: not in the folder that is copied about. */
export const witnessKeysFolder = (directory: string): string => `${directory.replace(/[/\\]+$/, '')}.keys`;

/** Makes a key of its own, 0600, never over another. @throws Rejection `witness.suite`, `witness.key-name`, `witness.key-exists` */
export function createWitnessKey(folder: string, name: string, suite: string): NoteSigner {
  const signing = SUITES[suite];
  must(signing !== undefined, 'witness.suite', { zh: `没有这种签名：${suite}`, en: `no such suite: ${suite} (${WITNESS_SUITE_NAMES.join(', ')})` });
  const secret = Uint8Array.from(randomBytes(SECRET_LENGTH));
  const signer = named(signing, name, secret);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    syncFolder(dirname(folder));
  }
  const path = join(folder, `witness-${suite}.key`);
  try {
    writeNew(path, `${START}${name}+${hex(keyIdBytes(signer.key.id))}+${base64(joined(signing.suite.identifier, secret))}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Rejection('witness.key-exists', { zh: `密钥文件已存在：${path}`, en: `there is a key file already: ${path}` });
  }
  return signer;
}

function named({ signer }: Signing, name: string, secret: Uint8Array): NoteSigner {
  try {
    return signer(name, secret);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Rejection('witness.key-name', { zh: `名称不能含空格或加号：${name}`, en: `a key's name has neither spaces nor plus signs: ${name}` });
  }
}

const keyFiles = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).filter((file) => FILE.test(file)) : []);
export const holdsWitnessKeys = (folder: string): boolean => keyFiles(folder).length > 0;

/** All keys of a witness. @throws Rejection `witness.no-key`, `witness.key-exposed`, `witness.key-damaged` */
export function readWitnessKeys(folder: string): readonly NoteSigner[] {
  const files = keyFiles(folder);
  must(files.length > 0, 'witness.no-key', { zh: `没有见证人密钥：${folder}`, en: `no witness key in ${folder}: zelian witness init makes one` });
  mustBePrivate(folder, 0o022);
  return files.sort().map((file) => readKey(join(folder, file)));
}

function readKey(path: string): NoteSigner {
  mustBePrivate(path, 0o077);
  const signer = signerFrom(readFileSync(path, 'utf8'));
  must(signer !== undefined, 'witness.key-damaged', { zh: `密钥文件已损坏：${path}`, en: `the key file is damaged: ${path}` });
  return signer;
}

function signerFrom(text: string): NoteSigner | undefined {
  const [, name, id, encoded] = /^PRIVATE\+KEY\+([^+\n]+)\+([0-9a-f]{8})\+(\S+)\n$/.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) return undefined;
  try {
    const material = fromBase64(encoded);
    const signing = Object.values(SUITES).find(({ suite: { identifier } }) => startsWith(material, identifier));
    const signer = signing?.signer(name, material.slice(signing.suite.identifier.length));
    return signer && hex(keyIdBytes(signer.key.id)) === id ? signer : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const startsWith = (material: Uint8Array, identifier: Uint8Array): boolean =>
  material.length === identifier.length + SECRET_LENGTH && identifier.every((byte, i) => material[i] === byte);

/** Another user who can read the key can cosign forks; one who can write the folder can exchange it. */
function mustBePrivate(path: string, forbidden: number): void {
  if (!POSIX) return;
  const mode = statSync(path).mode & 0o777;
  must((mode & forbidden) === 0, 'witness.key-exposed', {
    zh: `密钥权限过宽（${mode.toString(8)}）：${path}，文件请设为600、目录请设为700`,
    en: `others have access (mode ${mode.toString(8)}): ${path}; make it 600, its folder 700`,
  });
}
