import { createHmac, hash } from 'node:crypto';

/** HMAC-SHA-256 under one key; its 32 bytes. */
export type Hmac = (message: Uint8Array) => Buffer;

const BLOCK = 64;
const SIZE = 32;
/** Beyond this a hash object is cheap beside the hashing, and copying the message is not. */
const SHORT_MAX = 16_384;
const hasOneShot = typeof hash === 'function';

/** HMAC under a key by the cheapest way that this Node has: one-shot hashes came with 20.12. A key longer than a block would have to be hashed first. */
export const hmacSha256 = (key: Uint8Array): Hmac => (hasOneShot && key.length <= BLOCK ? hmacByHashes(key) : hmacByObject(key));

export const hmacByObject =
  (key: Uint8Array): Hmac =>
  (message) =>
    createHmac('sha256', key).update(message).digest();

/** One for all keys: every call is done with them before the next begins. */
const inner = Buffer.alloc(BLOCK + SHORT_MAX);
const outer = Buffer.alloc(BLOCK + SIZE);

/**
 * RFC 2104 spelt out: H(opad ‖ H(ipad ‖ message)). Node's own object costs, with what the garbage collector has to finalise, several times the hashing itself
 * (measured while appending: 30 µs against 3 µs per event). Hashes come back as strings because a buffer from native code is one more thing to finalise.
 */
export function hmacByHashes(key: Uint8Array): Hmac {
  if (key.length > BLOCK) throw new RangeError('a key is at most one block');
  const [innerPad, outerPad] = [padded(key, 0x36), padded(key, 0x5c)];
  const long = hmacByObject(key);
  return (message) => {
    if (message.length > SHORT_MAX) return long(message);
    inner.set(innerPad);
    inner.set(message, BLOCK);
    outer.set(outerPad);
    outer.write(hash('sha256', inner.subarray(0, BLOCK + message.length), 'binary'), BLOCK, 'latin1');
    return Buffer.from(hash('sha256', outer, 'binary'), 'binary');
  };
}

const padded = (key: Uint8Array, pad: number): Uint8Array => Uint8Array.from({ length: BLOCK }, (_, index) => (key[index] ?? 0) ^ pad);
