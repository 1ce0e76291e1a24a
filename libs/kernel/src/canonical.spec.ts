import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, sameJson } from './index.js';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('canonicalJson', () => {
  it('agrees with an independent RFC 8785 implementation', () =>
    fc.assert(
      fc.property(json, (value) => expect(canonicalJson(value)).toBe(canonicalize(value))),
      { numRuns: 2000 },
    ));
  it('sorts keys by UTF-16 units', () => expect(canonicalJson({ '\u{1F600}': 1, '\uFB33': 2, a: 3 })).toBe('{"a":3,"\u{1F600}":1,"\uFB33":2}'));
  it('leaves undefined members out', () => expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}'));
  it.each([[1.5], [NaN], [Infinity], [2 ** 53], ['\ud800'], [{ '\udc00': 1 }], [new Date(0)], [undefined], [() => 1], [[undefined]], [1n]])(
    'refuses %p',
    (value) => expect(() => canonicalJson(value)).toThrow(TypeError),
  );
  it('compares by content', () => {
    expect(sameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameJson({ a: 1 }, { a: '1' })).toBe(false);
    expect(sameJson(undefined, null)).toBe(false);
    expect(sameJson(undefined, undefined)).toBe(true);
  });
});
