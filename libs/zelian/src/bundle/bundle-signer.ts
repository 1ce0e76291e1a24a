import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Signs bundles so that another machine can tell who made them. The seal's keys will come in here. */
export interface BundleSigner {
  /** Raw Ed25519 public key, 64 hex digits: what the other side is told to trust. */
  readonly publicKey: string;
  sign(bytes: Buffer): Buffer;
}

const FILE = 'bundle-ed25519.key';
const PUBLIC_KEY = /^[0-9a-f]{64}$/;

/** The ledger's key for bundles, made at the first use, beside its other keys. */
export function openBundleSigner(keysFolder: string): BundleSigner {
  const path = join(keysFolder, FILE);
  if (!existsSync(path)) make(path, keysFolder);
  const key = createPrivateKey({ key: Buffer.from(readFileSync(path, 'utf8').trim(), 'hex'), format: 'der', type: 'pkcs8' });
  return { publicKey: rawOf(createPublicKey(key)), sign: (bytes) => sign(null, bytes, key) };
}

function make(path: string, folder: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${privateKey.export({ format: 'der', type: 'pkcs8' }).toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const rawOf = (key: KeyObject): string => Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url').toString('hex');

/** Whether the holder of that key signed the bytes; false for whatever is no key or no signature. */
export function isSignedBy(publicKey: string, bytes: Buffer, signature: Buffer): boolean {
  if (!PUBLIC_KEY.test(publicKey)) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey, 'hex').toString('base64url') }, format: 'jwk' });
  return verify(null, bytes, key, signature);
}
