import { Rejection } from '#kernel';
import { MemoryRowStore } from './memory/index.js';
import type { RowStore } from './row-store.js';
import { SharedRows } from './shared-rows.js';

const CHANGE = { view: 'sums', key: 'a', position: 0, row: 1 };

/** Rows under a turn that the test gives and takes. */
async function shared() {
  const store = new MemoryRowStore();
  await store.prepare('sums', 1);
  let turn: number | undefined = 1;
  const opened: RowStore[] = [];
  const confirmed = async () => {
    if (turn === undefined) throw new Rejection('ledger.lease-lost', { zh: '', en: '' });
  };
  const looking = Object.create(store, {}) as RowStore;
  const write = async (confirm: () => Promise<void>) => {
    await confirm();
    const own = Object.create(store, {}) as RowStore;
    opened.push(own);
    return own;
  };
  const rows = new SharedRows({ looking, write, close: () => store.close() }, { number: () => turn, confirm: confirmed });
  return { rows, looking, opened, give: (next: number | undefined) => (turn = next) };
}

describe('rows that several processes share', () => {
  it('are written by whoever took them in the turn that it has, and by nobody else', async () => {
    const { rows, give } = await shared();
    const refused = () => expect(rows.apply([CHANGE], { sums: 0 })).rejects.toMatchObject({ code: 'readmodel.kept-elsewhere' });
    await refused();
    await rows.take();
    expect(rows.areOurs).toBe(true);
    give(undefined);
    expect(rows.areOurs).toBe(false);
    await refused();
    await expect(rows.take()).rejects.toMatchObject({ code: 'readmodel.kept-elsewhere' });
    // A turn of one's own that came after another's: somebody may have written in between.
    give(3);
    await refused();
    await expect(rows.beginRebuild('sums', 1)).rejects.toMatchObject({ code: 'readmodel.kept-elsewhere' });
    await rows.take();
    await rows.apply([CHANGE], { sums: 0 });
    expect([await rows.position('sums'), await rows.get('sums', 'a')]).toEqual([0, 1]);
  });

  it('answer as they are known to all when the turn ends in the middle of an answer', async () => {
    const { rows, looking, opened, give } = await shared();
    await rows.take();
    const own = opened[0]!;
    own.get = async () => {
      give(undefined);
      return 'as this process knew it';
    };
    looking.get = async () => 'as it is';
    expect(await rows.get('sums', 'a')).toBe('as it is');
    own.get = async () => 'as this process knows it';
    give(1);
    expect(await rows.get('sums', 'a')).toBe('as this process knows it');
  });

  it('lose nothing with a rebuild that its process may no longer give up', async () => {
    const { rows, give } = await shared();
    await rows.take();
    const generation = await rows.beginRebuild('sums', 2);
    give(undefined);
    await expect(rows.finishRebuild('sums', generation)).rejects.toMatchObject({ code: 'readmodel.kept-elsewhere' });
    await expect(rows.dropRebuild(generation)).resolves.toBeUndefined();
  });
});
