import { base64, fromBase64, hex, joined, utf8 } from './bytes.js';
import type { Hash } from './hash.js';
import { Malformed } from './malformed.js';

/**
 * What a signature says, which decides the bytes that are signed: `note` the note's text (c2sp.org/signed-note), `cosignature` the text behind a header and a time,
 * `subtree` the binary message that names the cosigner too (c2sp.org/tlog-cosignature: Ed25519 and ML-DSA-44).
 */
export type Statement = 'note' | 'cosignature' | 'subtree';

/** A signature algorithm for one kind of statement, injected. */
export type SignatureSuite = Readonly<{
  name: string;
  /** The signature type that key ids commit to: one assigned byte, or 0xff and a longer identifier. */
  identifier: Uint8Array;
  statement: Statement;
  publicKeyLength: number;
  signatureLength: number;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}>;

/** A key that somebody trusts: what a signature line has to name, and how it is checked. */
export type VerifierKey = Readonly<{ name: string; id: number; suite: SignatureSuite; publicKey: Uint8Array }>;
/** A key that signs; the private half stays where it is. */
export type NoteSigner = Readonly<{ key: VerifierKey; sign(message: Uint8Array): Uint8Array }>;

/** Neither Unicode spaces nor plus; controls are none of a note's characters. */
export const isKeyName = (name: string): boolean => name.length > 0 && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name);

/** SHA-256(name ‖ LF ‖ signature type ‖ public key)[:4]. @throws Malformed for a name or a key that no line could carry */
export function verifierKey(hash: Hash, suite: SignatureSuite, name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new Malformed('key-name');
  if (publicKey.length !== suite.publicKeyLength) throw new Malformed('public-key');
  const [a, b, c, d] = hash(joined(utf8(`${name}\n`), suite.identifier, publicKey));
  return { name, id: ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0, suite, publicKey };
}

export const keyIdBytes = (id: number): Uint8Array => new Uint8Array([id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255]);

/** `<name>+<id in hex>+<base64 of type and public key>`. */
export const formatVerifierKey = ({ name, id, suite, publicKey }: VerifierKey): string =>
  `${name}+${hex(keyIdBytes(id))}+${base64(joined(suite.identifier, publicKey))}`;

/** @throws Malformed when no suite has the key's type, or the id is not the key's */
export function parseVerifierKey(hash: Hash, suites: readonly SignatureSuite[], text: string): VerifierKey {
  const [, name, , encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? [];
  if (name === undefined || encoded === undefined) throw new Malformed('verifier-key');
  const material = fromBase64(encoded);
  const suite = suites.find(
    ({ identifier, publicKeyLength }) => material.length === identifier.length + publicKeyLength && identifier.every((byte, i) => material[i] === byte),
  );
  if (!suite) throw new Malformed('signature-type');
  const key = verifierKey(hash, suite, name, material.slice(suite.identifier.length));
  if (formatVerifierKey(key) !== text) throw new Malformed('key-id');
  return key;
}
