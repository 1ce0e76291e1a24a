import fc from 'fast-check';
import { hasUnseen, mustBePlain, straysIn, visible } from './index.js';

const parsed = (text: string): unknown => JSON.parse(text);

describe('what no document from outside may hold', () => {
  it.each([...Object.getOwnPropertyNames(Object.prototype)])('a key %s, at any depth', (name) => {
    const member = Object.fromEntries([[name, 1]]);
    expect(straysIn(member)).toEqual([{ field: name, what: 'inherited-name' }]);
    expect(straysIn({ a: [{ b: member }] })).toEqual([{ field: `a.0.b.${name}`, what: 'inherited-name' }]);
  });
  it.each([0x00, 0x07, 0x1b, 0x0d, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x2066, 0xfeff, 0xe0041])(
    'the character %d, in a text or a key',
    (point) => {
      const text = `甲${String.fromCodePoint(point)}乙`;
      expect(straysIn({ a: ['甲', text] })).toEqual([{ field: 'a.1', what: 'unseen-character' }]);
      expect(straysIn({ [text]: 1 })).toEqual([{ field: visible(text), what: 'unseen-character' }]);
      expect(hasUnseen(visible(text))).toBe(false);
    },
  );
  it('and nothing else: lines, tabs, variants of characters, keys that no object has', () =>
    expect(straysIn(parsed('{"a":"甲\\r\\n\\t乙","葛\\udb40\\udd00":[null,true,1,{}],"prototype":{},"then":""}'))).toEqual([]));
  it('is refused with its place', () => {
    expect(() => mustBePlain(parsed('{"a":{"__proto__":{}}}'), 'x.malformed')).toThrow('x.malformed: a.__proto__ should not exist');
    expect(() => mustBePlain('\u202e', 'x.malformed')).toThrow('x.malformed: the document must not hold');
    expect(() => mustBePlain({}, 'x.malformed')).not.toThrow();
  });
});

describe('a text for a screen', () => {
  it('writes out what nobody sees', () => expect(visible('甲\u001b[2J\u202e乙\n\u{e0041}')).toBe('甲\\u001b[2J\\u202e乙\n\\udb40\\udc41'));
  it('leaves a JSON document the same document', () =>
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(parsed(visible(JSON.stringify(value, null, 2)))).toEqual(parsed(JSON.stringify(value))))));
});
