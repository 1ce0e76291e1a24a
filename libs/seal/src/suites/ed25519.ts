import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { verifierKey, type NoteSigner, type SignatureSuite } from '#transparency';
import { sha256 } from './sha256.js';

const KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;
/** DER around a raw Ed25519 key (RFC 8410): node:crypto takes no bare bytes. */
const SPKI_START = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_START = Buffer.from('302e020100300506032b657004220420', 'hex');

const publicKeyOf = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([SPKI_START, raw]), format: 'der', type: 'spki' });

function verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === SIGNATURE_LENGTH && verify(null, message, publicKeyOf(publicKey), signature);
}

const common = { publicKeyLength: KEY_LENGTH, signatureLength: SIGNATURE_LENGTH, verify: verifies } as const;
/** c2sp.org/signed-note, type 0x01: signs the note's text (RFC 8032). */
export const ED25519: SignatureSuite = { ...common, name: 'ed25519', identifier: Uint8Array.of(0x01), statement: 'note' };
/** c2sp.org/tlog-cosignature, type 0x04: signs the text behind a header and a time. */
export const ED25519_COSIGNATURE: SignatureSuite = { ...common, name: 'ed25519-cosignature', identifier: Uint8Array.of(0x04), statement: 'cosignature' };

/** A signer from the 32 secret bytes of RFC 8032. One secret serves one suite: cosigners and logs have keys of their own. */
export function ed25519Signer(name: string, secret: Uint8Array, suite: SignatureSuite = ED25519): NoteSigner {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_START, secret]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_START.length);
  return { key: verifierKey(sha256, suite, name, Uint8Array.from(publicKey)), sign: (message) => Uint8Array.from(sign(null, message, key)) };
}
