import type { Keys } from '#ledger';

/** Signs what a receipt says, and tells its own signatures from others. The seal's keys will come in here. */
export interface ReceiptSigner {
  readonly algorithm: string;
  readonly keyId: string;
  sign(bytes: Buffer): Buffer;
  verify(bytes: Buffer, signature: Buffer, keyId: string): boolean;
}

/** By the ledger's MAC key: whoever runs the ledger can check such a receipt, an outsider cannot. */
export const keyedSigner = (keys: Pick<Keys, 'macKeyId' | 'mac' | 'verify'>): ReceiptSigner => ({
  algorithm: 'hmac-sha256',
  keyId: keys.macKeyId,
  sign: (bytes) => keys.mac(bytes),
  verify: (bytes, signature, keyId) => keys.verify(bytes, signature, keyId),
});
