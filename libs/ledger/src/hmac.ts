import { createHmac, hash } from 'node:crypto';

/** HMAC-SHA-256 under one key; its 32 bytes. */
export type Hmac = (message: Uint8Array) => Buffer;

const BLOCK = 64;
const SIZE = 32;
/** Beyond this a hash object is cheap beside the hashing, and copying the message is not. */
const SHORT_MAX = 16_384;
const hasOneShot = typeof hash === 'function';

/** HMAC under a key of at most one block, by the cheapest way that this Node has: one-shot hashes came with 20.12. */
export const hmacSha256 = (key: Uint8Array): Hmac => (hasOneShot ? hmacByHashes(key) : hmacByObject(key));

export const hmacByObject =
  (key: Uint8Array): Hmac =>
  (message) =>
    createHmac('sha256', key).update(message).digest();

/**
 * RFC 2104 spelt out: H(opad ‖ H(ipad ‖ message)). Node's own object costs, with what the garbage collector has to finalise, several times the hashing itself
 * (measured while appending: 30 µs against 3 µs per event). Hashes come back as strings because a buffer from native code is one more thing to finalise.
 */
export function hmacByHashes(key: Uint8Array): Hmac {
  if (key.length > BLOCK) throw new RangeError('a key is at most one block');
  const long = hmacByObject(key);
  const inner = padded(key, 0x36, BLOCK + SHORT_MAX);
  const outer = padded(key, 0x5c, BLOCK + SIZE);
  return (message) => {
    if (message.length > SHORT_MAX) return long(message);
    inner.set(message, BLOCK);
    outer.write(hash('sha256', inner.subarray(0, BLOCK + message.length), 'binary'), BLOCK, 'latin1');
    return Buffer.from(hash('sha256', outer, 'binary'), 'binary');
  };
}

function padded(key: Uint8Array, pad: number, length: number): Buffer {
  const block = Buffer.alloc(length);
  block.fill(pad, 0, BLOCK);
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad;
  return block;
}
