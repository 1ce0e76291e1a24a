import fc from 'fast-check';
import { parseStrictJson } from './index.js';

const codeOf = (text: string): string => {
  try {
    parseStrictJson(text);
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const integers = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  }))
  .value.filter((value) => !Object.is(value, -0));

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads', () =>
    fc.assert(
      fc.property(integers, fc.constantFrom(undefined, 1), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 2000 },
    ));
  it('never accepts what JSON.parse refuses', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0019aetrfalsn -.\n') }), (text) => {
        let accepted = true;
        try {
          parseStrictJson(text);
        } catch {
          accepted = false;
        }
        if (accepted) expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
      { numRuns: 5000 },
    ));
  it.each([
    ['{"a":1,"a":2}', 'json.duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'json.duplicate-key'],
    ['"\\ud800"', 'json.lone-surrogate'],
    ['{"\\udc00x":1}', 'json.lone-surrogate'],
    ['1.5', 'json.number'],
    ['1e3', 'json.number'],
    ['9007199254740993', 'json.number'],
    ['[1,]', 'json.syntax'],
    ['', 'json.syntax'],
    ['{"a":1}x', 'json.syntax'],
    ['01', 'json.syntax'],
    ['"\n"', 'json.syntax'],
    ['"\\x"', 'json.syntax'],
    ['"\\u12g4"', 'json.syntax'],
    ['nul', 'json.syntax'],
    ['{a:1}', 'json.syntax'],
    ['[1 2]', 'json.syntax'],
    ['"open', 'json.syntax'],
    [`${'['.repeat(65)}1${']'.repeat(65)}`, 'json.too-deep'],
  ])('refuses %s with %s', (text, code) => expect(codeOf(text)).toBe(code));
  it('gives a fraction as its text where a document of others may hold one', () => {
    expect(parseStrictJson('{"rate":0.60,"n":[1,-1.5]}', { fractions: 'text' })).toEqual({ rate: '0.60', n: [1, '-1.5'] });
    for (const text of ['1e3', '1.5e3', '9007199254740993', '1.'])
      expect(() => parseStrictJson(text, { fractions: 'text' })).toThrow(expect.objectContaining({ code: expect.stringMatching(/^json\./) }));
  });
  it('allows depth 64', () => expect(codeOf(`${'['.repeat(64)}1${']'.repeat(64)}`)).toBe('accepted'));
  it('keeps __proto__ an ordinary key', () => {
    const value = parseStrictJson('{"__proto__":{"x":1}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  });
});
