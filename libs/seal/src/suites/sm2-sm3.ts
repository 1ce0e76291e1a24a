import { sm2 } from 'sm-crypto-v2';
import { verifierKey, type NoteSigner, type SignatureSuite } from '#transparency';
import { sha256 } from './sha256.js';

/** An uncompressed point: 04 ‖ x ‖ y. */
const KEY_LENGTH = 65;
const SIGNATURE_LENGTH = 64;
/** GB/T 32918 digests the signer's identity with the message; GB/T 35276 has this one where nothing else is agreed. */
const SIGNER_ID = '1234567812345678';
const ORDER = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** r and s in [1, n − 1], each in 32 bytes: the library reads numbers of any size. */
function isInRange(signature: Uint8Array): boolean {
  const numbers = [signature.subarray(0, 32), signature.subarray(32)].map((half) => BigInt(`0x${hexOf(half)}`));
  return numbers.every((number) => number > 0n && number < ORDER);
}

function isOnCurve(key: string): boolean {
  try {
    return sm2.verifyPublicKey(key);
  } catch {
    // The library throws for a point that is none, instead of saying so.
    return false;
  }
}

function verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey[0] !== 0x04 || signature.length !== SIGNATURE_LENGTH || !isInRange(signature)) return false;
  const key = hexOf(publicKey);
  return isOnCurve(key) && sm2.doVerifySignature(message, hexOf(signature), key, { hash: true, userId: SIGNER_ID });
}

/** Type 0xff and a name of our own: C2SP has assigned SM2 no byte. */
const identifier = (name: string): Uint8Array => Uint8Array.from([0xff, ...Buffer.from(`zelian/${name}\n`, 'utf8')]);
const common = { publicKeyLength: KEY_LENGTH, signatureLength: SIGNATURE_LENGTH, verify: verifies } as const;
/** SM2 with SM3 (GB/T 32918.2) over the note's text; the signature is r ‖ s. */
export const SM2_SM3: SignatureSuite = { ...common, name: 'sm2-sm3', identifier: identifier('sm2-sm3'), statement: 'note' };
/** The same over the text behind a header and a time, as Ed25519 cosignatures are made. */
export const SM2_SM3_COSIGNATURE: SignatureSuite = {
  ...common,
  name: 'sm2-sm3-cosignature',
  identifier: identifier('sm2-sm3-cosignature'),
  statement: 'cosignature',
};

/** A signer from the 32 bytes of a private key. Its random numbers come from the platform's `crypto.getRandomValues`. */
export function sm2Signer(name: string, secret: Uint8Array, suite: SignatureSuite = SM2_SM3): NoteSigner {
  const privateKey = hexOf(secret);
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  const sign = (message: Uint8Array): Uint8Array =>
    Uint8Array.from(Buffer.from(sm2.doSignature(message, privateKey, { hash: true, publicKey, userId: SIGNER_ID }), 'hex'));
  return { key: verifierKey(sha256, suite, name, Uint8Array.from(Buffer.from(publicKey, 'hex'))), sign };
}
