import type { Keys } from '#ledger';
import { formatVerifierKey, Malformed, verifyNote, type VerifierKey } from '#transparency';

/** A signature as papers carry it. */
export type PaperSignature = Readonly<{ algorithm: string; keyId: string; value: string }>;

/** Signs what a receipt or a manifest says, and tells its own signatures from others. */
export interface ReceiptSigner {
  readonly algorithm: string;
  readonly keyId: string;
  sign(bytes: Buffer): Buffer;
  verify(bytes: Buffer, signature: Buffer, keyId: string): boolean;
}

const MAC = 'hmac-sha256';
/** A c2sp.org/signed-note: its text is what was signed and a newline, its key the one that signs checkpoints. */
export const SIGNED_NOTE = 'signed-note';

/** By the ledger's MAC key: whoever runs the ledger can check such a receipt, an outsider cannot. */
export const keyedSigner = (keys: Pick<Keys, 'macKeyId' | 'mac' | 'verify'>): ReceiptSigner => ({
  algorithm: MAC,
  keyId: keys.macKeyId,
  sign: (bytes) => keys.mac(bytes),
  verify: (bytes, signature, keyId) => keys.verify(bytes, signature, keyId),
});

/** Whether a signature is by this signer. */
export const isBy = (signer: ReceiptSigner, { algorithm, keyId, value }: PaperSignature, bytes: Buffer): boolean =>
  algorithm === signer.algorithm && signer.verify(bytes, Buffer.from(value, 'hex'), keyId);

/** The text that is signed as a note. */
export const noteText = (bytes: Buffer): string => `${bytes.toString('utf8')}\n`;

/** Whether one of a log's keys signed the text as a note. */
export function isNoteOf(keys: readonly VerifierKey[], { keyId, value }: PaperSignature, bytes: Buffer): boolean {
  const key = keys.find((one) => formatVerifierKey(one) === keyId);
  if (!key) return false;
  const signature = Uint8Array.from(Buffer.from(value, 'hex'));
  try {
    return verifyNote({ text: noteText(bytes), signatures: [{ name: key.name, id: key.id, signature }] }, [key]).length === 1;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
