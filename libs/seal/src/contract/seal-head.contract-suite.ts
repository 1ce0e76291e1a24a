import type { SealHead } from '../checkpoint-store.js';
import { headAt } from './checkpoint-store.contract-suite.js';

const LOG = 'zelian/ledger-test01';

/** What every keeper of the last signed head must do. `open` opens the same one again. */
export function sealHeadContract(name: string, open: () => SealHead): void {
  describe(`seal head contract: ${name}`, () => {
    let head: SealHead;
    beforeEach(() => void (head = open()));
    afterEach(() => head.close());
    const sizeOf = async (origin = LOG) => (await head.read(origin))?.size;

    it('knows nothing before the first signature', async () => expect(await head.read(LOG)).toBeUndefined());

    it('keeps what was signed last, whole', async () => {
      expect(await head.advance(LOG, undefined, headAt(5))).toBe(true);
      expect(await head.advance(LOG, headAt(5), headAt(9))).toBe(true);
      expect(await head.read(LOG)).toEqual(headAt(9));
    });

    it('moves only from where it stands: whoever was overtaken is told, and changes nothing', async () => {
      expect(await head.advance(LOG, headAt(5), headAt(9))).toBe(false);
      expect(await head.advance(LOG, undefined, headAt(5))).toBe(true);
      expect(await head.advance(LOG, undefined, headAt(7))).toBe(false);
      expect(await head.advance(LOG, headAt(5, 'another'), headAt(9))).toBe(false);
      expect(await sizeOf()).toBe(5);
    });

    it('never moves backwards, nor to another tree of the same size', async () => {
      await head.advance(LOG, undefined, headAt(5));
      await expect(head.advance(LOG, headAt(5), headAt(4))).rejects.toThrow(RangeError);
      await expect(head.advance(LOG, headAt(5), headAt(5, 'another'))).rejects.toThrow(RangeError);
      expect(await head.read(LOG)).toEqual(headAt(5));
    });

    it('lets one of two rivals through', async () => {
      const outcomes = await Promise.all([head.advance(LOG, undefined, headAt(5)), head.advance(LOG, undefined, headAt(6))]);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });

    it('knows all that was signed once it began to keep it, and not before', async () => {
      expect(await head.knows(LOG)).toBe(false);
      await head.begin(LOG);
      expect([await head.knows(LOG), await head.knows('zelian/ledger-other1'), await head.read(LOG)]).toEqual([true, false, undefined]);
      expect(await head.advance(LOG, undefined, headAt(5))).toBe(true);
    });

    it('takes somebody’s word for what was signed elsewhere, where that reaches further', async () => {
      await head.begin(LOG, headAt(5));
      await head.begin(LOG, headAt(3));
      expect([await sizeOf(), await head.knows(LOG)]).toEqual([5, true]);
      expect(await head.advance(LOG, headAt(5), headAt(9))).toBe(true);
      await head.begin(LOG);
      expect(await sizeOf()).toBe(9);
    });

    it('keeps logs apart', async () => {
      await head.advance(LOG, undefined, headAt(5));
      await head.advance('zelian/ledger-other1', undefined, headAt(3));
      expect([await sizeOf(), await sizeOf('zelian/ledger-other1')]).toEqual([5, 3]);
    });
  });
}
