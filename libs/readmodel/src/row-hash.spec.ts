import { createHash } from 'node:crypto';
import { MemoryRowStore } from './memory/index.js';
import { rowHash } from './row-hash.js';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('the row hash', () => {
  const store = new MemoryRowStore();
  beforeAll(async () => {
    await store.prepare('register', 1);
    const at = (position: number, key: string, row: unknown) => ({ view: 'register', key, position, row });
    await store.apply([at(0, '\u{1f33e}', { b: 1, a: '青岚镇' }), at(0, '\uffff', null), at(2, '\uffff', undefined), at(5, '\uffff', 'back')], { register: 5 });
  });

  it.each<[number, string]>([
    [-1, ''],
    [0, '["\uffff",0,null,null]\n["\u{1f33e}",0,null,{"a":"青岚镇","b":1}]\n'],
    [1, '["\uffff",0,null,null]\n["\u{1f33e}",0,null,{"a":"青岚镇","b":1}]\n'],
    [2, '["\uffff",0,2,null]\n["\uffff",2,null]\n["\u{1f33e}",0,null,{"a":"青岚镇","b":1}]\n'],
    [5, '["\uffff",0,2,null]\n["\uffff",2,5]\n["\uffff",5,null,"back"]\n["\u{1f33e}",0,null,{"a":"青岚镇","b":1}]\n'],
  ])('at %d is of these bytes', async (position, bytes) => expect(await rowHash(store, 'register', position)).toBe(sha256(bytes)));

  // Changing the format would make every hash that was ever written down say nothing: this value may never change.
  it('is, for good, this one', async () =>
    expect(await rowHash(store, 'register', 5)).toBe('8b60e3ce9c390f0d548d62dd7b30243d6272153a1aff4ca7b27a82b93a73a09e'));

  it('is of all the lines, however many', async () => {
    await store.prepare('long', 1);
    const keys = Array.from({ length: 5_000 }, (_, index) => `k${String(index).padStart(5, '0')}`);
    await store.apply(
      keys.map((key) => ({ view: 'long', key, position: 0, row: key.repeat(10) })),
      { long: 0 },
    );
    expect(await rowHash(store, 'long', 0)).toBe(sha256(keys.map((key) => `["${key}",0,null,"${key.repeat(10)}"]\n`).join('')));
  });
});
