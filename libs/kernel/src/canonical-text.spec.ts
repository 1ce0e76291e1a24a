import fc from 'fast-check';
import { canonicalJson, canonicalValue, isShallow, parseStrictJson } from './index.js';

const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
function strictly(text: string): unknown {
  try {
    const value = parseStrictJson(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

describe('canonicalValue', () => {
  it.each(['{"a":1,"a":2}', '{"b":1,"a":2}', '{"a": 1}', '"\\ud800"', '1.5', '1e3', '9007199254740993', '-0', '"\\u0061"', '{"a":1}x', '', nested(65)])(
    'refuses %s',
    (text) => expect(canonicalValue(text)).toBeUndefined(),
  );
  it.each(['{"a":[1,"示例"],"b":null}', nested(64)])('reads %s', (text) => expect(canonicalValue(text)).toEqual(JSON.parse(text)));
  it('accepts what the strict parser accepts in canonical form, and nothing else', () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0019aetrfalsn-.') }), fc.integer({ min: 60, max: 68 }).map(nested)),
        (text) => {
          expect(canonicalValue(text)).toEqual(strictly(text));
        },
      ),
      { numRuns: 3000 },
    ));
});

it('knows how deep a value may lie inside another', () => {
  const value: unknown = JSON.parse(nested(63));
  expect([isShallow(value), isShallow(value, 1), isShallow(value, 2)]).toEqual([true, true, false]);
});
