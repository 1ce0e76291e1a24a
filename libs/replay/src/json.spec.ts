import { concealed, sameState, stored } from './json.js';

describe('states', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [new Map([['a', { b: [1] }]]), new Map([['a', { b: [1] }]]), true],
    [new Map([['a', 1]]), new Map([['a', 2]]), false],
    [
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
      false,
    ],
    [new Set(['a']), new Set(['a', 'b']), false],
    [[1, 2], [2, 1], false],
    [{ a: null }, { a: 0 }, false],
    [{}, new Map(), false],
  ])('%p and %p: %p', (a, b, same) => {
    expect(sameState(a, b)).toBe(same);
    expect(sameState(b, a)).toBe(same);
  });
});

describe('what would be stored', () => {
  it('has its keys in order and nothing absent', () =>
    expect(JSON.stringify(stored({ b: 1, a: undefined, c: { e: 1, d: 2 } }))).toBe('{"b":1,"c":{"d":2,"e":1}}'));
  it('holds no private text, and keeps a commitment', () => {
    expect(JSON.stringify(concealed({ name: { private: '周' }, others: [{ private: '何' }] }))).not.toMatch(/周|何/);
    expect(concealed({ name: { commitment: 'ab'.repeat(32) } })).toEqual({ name: { commitment: 'ab'.repeat(32) } });
  });
});
