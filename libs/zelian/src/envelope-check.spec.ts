import * as fc from 'fast-check';
import { canonicalJson } from '#kernel';
import { readEnvelope } from './envelope-check.js';

const codeOf = (text: string | Buffer): string | undefined => readEnvelope(Buffer.from(text)).fault?.code;
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const envelope = {
  actor: { personId: 'person-test01' },
  commandId: '0158d7a2-5d00-7abc-8def-0123456789ab',
  correlationId: '0158d7a2-5d00-7abc-8def-0123456789ab',
  data: {},
  id: '0158d7a2-5d00-7abc-8def-0123456789ac',
  origin: 'person',
  recordedAt: '2016-12-07T01:00:00.000Z',
  revision: 0,
  stream: 'unit-test0',
  subjects: ['unit-test0'],
  type: 'UnitSeen',
  validAt: { from: '2016-12-07' },
  version: 1,
};

describe('an envelope', () => {
  it('is read from its canonical bytes', () => expect(readEnvelope(Buffer.from(canonicalJson(envelope)))).toEqual({ envelope }));
  it('may hold any canonical data', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.constant(null)), { maxKeys: 6 }), (data) => {
        const bytes = Buffer.from(canonicalJson({ ...envelope, data }));
        expect(canonicalJson(readEnvelope(bytes))).toBe(canonicalJson({ envelope: { ...envelope, data } }));
      }),
      { numRuns: 300 },
    ));

  // What the engine's own parser lets through must come out under its own code all the same.
  it.each([
    ['event.not-utf8', Buffer.from([0x22, 0xff, 0x22])],
    ['event.not-utf8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['json.syntax', '\ufeff{}'],
    ['json.syntax', ''],
    ['json.duplicate-key', '{"a":1,"a":1}'],
    ['json.duplicate-key', '{"__proto__":1,"__proto__":1}'],
    ['json.lone-surrogate', '{"a":"\\ud800"}'],
    ['json.number', '[1.5]'],
    ['json.number', '[1.0]'],
    ['json.number', '[1e3]'],
    ['json.number', '[9007199254740993]'],
    ['event.not-canonical', '[-0]'],
    ['event.not-canonical', '["\\u0061"]'],
    ['event.not-canonical', '["\\/"]'],
    ['event.not-canonical', '{"b":1,"a":1}'],
    ['event.not-canonical', '{"a":1 }'],
    ['event.field', '{"__proto__":1}'],
    ['event.field', nested(31)],
    ['event.field', nested(64)],
    ['json.too-deep', nested(66)],
    ['json.too-deep', nested(100_000)],
  ])('is refused as %s: %p', (code, text) => expect(codeOf(text)).toBe(code));
  it.each(Object.keys(envelope))('lacks %s', (name) => expect(codeOf(canonicalJson({ ...envelope, [name]: undefined }))).toBe('event.field'));
});
