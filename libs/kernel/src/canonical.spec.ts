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
  it('agrees on keys that the engine orders or takes otherwise than by text, at any depth', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('__proto__', '10', '9', '-1', '01', '4294967295', 'toJSON', 'b', 'a', '中', ''), { maxLength: 8 }),
        fc.nat(2),
        (keys, depth) => {
          const text = `{${keys.map((key, n) => `"${key}":${n}`).join()}}`;
          const value: unknown = JSON.parse(`{"z":0,"d":[${'{"y":1,"e":'.repeat(depth)}${text}${'}'.repeat(depth)}]}`);
          expect(canonicalJson(value)).toBe(canonicalize(value));
        },
      ),
      { numRuns: 1000 },
    ));
  it('leaves what it is given as it is', () => {
    const given = { b: [{ d: 1, c: 2 }], a: { 2: 'x', 1: '\\ud800' } };
    const before = structuredClone(given);
    expect(canonicalJson(given)).toBe('{"a":{"1":"\\\\ud800","2":"x"},"b":[{"c":2,"d":1}]}');
    expect([given, Object.keys(given), Object.keys(given.b[0]!)]).toEqual([before, ['b', 'a'], ['d', 'c']]);
  });
  it('leaves undefined members out', () => expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}'));
  it.each([
    [1.5],
    [NaN],
    [Infinity],
    [2 ** 53],
    ['\ud800'],
    [{ '\udc00': 1 }],
    [{ b: 1, a: ['\udbff'] }],
    [{ toJSON: () => 1 }],
    [new String('a')],
    [{ a: 1, b: new Date(0) }],
    [new Date(0)],
    [undefined],
    [() => 1],
    [[undefined]],
    [1n],
  ])('refuses %p', (value) => expect(() => canonicalJson(value)).toThrow(TypeError));
  it('compares by content', () => {
    expect(sameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameJson({ a: 1 }, { a: '1' })).toBe(false);
    expect(sameJson(undefined, null)).toBe(false);
    expect(sameJson(undefined, undefined)).toBe(true);
  });
});
