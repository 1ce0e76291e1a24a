import { ALL } from '#kernel';
import { loadFacts } from './facts.js';
import { MemoryRowStore } from './memory/index.js';

describe('facts', () => {
  const store = new MemoryRowStore();
  beforeAll(async () => {
    await store.prepare('posts', 1);
    await store.prepare('books', 1);
    const at = (view: string, key: string, position: number, row: unknown) => ({ view, key, position, row });
    await store.apply(
      [at('posts', 'p', 0, 'early'), at('posts', 'p', 4, 'late'), at('books', '\u{1f33e}', 1, 1), at('books', '\uffff', 1, 2), at('books', 'a', 3, 3)],
      { posts: 4, books: 4 },
    );
  });

  it('are as known at one position, whole views in code-point order', async () => {
    const needs = [
      { view: 'posts', key: 'p' },
      { view: 'posts', key: 'none' },
      { view: 'books', key: ALL },
    ];
    const early = await loadFacts(store, needs, 2);
    expect([early.get('posts', 'p'), early.get('posts', 'none'), early.all('books')]).toEqual([
      'early',
      undefined,
      [
        ['\uffff', 2],
        ['\u{1f33e}', 1],
      ],
    ]);
    const late = await loadFacts(store, needs, 4);
    expect([late.get('posts', 'p'), late.get('books', 'a'), late.get('books', 'none')]).toEqual(['late', 3, undefined]);
    expect(late.all('books').map(([key]) => key)).toEqual(['a', '\uffff', '\u{1f33e}']);
  });

  it('throw for what was not asked for', async () => {
    const facts = await loadFacts(store, [{ view: 'posts', key: 'p' }], 4);
    expect(() => facts.get('posts', 'q')).toThrow('not declared in needs: posts q');
    expect(() => facts.get('books', 'p')).toThrow(TypeError);
    expect(() => facts.all('posts')).toThrow('not declared in needs: posts *');
  });
});
