import type { PositionStore } from '../event-log.js';

/** What every store of runners' positions must do. `open` gives an empty one. */
export function positionStoreContract(name: string, open: () => Promise<PositionStore>): void {
  describe(`${name}: position store`, () => {
    let store: PositionStore;
    beforeEach(async () => (store = await open()));
    afterEach(() => store.close());

    it('tells never started from nothing handled yet', async () => {
      expect(await store.load('policies')).toBeUndefined();
      await store.save('policies', -1);
      expect(await store.load('policies')).toBe(-1);
    });
    it('keeps runners apart', async () => {
      await store.save('policies', 5);
      await store.save('veto/onClauseOutcomeChanged', 3);
      expect([await store.load('policies'), await store.load('veto/onClauseOutcomeChanged')]).toEqual([5, 3]);
    });
    it('never moves backwards: what a policy has sent is sent', async () => {
      await store.save('policies', 5);
      await store.save('policies', 4);
      await store.save('policies', -1);
      expect(await store.load('policies')).toBe(5);
      await store.save('policies', 6);
      expect(await store.load('policies')).toBe(6);
    });
  });
}
