import fc from 'fast-check';
import { byCodePoint, kindOf, subjectIdsIn } from './index.js';

describe('subject ids', () => {
  it('are found wherever they stand', () =>
    expect(subjectIdsIn({ unitId: 'unit-0002', deep: [{ 'post-0001': { x: 'person-000a' } }], text: 'about unit-0003', village: 'village-0001' })).toEqual([
      'person-000a',
      'post-0001',
      'unit-0002',
      'village-0001',
    ]));
  it('are not looked for in private values: a sealed draw names no village', () =>
    expect(subjectIdsIn({ picked: [{ private: 'village-0001' }], unitId: 'unit-0001' })).toEqual(['unit-0001']));
  it.each(['unit-', 'unit-AB12', 'household-0001', 'unit-0001 ', 'xunit-0001'])('%p is none', (text) => expect(kindOf(text)).toBeUndefined());
});

describe('code-point order', () => {
  it('is the order of UTF-8 bytes', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) =>
        expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      ),
      { numRuns: 5000 },
    ));
});
