import * as fc from 'fast-check';
import { byCodePoint, sameJson } from '#kernel';
import type { RowStore } from '../row-store.js';
import { applied, histories, keys, rowsAt, versionsOf } from './row-histories.js';

/** What every engine of the port must do. `runs` is how often each law is tried. */
export function rowStoreContract(name: string, open: () => Promise<RowStore>, runs: number): void {
  describe(`row store contract: ${name}`, () => {
    let store: RowStore;
    let views = 0;
    /** A view of its own for each run of a law: opening a store for each would cost more than the law. */
    const fresh = async () => {
      const view = `view-${views++}`;
      await store.prepare(view, 1);
      return view;
    };
    beforeAll(async () => void (store = await open()));
    afterAll(() => store.close());

    it('prepares a view once, and tells when its rows are of another version', async () => {
      expect(await store.prepare('versions', 1)).toBe(true);
      await store.apply([{ view: 'versions', key: 'a', position: 0, row: 1 }], { versions: 0 });
      expect(await store.prepare('versions', 1)).toBe(true);
      expect(await store.prepare('versions', 2)).toBe(false);
      expect([await store.position('versions'), await store.get('versions', 'a')]).toEqual([0, 1]);
    });

    it('knows nothing of a view that was not prepared', async () => {
      for (const ask of [() => store.position('nobody'), () => store.get('nobody', 'a'), () => store.list('nobody'), () => store.apply([], { nobody: 1 })]) {
        await expect(ask()).rejects.toThrow(TypeError);
      }
    });

    it('stands at -1 before its first event, and never goes back', async () => {
      const view = await fresh();
      expect(await store.position(view)).toBe(-1);
      await store.apply([], { [view]: 7 });
      await store.apply([], { [view]: 3 });
      expect(await store.position(view)).toBe(7);
    });

    it('ignores what it has handled already', async () => {
      const view = await fresh();
      await store.apply([{ view, key: 'a', position: 2, row: 'first' }], { [view]: 2 });
      await store.apply(
        [
          { view, key: 'a', position: 1, row: 'older' },
          { view, key: 'a', position: 2, row: 'again' },
          { view, key: 'a', position: 3, row: 'next' },
        ],
        { [view]: 3 },
      );
      expect(await store.history(view, 'a')).toEqual([
        { key: 'a', from: 2, to: 3, row: 'first' },
        { key: 'a', from: 3, row: 'next' },
      ]);
    });

    it.each<[string, Readonly<{ key: string; row: unknown; position?: number }>]>([
      ['a float', { key: 'b', row: { n: 0.5 } }],
      ['a lone surrogate in a row', { key: 'b', row: '\ud800' }],
      ['a lone surrogate in a key', { key: 'b\udc00', row: 1 }],
      ['something that is no JSON', { key: 'b', row: new Date(0) }],
      ['a change beyond the position that comes with it', { key: 'b', row: 1, position: 2 }],
    ])('writes nothing at all when a change holds %s', async (_, bad) => {
      const view = await fresh();
      await expect(
        store.apply(
          [
            { view, key: 'a', position: 1, row: 1 },
            { view, position: 1, ...bad },
          ],
          { [view]: 1 },
        ),
      ).rejects.toThrow(TypeError);
      expect([await store.position(view), await store.list(view)]).toEqual([-1, []]);
      await store.apply([{ view, key: 'a', position: 1, row: 1 }], { [view]: 1 });
      expect(await store.list(view)).toEqual([['a', 1]]);
    });

    it('holds a version from its position until the next one begins', async () => {
      const view = await fresh();
      await store.apply(
        [
          { view, key: 'a', position: 2, row: 'x' },
          { view, key: 'a', position: 5, row: undefined },
          { view, key: 'a', position: 7, row: 'y' },
        ],
        { [view]: 9 },
      );
      const known = await Promise.all([1, 2, 4, 5, 6, 7, 9, 100].map((p) => store.get(view, 'a', p)));
      expect(known).toEqual([undefined, 'x', 'x', undefined, undefined, 'y', 'y', 'y']);
      expect(await store.history(view, 'a')).toEqual([
        { key: 'a', from: 2, to: 5, row: 'x' },
        { key: 'a', from: 5, to: 7, row: undefined },
        { key: 'a', from: 7, row: 'y' },
      ]);
    });

    it('makes no version of a row that came out equal, whatever the order of its members, nor of removing nothing', async () => {
      const view = await fresh();
      const change = (position: number, row: unknown) => ({ view, key: 'a', position, row });
      await store.apply(
        [change(0, undefined), change(1, { a: 1, b: [2] }), change(2, { b: [2], a: 1, c: undefined }), change(3, undefined), change(4, undefined)],
        { [view]: 4 },
      );
      expect((await store.history(view, 'a')).map(({ from }) => from)).toEqual([1, 3]);
    });

    it('pages through more rows than a page holds, with a cursor', async () => {
      const view = await fresh();
      const wanted = Array.from({ length: 2_345 }, (_, index) => `k${String(index).padStart(5, '0')}`);
      await store.apply(
        wanted.toReversed().map((key, index) => ({ view, key, position: index, row: key })),
        { [view]: wanted.length },
      );
      const found: string[] = [];
      for (;;) {
        const page = await store.list(view, { after: found.at(-1), limit: 500 });
        found.push(...page.map(([key]) => key));
        if (page.length < 500) break;
      }
      expect(found).toEqual(wanted);
      expect((await versionsOf(store, view, wanted.length)).map(({ key }) => key)).toEqual(wanted);
      expect((await versionsOf(store, view, 1)).map(({ key, from }) => [key, from])).toEqual([
        ['k02343', 1],
        ['k02344', 0],
      ]);
    });

    it('keeps generations apart until one takes over', async () => {
      const view = await fresh();
      await store.apply([{ view, key: 'a', position: 1, row: 'old' }], { [view]: 4 });
      const abandoned = await store.beginRebuild(view, 2);
      await store.apply([{ view: abandoned, key: 'b', position: 0, row: 'half' }], { [abandoned]: 0 });
      const generation = await store.beginRebuild(view, 2);
      await store.apply([{ view: generation, key: 'a', position: 1, row: 'new' }], { [generation]: 3 });
      expect([await store.list(view), await store.position(view), await store.prepare(view, 1)]).toEqual([[['a', 'old']], 4, true]);
      await store.finishRebuild(view, generation);
      expect([await store.list(view), await store.position(view), await store.prepare(view, 2)]).toEqual([[['a', 'new']], 3, true]);
      await expect(store.position(generation)).rejects.toThrow(TypeError);
    });

    it('gives a generation up without a trace', async () => {
      const view = await fresh();
      await store.apply([{ view, key: 'a', position: 1, row: 'old' }], { [view]: 1 });
      const generation = await store.beginRebuild(view, 1);
      await store.apply([{ view: generation, key: 'a', position: 0, row: 'new' }], { [generation]: 0 });
      await store.dropRebuild(generation);
      await store.dropRebuild(generation);
      await expect(store.get(generation, 'a')).rejects.toThrow(TypeError);
      expect(await store.list(view)).toEqual([['a', 'old']]);
      expect(await store.list(await store.beginRebuild(view, 1))).toEqual([]);
    });

    describe('laws', () => {
      /** As text: a law is tried thousands of times, and jest's own comparison costs more than the store. */
      const said = (answer: unknown, wanted: unknown) => expect(JSON.stringify(answer)).toBe(JSON.stringify(wanted));
      const law = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => Promise<void>) => fc.assert(fc.asyncProperty(arbitrary, holds), { numRuns: runs });

      it('rows at a moment are those of the changes up to it: later changes never change an earlier answer', () =>
        law(fc.record({ history: histories(), cuts: fc.uniqueArray(fc.nat(12)) }), async ({ history, cuts }) => {
          const view = await fresh();
          await applied(store, view, history, new Set(cuts));
          const last = history.at(-1)?.[0] ?? -1;
          const [lists, gets, wanted]: unknown[][] = [[], [], []];
          for (let position = -1; position <= last; position++) {
            const rowsThen = [...rowsAt(history, position)];
            wanted!.push(rowsThen);
            lists!.push(await store.list(view, { asKnownAt: position }));
            gets!.push(await Promise.all(rowsThen.map(async ([key]) => [key, await store.get(view, key, position)])));
          }
          said(lists, wanted);
          said(gets, wanted);
          said(await store.list(view), wanted!.at(-1));
        }));

      it('a list of a prefix, after a key, up to a limit is that part of the whole list', () =>
        law(
          fc.record({ history: histories(), prefix: keys(), after: fc.option(keys(), { nil: undefined }), limit: fc.integer({ min: 1, max: 5 }) }),
          async ({ history, prefix, after, limit }) => {
            const view = await fresh();
            await applied(store, view, history);
            const whole = await store.list(view);
            const part = whole.filter(([key]) => key.startsWith(prefix) && (after === undefined || byCodePoint(key, after) > 0));
            said(await store.list(view, { prefix, after }), part);
            said(await store.list(view, { prefix, after, limit }), part.slice(0, limit));
          },
        ));

      it('the difference of two moments is what both full lists differ in', () =>
        law(fc.record({ history: histories(), p: fc.integer({ min: -1, max: 20 }), more: fc.nat(20) }), async ({ history, p, more }) => {
          const view = await fresh();
          await applied(store, view, history);
          const [before, after] = [rowsAt(history, p), rowsAt(history, p + more)];
          const changed = [...new Set([...before.keys(), ...after.keys()])].sort(byCodePoint).filter((key) => !sameJson(before.get(key), after.get(key)));
          const wanted = changed.map((key) => ({ key, ...(before.has(key) && { before: before.get(key) }), ...(after.has(key) && { after: after.get(key) }) }));
          said(await store.difference(view, p, p + more), wanted);
        }));

      it('versions up to a position are the same whatever came later, and each history is in them', () =>
        law(fc.record({ history: histories(), at: fc.integer({ min: -1, max: 20 }) }), async ({ history, at }) => {
          const [whole, part] = [await fresh(), await fresh()];
          await applied(store, whole, history);
          await applied(
            store,
            part,
            history.filter(([position]) => position <= at),
          );
          said(await versionsOf(store, whole, at), await versionsOf(store, part, at));
          const every = await versionsOf(store, whole, Number.MAX_SAFE_INTEGER);
          const histories = await Promise.all([...new Set(every.map(({ key }) => key))].map((key) => store.history(whole, key)));
          said(histories.flat(), every);
        }));
    });
  });
}
