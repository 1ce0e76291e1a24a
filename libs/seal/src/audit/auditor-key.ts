import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '#kernel';
import { formatVerifierKey, isKeyName, parseVerifierKey, type NoteSigner, type VerifierKey } from '#transparency';
import { ED25519_COSIGNATURE, ed25519Signer, sha256, SM2_SM3_COSIGNATURE, sm2Signer } from '../suites/index.js';

/** What an auditor cosigns with: a key of its own, never the log's. */
export const AUDITOR_SUITES = ['ed25519-cosignature', 'sm2-sm3-cosignature'] as const;
export type AuditorSuite = (typeof AUDITOR_SUITES)[number];
export const COSIGNER_SUITES = [ED25519_COSIGNATURE, SM2_SM3_COSIGNATURE] as const;
const SIGNER: Readonly<Record<AuditorSuite, (name: string, secret: Uint8Array) => NoteSigner>> = {
  'ed25519-cosignature': (name, secret) => ed25519Signer(name, secret, ED25519_COSIGNATURE),
  'sm2-sm3-cosignature': (name, secret) => sm2Signer(name, secret, SM2_SM3_COSIGNATURE),
};

const FILE = 'auditor.key';
const POSIX = process.platform !== 'win32';
const LINE = /^(ed25519-cosignature|sm2-sm3-cosignature) (\S+) ([0-9a-f]{64})\n$/;

/** The verifier key of a witness or an auditor. @throws Malformed */
export const cosignerKey = (text: string): VerifierKey => parseVerifierKey(sha256, COSIGNER_SUITES, text);

/** Makes an auditor's key in a folder of its own, 0600. @throws Rejection `audit.key-exists`, `audit.name` */
export function createAuditorKey(folder: string, made: Readonly<{ name: string; suite: AuditorSuite; secret: Uint8Array }>): NoteSigner {
  const { name, suite, secret } = made;
  must(isKeyName(name), 'audit.name', { zh: '名称不能含空白、控制字符或加号', en: 'a name has no white space, control characters or plus' });
  must(!existsSync(join(folder, FILE)), 'audit.key-exists', { zh: `此处已有审计密钥：${folder}`, en: `there is an auditor's key here already: ${folder}` });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = openSync(join(folder, FILE), 'wx', 0o600);
  try {
    writeSync(file, `${suite} ${name} ${Buffer.from(secret).toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return SIGNER[suite](name, secret);
}

/** @throws Rejection `audit.no-key`, `audit.key-exposed`, `audit.key-damaged` */
export function openAuditorKey(folder: string): NoteSigner {
  const path = join(folder, FILE);
  must(existsSync(path), 'audit.no-key', {
    zh: `此处没有审计密钥，请先运行audit init：${folder}`,
    en: `there is no auditor's key here, run audit init: ${folder}`,
  });
  const mode = statSync(path).mode & 0o777;
  must(!POSIX || (mode & 0o077) === 0, 'audit.key-exposed', {
    zh: `审计密钥权限过宽（${mode.toString(8)}）：${path}，请设为600`,
    en: `others have access (mode ${mode.toString(8)}): ${path}; make it 600`,
  });
  const [, suite, name, secret] = LINE.exec(readFileSync(path, 'utf8')) ?? [];
  must(suite !== undefined, 'audit.key-damaged', { zh: `审计密钥文件已损坏：${path}`, en: `the auditor's key file is damaged: ${path}` });
  return SIGNER[suite as AuditorSuite](name!, Buffer.from(secret!, 'hex'));
}

export const verifierText = ({ key }: NoteSigner): string => formatVerifierKey(key);
