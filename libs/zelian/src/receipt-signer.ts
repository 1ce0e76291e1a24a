import type { Keys } from '#ledger';
import { Malformed, formatVerifierKey, signNote, verifyNote, type VerifierKey } from '#transparency';
import { adoptedKeys } from './checkpoints.js';
import type { Parts } from './parts.js';

/** A signature as papers carry it. */
export type PaperSignature = Readonly<{ algorithm: string; keyId: string; value: string }>;

/** Signs what a receipt or a manifest says, and tells its own signatures from others. */
export interface ReceiptSigner {
  readonly algorithm: string;
  readonly keyId: string;
  sign(bytes: Buffer): Buffer;
  verify(bytes: Buffer, signature: Buffer, keyId: string): boolean;
}

export const MAC = 'hmac-sha256';
/** A c2sp.org/signed-note: its text is what was signed and a newline, its key the one that signs checkpoints. */
export const SIGNED_NOTE = 'signed-note';

/** By the ledger's MAC key: whoever runs the ledger can check such a receipt, an outsider cannot. */
export const keyedSigner = (keys: Pick<Keys, 'macKeyId' | 'mac' | 'verify'>): ReceiptSigner => ({
  algorithm: MAC,
  keyId: keys.macKeyId,
  sign: (bytes) => keys.mac(bytes),
  verify: (bytes, signature, keyId) => keys.verify(bytes, signature, keyId),
});

type Signing = Pick<Parts, 'engines' | 'keys' | 'receiptSigner'>;

/** Who signs for this ledger: the key of its checkpoints, so that outsiders can check; before there is one, or where it is not here, the MAC key. */
export async function signerOf({ engines, keys, receiptSigner }: Signing): Promise<ReceiptSigner | undefined> {
  return receiptSigner ?? (await sealSigner(engines)) ?? (keys && keyedSigner(keys));
}

/** Whether this ledger signed; undefined where nobody here can tell. */
export async function isSignedHere({ engines, keys, receiptSigner }: Signing, signature: PaperSignature, bytes: Buffer): Promise<boolean | undefined> {
  if (signature.algorithm === SIGNED_NOTE && !receiptSigner) return isNoteOf(await adoptedKeys(engines), signature, bytes);
  const signer = receiptSigner ?? (keys && keyedSigner(keys));
  return signer && isBy(signer, signature, bytes);
}

export const isBy = (signer: ReceiptSigner, { algorithm, keyId, value }: PaperSignature, bytes: Buffer): boolean =>
  algorithm === signer.algorithm && signer.verify(bytes, Buffer.from(value, 'hex'), keyId);

const textOf = (bytes: Buffer): string => `${bytes.toString('utf8')}\n`;

async function sealSigner({ log, seal }: Parts['engines']): Promise<ReceiptSigner | undefined> {
  const adopted = await adoptedKeys({ log });
  const last = adopted.at(-1);
  const own = last && seal.sealKeys.find(formatVerifierKey(last));
  if (!own) return undefined;
  return {
    algorithm: SIGNED_NOTE,
    keyId: formatVerifierKey(own.key),
    sign: (bytes) => Buffer.from(signNote(textOf(bytes), [own]).signatures[0]!.signature),
    verify: (bytes, signature, keyId) => isNoteOf(adopted, { algorithm: SIGNED_NOTE, keyId, value: signature.toString('hex') }, bytes),
  };
}

/** Whether one of a log's keys signed the text as a note. */
export function isNoteOf(keys: readonly VerifierKey[], { keyId, value }: PaperSignature, bytes: Buffer): boolean {
  const key = keys.find((one) => formatVerifierKey(one) === keyId);
  if (!key) return false;
  const signature = Uint8Array.from(Buffer.from(value, 'hex'));
  try {
    return verifyNote({ text: textOf(bytes), signatures: [{ name: key.name, id: key.id, signature }] }, [key]).length === 1;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
