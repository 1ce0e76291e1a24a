import * as fc from 'fast-check';
import { hmacByHashes, hmacByObject, hmacSha256 } from './hmac.js';

const WAYS = { hmacSha256, hmacByHashes, hmacByObject };
/** RFC 4231, section 4: those whose key is at most one block. */
const VECTORS = [
  { key: Buffer.alloc(20, 0x0b), message: Buffer.from('Hi There'), mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7' },
  { key: Buffer.from('Jefe'), message: Buffer.from('what do ya want for nothing?'), mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
  { key: Buffer.alloc(20, 0xaa), message: Buffer.alloc(50, 0xdd), mac: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe' },
  {
    key: Buffer.from('0102030405060708090a0b0c0d0e0f10111213141516171819', 'hex'),
    message: Buffer.alloc(50, 0xcd),
    mac: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
];

describe.each(Object.entries(WAYS))('%s', (_, hmac) => {
  it.each(VECTORS)('agrees with RFC 4231: $mac', ({ key, message, mac }) => expect(hmac(key)(message).toString('hex')).toBe(mac));
});

describe('both ways', () => {
  it('give the same for any key and message, one after another under one key', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 8 }), (key, messages) => {
        const [hashes, object] = [hmacByHashes(key), hmacByObject(key)];
        for (const message of messages) expect(hashes(message)).toEqual(object(message));
      }),
      { numRuns: 500 },
    ));
  it.each([0, 55, 56, 63, 64, 65, 16_383, 16_384, 16_385, 300_000])('give the same for %i bytes, and hold what they gave', (length) => {
    const key = Buffer.alloc(32, 7);
    const hashes = hmacByHashes(key);
    const [message, other] = [Buffer.alloc(length, '责'), Buffer.alloc(length, 1)];
    const first = hashes(message);
    hashes(other);
    expect(first).toEqual(hmacByObject(key)(message));
  });
  it('give the same when two keys take turns', () => {
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(20, 2)];
    const both = keys.map((key) => [hmacByHashes(key), hmacByObject(key)] as const);
    for (const text of ['a', 'longer than a', '']) for (const [hashes, object] of both) expect(hashes(Buffer.from(text))).toEqual(object(Buffer.from(text)));
  });
  it('serve a key longer than a block', () =>
    expect(hmacSha256(Buffer.alloc(131, 0xaa))(Buffer.from('x'))).toEqual(hmacByObject(Buffer.alloc(131, 0xaa))(Buffer.from('x'))));
  it('take no key longer than a block: that would have to be hashed first', () => expect(() => hmacByHashes(Buffer.alloc(65))).toThrow(RangeError));
});
