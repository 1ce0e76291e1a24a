import { formatVerifierKey, signNote } from '#transparency';
import { adoptedKeys } from './adopted-keys.js';
import type { Parts } from './parts.js';
import { isBy, isNoteOf, keyedSigner, noteText, SIGNED_NOTE, type PaperSignature, type ReceiptSigner } from './receipt-signer.js';

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

async function sealSigner({ log, seal }: Parts['engines']): Promise<ReceiptSigner | undefined> {
  const adopted = await adoptedKeys({ log });
  const last = adopted.at(-1);
  const own = last && seal.sealKeys.find(formatVerifierKey(last));
  if (!own) return undefined;
  return {
    algorithm: SIGNED_NOTE,
    keyId: formatVerifierKey(own.key),
    sign: (bytes) => Buffer.from(signNote(noteText(bytes), [own]).signatures[0]!.signature),
    verify: (bytes, signature, keyId) => isNoteOf(adopted, { algorithm: SIGNED_NOTE, keyId, value: signature.toString('hex') }, bytes),
  };
}
