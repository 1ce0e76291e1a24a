import * as fc from 'fast-check';
import type { AnyView } from '#kernel';
import { ToyLog, toys } from './contract/toy-log.js';
import { MemoryRowStore } from './memory/index.js';
import { Projector } from './projector.js';
import { rowHash } from './row-hash.js';
import type { RowStore } from './row-store.js';

const NOTES = [{ n: 0 }, { n: 1 }, { n: 2 }];
/** A row for every key of an event that counted up, one object for all of them; none where it counted down. */
const noted = (unlooked: boolean): AnyView => ({
  ...{ name: unlooked ? 'noted-unlooked' : 'noted', version: 1, zh: '逐条', ...(unlooked && { rowPerEvent: true }) },
  keysOf: ({ position, data }: { position: number; data: { keys?: readonly string[] } }) => (data.keys ?? []).map((key) => `${key}/${position}`),
  on: { Counted: (_: unknown, { data: { n } }: { data: { n: number } }) => NOTES[n] },
});

describe('a view with rows of their own for every event', () => {
  it('has the rows it would have if each had been looked for, and looks for none', () =>
    fc.assert(
      fc.asyncProperty(toys(), fc.integer({ min: 1, max: 5 }), async (given, pageEvents) => {
        const log = new ToyLog(...given);
        const looked: string[] = [];
        const store = new MemoryRowStore();
        const watched: RowStore = new Proxy(store, {
          get: (target, name) => {
            const member = Reflect.get(target, name) as unknown;
            if (name === 'get') return (view: string, ...more: [string]) => (looked.push(view), store.get(view, ...more));
            return typeof member === 'function' ? (member.bind(target) as unknown) : member;
          },
        });
        const projector = new Projector({ source: log, views: [noted(false), noted(true)], store: watched, pageEvents });
        await projector.prepare();
        await projector.catchUp();
        const head = await log.head();
        expect(await rowHash(store, 'noted-unlooked', head)).toBe(await rowHash(store, 'noted', head));
        expect(looked).not.toContain('noted-unlooked');
      }),
    ));
});
