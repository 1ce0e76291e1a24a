import * as fc from 'fast-check';
import { applied, everythingIn, histories } from './contract/row-histories.js';
import { rowStoreContract } from './contract/row-store.contract-suite.js';
import { KeptRows } from './kept-rows.js';
import { MemoryRowStore } from './memory/index.js';

rowStoreContract('kept', async () => new KeptRows(new MemoryRowStore()), 300);

describe('rows that stay parsed', () => {
  const change = (position: number, row: unknown) => ({ view: 'view', key: 'a', position, row });

  it('say what the store says, however often they are asked in between', () =>
    fc.assert(
      fc.asyncProperty(histories(), fc.uniqueArray(fc.nat(12)), async (history, cuts) => {
        const [plain, kept] = [new MemoryRowStore(), new KeptRows(new MemoryRowStore())];
        for (const store of [plain, kept]) await store.prepare('view', 1);
        for (let upTo = 1; upTo <= history.length; upTo++) {
          for (const store of [plain, kept]) await applied(store, 'view', history.slice(upTo - 1, upTo), new Set(cuts));
          const last = history[upTo - 1]![0];
          expect(await everythingIn(kept, 'view', last)).toEqual(await everythingIn(plain, 'view', last));
        }
      }),
      { numRuns: 200 },
    ));

  it('say of past moments what the store says, in whichever order they are asked for', () =>
    fc.assert(
      fc.asyncProperty(histories(), fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }), async (history, asked) => {
        const [plain, kept] = [new MemoryRowStore(), new KeptRows(new MemoryRowStore())];
        for (const store of [plain, kept]) {
          await store.prepare('view', 1);
          await applied(store, 'view', history, new Set());
        }
        const last = history.at(-1)?.[0] ?? -1;
        for (const moment of asked) {
          const asKnownAt = last === -1 ? -1 : moment % (last + 1);
          expect(await kept.list('view', { asKnownAt })).toEqual(await plain.list('view', { asKnownAt }));
        }
      }),
      { numRuns: 300 },
    ));

  it('read only what changed between one past moment and the next', async () => {
    const store = new MemoryRowStore();
    const kept = new KeptRows(store);
    await kept.prepare('view', 1);
    for (const position of [1, 2, 3, 4]) await kept.apply([{ ...change(position, { n: position }), key: `k${position}` }], { view: position });
    const whole = jest.spyOn(store, 'list');
    for (const asKnownAt of [1, 2, 3]) expect(await kept.list('view', { asKnownAt })).toHaveLength(asKnownAt);
    expect(whole).toHaveBeenCalledTimes(1);
  });

  it('are the same objects while nothing changed, and others when something did', async () => {
    const kept = new KeptRows(new MemoryRowStore());
    await kept.prepare('view', 1);
    await kept.apply([change(1, { n: 1 })], { view: 3 });
    const first = await kept.list('view', { asKnownAt: 3 });
    await kept.apply([], { view: 5 });
    expect(await kept.list('view', { asKnownAt: 5 })).toBe(first);
    await kept.apply([change(6, { n: 2 })], { view: 6 });
    expect(await kept.list('view', { asKnownAt: 6 })).toEqual([['a', { n: 2 }]]);
    expect(await kept.list('view', { asKnownAt: 5 })).toEqual([['a', { n: 1 }]]);
  });

  it('keep nothing that was read while changes were on their way in', async () => {
    const store = new MemoryRowStore();
    let enter: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (enter = resolve));
    const slow = Object.assign(Object.create(store) as MemoryRowStore, {
      apply: async (...args: Parameters<MemoryRowStore['apply']>) => {
        await gate;
        await store.apply(...args);
      },
    });
    const kept = new KeptRows(slow);
    await kept.prepare('view', 1);
    const applying = kept.apply([change(1, { n: 1 })], { view: 1 });
    expect(await kept.list('view', { asKnownAt: 1 })).toEqual([]);
    enter();
    await applying;
    expect(await kept.list('view', { asKnownAt: 1 })).toEqual([['a', { n: 1 }]]);
  });

  it('are kept from a page that was not full, and answer any page', async () => {
    const store = new MemoryRowStore();
    const kept = new KeptRows(store);
    await kept.prepare('view', 1);
    const keys = ['a', 'b', 'ba', 'c'];
    await kept.apply(
      keys.map((key) => ({ view: 'view', key, position: 1, row: { key } })),
      { view: 1 },
    );
    expect(await kept.list('view', { asKnownAt: 1, limit: 4 })).toHaveLength(4);
    expect(await kept.list('view', { asKnownAt: 1, limit: 5 })).toHaveLength(4);
    const asked = jest.spyOn(store, 'list');
    for (const options of [{}, { limit: 2 }, { prefix: 'b' }, { after: 'b', limit: 1 }, { prefix: 'b', after: 'b' }, { after: 'c' }]) {
      const answer = await kept.list('view', { asKnownAt: 1, ...options });
      expect(asked).not.toHaveBeenCalled();
      expect(answer).toEqual(await store.list('view', { asKnownAt: 1, ...options }));
      asked.mockClear();
    }
  });

  it('forget what a rebuild replaced', async () => {
    const kept = new KeptRows(new MemoryRowStore());
    await kept.prepare('view', 1);
    await kept.apply([change(1, { n: 1 })], { view: 1 });
    await kept.list('view', { asKnownAt: 1 });
    const generation = await kept.beginRebuild('view', 2);
    await kept.apply([{ ...change(1, { n: 'new' }), view: generation }], { [generation]: 1 });
    await kept.finishRebuild('view', generation);
    expect(await kept.list('view', { asKnownAt: 1 })).toEqual([['a', { n: 'new' }]]);
  });
});
