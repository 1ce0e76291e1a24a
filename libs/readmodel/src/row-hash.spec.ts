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
});
