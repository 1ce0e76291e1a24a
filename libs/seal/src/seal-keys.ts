import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '#kernel';
import { formatVerifierKey, type NoteSigner, parseVerifierKey, type VerifierKey } from '#transparency';
import { ED25519, ed25519Signer, sha256, SM2_SM3, sm2Signer } from './suites/index.js';

/** `ed25519` unless told otherwise; `sm2-sm3` where national algorithms are asked for. Trees are SHA-256 with either. */
export const SEAL_SUITES = ['ed25519', 'sm2-sm3'] as const;
export type SealSuite = (typeof SEAL_SUITES)[number];
const SIGNER = { ed25519: ed25519Signer, 'sm2-sm3': sm2Signer } as const;
export const LOG_SUITES = [ED25519, SM2_SM3] as const;

const SECRET_BYTES = 32;
const POSIX = process.platform !== 'win32';

/** A log's verifier key as text. @throws Malformed */
export const logKeyFrom = (text: string): VerifierKey => parseVerifierKey(sha256, LOG_SUITES, text);

/** Where keys that sign checkpoints are kept. */
export interface SealKeys {
  /** Keeps a new key, durably, before anything is signed with it. */
  create(origin: string, suite: SealSuite, secret: Uint8Array): NoteSigner;
  /** The signer of a verifier key; undefined when its private half is not here. */
  find(verifierKey: string): NoteSigner | undefined;
}

/** Keys of a ledger that lives in memory: gone with it. */
export function memorySealKeys(): SealKeys {
  const held = new Map<string, NoteSigner>();
  return {
    create(origin, suite, secret) {
      const signer = SIGNER[suite](origin, secret);
      held.set(formatVerifierKey(signer.key), signer);
      return signer;
    },
    find: (verifierKey) => held.get(verifierKey),
  };
}

/** Keys as files of a folder outside the data, `seal-<key id>.key`, 0600. @throws Rejection `seal.key-exposed`, `seal.key-damaged` */
export function sealKeyFiles(folder: string): SealKeys {
  return {
    create(origin, suite, secret) {
      const signer = SIGNER[suite](origin, secret);
      write(folder, pathOf(folder, signer.key), `${suite} ${Buffer.from(secret).toString('hex')}\n`);
      return signer;
    },
    find(verifierKey) {
      const key = logKeyFrom(verifierKey);
      const path = pathOf(folder, key);
      if (!existsSync(path)) return undefined;
      mustBePrivate(path);
      const [, suite, secret] = /^(ed25519|sm2-sm3) ([0-9a-f]{64})\n$/.exec(readFileSync(path, 'utf8')) ?? [];
      const signer = suite === undefined ? undefined : SIGNER[suite as SealSuite](key.name, Buffer.from(secret!, 'hex'));
      must(signer && formatVerifierKey(signer.key) === verifierKey, 'seal.key-damaged', {
        zh: `签封密钥文件已损坏：${path}`,
        en: `the seal's key file is damaged: ${path}`,
      });
      return signer;
    },
  };
}

export const secretFrom = (bytes: (length: number) => Buffer): Uint8Array => Uint8Array.from(bytes(SECRET_BYTES));

const pathOf = (folder: string, { id }: VerifierKey): string => join(folder, `seal-${id.toString(16).padStart(8, '0')}.key`);

/** Another user who can read the key can sign in the ledger's name. */
function mustBePrivate(path: string): void {
  if (!POSIX) return;
  const mode = statSync(path).mode & 0o777;
  must((mode & 0o077) === 0, 'seal.key-exposed', {
    zh: `签封密钥权限过宽（${mode.toString(8)}）：${path}，请设为600`,
    en: `others have access (mode ${mode.toString(8)}): ${path}; make it 600`,
  });
}

function write(folder: string, path: string, text: string): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (POSIX) chmodSync(folder, 0o700);
  }
  // A simulated ledger that is made again has the same key; anything else would overwrite somebody's key.
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
