import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha256Hex } from './sha256.js';

const reference = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('sha256Hex', () => {
  it('knows the published vector', () => expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'));
  it('agrees with the platform on every text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => expect(sha256Hex(text)).toBe(reference(text))),
      { numRuns: 500 },
    ));
  // 55, 56 and 64 bytes are where the padding changes its shape.
  it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128])('agrees at length %i', (length) =>
    expect(sha256Hex('a'.repeat(length))).toBe(reference('a'.repeat(length))),
  );
});
