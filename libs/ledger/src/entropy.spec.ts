import fc from 'fast-check';
import { realEntropy, seededEntropy } from './entropy.js';

describe('seeded entropy', () => {
  it('is what it always was: simulated ledgers are the same in every release', () =>
    expect(seededEntropy('seed').bytes(40, 'salt').toString('hex')).toBe('f61ef79620d3d076e4ea1d23dd721030966d5c778f76da80b9f7f5b859df99f6f990a4a5be333edb'));
  it('depends on seed and purpose only, whatever was asked before', () =>
    fc.assert(
      fc.property(fc.string(), fc.array(fc.tuple(fc.string(), fc.nat(100)), { minLength: 1 }), (seed, questions) => {
        const asked = seededEntropy(seed);
        const answers = questions.map(([purpose, n]) => asked.bytes(n, purpose).toString('hex'));
        const again = seededEntropy(seed);
        expect(
          [...questions]
            .reverse()
            .map(([purpose, n]) => again.bytes(n, purpose).toString('hex'))
            .reverse(),
        ).toEqual(answers);
      }),
    ));
  it('gives as much as asked for; more begins as less did', () => {
    const { bytes } = seededEntropy('seed');
    expect(bytes(100, 'salt')).toHaveLength(100);
    expect(bytes(100, 'salt').subarray(0, 32)).toEqual(bytes(32, 'salt'));
    expect(bytes(64, 'salt').subarray(0, 32)).not.toEqual(bytes(64, 'salt').subarray(32));
  });
  it('tells seeds and purposes apart', () => {
    const first = seededEntropy('a').bytes(32, 'salt');
    expect(seededEntropy('b').bytes(32, 'salt')).not.toEqual(first);
    expect(seededEntropy('a').bytes(32, 'salt|1')).not.toEqual(first);
  });
});

it('real entropy never repeats itself', () => expect(realEntropy.bytes(32, 'salt')).not.toEqual(realEntropy.bytes(32, 'salt')));
