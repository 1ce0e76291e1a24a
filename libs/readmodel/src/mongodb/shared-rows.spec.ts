import { Rejection } from '#kernel';
import { MongoStandIn } from '../../../../test/support/mongodb-stand-in/index.js';
import { openSharedMongoRows } from './index.js';

describe('rows in mongodb (stand-in) that several processes share', () => {
  let standIn: MongoStandIn;
  const closing: { close(): Promise<unknown> }[] = [];
  beforeEach(async () => void (standIn = await MongoStandIn.start()));
  afterEach(async () => {
    for (const one of closing.splice(0)) await one.close();
    await standIn.stop();
  });
  const change = (position: number, row: unknown) => ({ view: 'sums', key: 'a', position, row });
  const said = async (): Promise<void> => undefined;
  async function shared() {
    const place = await openSharedMongoRows({ uri: standIn.uri });
    closing.push(place);
    return place;
  }
  async function writing() {
    const store = await (await shared()).write(said);
    await store.prepare('sums', 1);
    await store.apply([change(1, 1)], { sums: 1 });
    return store;
  }

  it('are looked at where nobody has written any yet, and by all when somebody has', async () => {
    const { looking } = await shared();
    expect(await looking.prepare('sums', 1)).toBe(false);
    await writing();
    expect([await looking.prepare('sums', 1), await looking.position('sums'), await looking.get('sums', 'a')]).toEqual([true, 1, 1]);
  });

  it('are written by whoever took them last; who is not confirmed takes nothing over', async () => {
    const first = await writing();
    const place = await shared();
    const denied = place.write(() => Promise.reject(new Rejection('ledger.lease-lost', { zh: '', en: '' })));
    await expect(denied).rejects.toMatchObject({ code: 'ledger.lease-lost' });
    await first.apply([change(2, 2)], { sums: 2 });
    const second = await place.write(said);
    await expect(first.apply([change(3, 3)], { sums: 3 })).rejects.toMatchObject({ code: 'readmodel.superseded' });
    await second.apply([change(3, 3)], { sums: 3 });
    expect(await place.looking.get('sums', 'a')).toBe(3);
  });

  it('stay whole when somebody takes them who was overtaken on the way', async () => {
    await writing();
    let arrive: () => void = () => undefined;
    const confirming = new Promise<void>((resolve) => (arrive = resolve));
    let go: () => void = () => undefined;
    const late = (await shared()).write(() => {
      arrive();
      return new Promise((resolve) => (go = resolve));
    });
    await confirming;
    const second = await (await shared()).write(said);
    const generation = await second.beginRebuild('sums', 1);
    await second.apply([{ ...change(1, 1), view: generation }], { [generation]: 1 });
    go();
    await expect(late).rejects.toMatchObject({ code: 'readmodel.superseded' });
    await second.finishRebuild('sums', generation);
    expect(await second.list('sums')).toEqual([['a', 1]]);
    await second.apply([change(2, 2)], { sums: 2 });
    expect(await second.get('sums', 'a')).toBe(2);
  });
});
