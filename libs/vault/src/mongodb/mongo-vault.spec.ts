import { MongoClient } from 'mongodb';
import { MongoStandIn } from '../../../../test/support/mongodb-stand-in/index.js';
import { entry } from '../contract/vault.contract-suite.js';
import type { Vault } from '../vault.js';
import { openMongoVault, type MongoVaultOptions } from './index.js';

/** A server that is there may take long on a busy machine: only who waits in vain is in a hurry. */
const PATIENT = { patienceMs: 20_000, serverWaitMs: 20_000, answerWaitMs: 20_000 } as const;
let standIn: MongoStandIn;
const closing: { close(): Promise<unknown> }[] = [];
async function opened(options: Partial<MongoVaultOptions> = {}): Promise<Vault> {
  const vault = await openMongoVault({ uri: standIn.uri, ...PATIENT, ...options });
  closing.push(vault);
  return vault;
}
beforeEach(async () => void (standIn = await MongoStandIn.start()));
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
  await standIn.stop();
});
async function everything(): Promise<string> {
  const client = new MongoClient(standIn.uri);
  const found = await client.db('zelian').collection('vault_bundles').find({}).toArray();
  await client.close();
  return JSON.stringify(found);
}

describe('private values in mongodb (stand-in)', () => {
  it('are confirmed by a majority on its journal, put and erased', async () => {
    const vault = await opened();
    standIn.seen.length = 0;
    await vault.put([entry()]);
    await vault.erase('person-0001');
    const writes = standIn.seen.filter(({ name }) => name !== 'find' && name !== 'aggregate');
    expect(writes.map(({ name }) => name)).toEqual(['findAndModify', 'insert', 'update']);
    for (const write of writes) expect(MongoStandIn.concernsOf(write)).toMatchObject({ writeConcern: { w: 'majority', j: true } });
  });

  it('leave neither value nor salt in any document when they are erased', async () => {
    const vault = await opened();
    await vault.put([entry({ value: '绝密姓名甲乙丙', salt: 'c3'.repeat(32) }), entry({ eventId: 'e2', subject: 'person-0002', value: '留存姓名' })]);
    await vault.erase('person-0001');
    const left = await everything();
    expect([left.includes('绝密姓名甲乙丙'), left.includes('c3'.repeat(32)), left.includes('留存姓名')]).toEqual([false, false, true]);
  });

  it('do not come back with a request that arrives after they were erased', async () => {
    const vault = await opened();
    let late = true;
    standIn.mishaps = (name) => (name === 'insert' && late ? ((late = false), 'late') : undefined);
    await vault.put([entry()]);
    await vault.erase('person-0001');
    for (let index = 0; index < 6; index++) await vault.erasedFor('nothing');
    expect([(await vault.reveal([entry().commitment], ['person'])).size, (await everything()).includes('周砚')]).toEqual([0, false]);
  });

  /** A put of which nothing was heard: it is carried out after the given number of other commands. */
  async function unheardPut(lateBy: number): Promise<Vault> {
    await standIn.stop();
    standIn = await MongoStandIn.start({ lateBy });
    const vault = await opened({ patienceMs: 0 });
    standIn.mishaps = (name) => (name === 'insert' ? 'late' : undefined);
    await expect(vault.put([entry()])).rejects.toMatchObject({ code: 'vault.unavailable' });
    standIn.mishaps = () => undefined;
    return vault;
  }
  async function held(vault: Vault): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { value } of vault.entries()) found.push(value);
    return found;
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are not doubled when a put that failed arrives %d commands late', async (lateBy) => {
    const vault = await unheardPut(lateBy);
    await vault.put([entry()]);
    for (let index = 0; index <= lateBy; index++) await vault.erasedFor('nothing');
    expect(await held(vault)).toEqual([entry().value]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('do not come back once erased, though a put that failed arrives %d commands late', async (lateBy) => {
    const vault = await unheardPut(lateBy);
    await vault.put([entry()]);
    await vault.erase('person-0001');
    for (let index = 0; index <= lateBy; index++) await vault.erasedFor('nothing');
    expect([await held(vault), (await everything()).includes(entry().value)]).toEqual([[], false]);
  });

  it.each([1, 3, 5, 7, 9, 11, 13])('do not come back though a put of an ended process arrives %d commands late', async (lateBy) => {
    await unheardPut(lateBy);
    const vault = await opened();
    await vault.put([entry({ eventId: 'e2', subject: 'person-0002', value: '留存姓名' })]);
    await vault.put([entry()]);
    await vault.erase('person-0001');
    for (let index = 0; index <= lateBy; index++) await vault.erasedFor('nothing');
    expect([await held(vault), (await everything()).includes(entry().value)]).toEqual([['留存姓名'], false]);
  });

  it('are put again where another process took the place of a put that was on its way', async () => {
    const vault = await opened();
    let isAway = true;
    let onTheWay: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (onTheWay = resolve));
    standIn.mishaps = (name) => {
      if (name !== 'insert' || !isAway) return undefined;
      onTheWay();
      return 'drop';
    };
    const putting = vault.put([entry()]);
    await asked;
    // At its start it cannot tell this put from one whose process has ended.
    const other = await opened();
    isAway = false;
    expect(await putting).toEqual([entry()]);
    expect([...(await other.reveal([entry().commitment], ['person'])).keys()]).toEqual([entry().commitment]);
    expect(await held(other)).toEqual([entry().value]);
  });

  it.each([1, 2, 3, 4, 5])('do not come back with the late put of another process (%d commands late) that has given up', async (lateBy) => {
    await unheardPut(lateBy);
    const erasing = await opened();
    await erasing.put([entry()]);
    const failing = await opened({ patienceMs: 0 });
    standIn.mishaps = (name) => (name === 'insert' ? 'late' : undefined);
    await expect(failing.put([entry({ eventId: 'e2' })])).rejects.toMatchObject({ code: 'vault.unavailable' });
    standIn.mishaps = () => undefined;
    await erasing.erase('person-0001');
    for (let index = 0; index <= lateBy; index++) await erasing.erasedFor('nothing');
    expect([await held(erasing), (await everything()).includes(entry().value)]).toEqual([[], false]);
  });

  it('are all there or none when the server goes away, and can be put again', async () => {
    const vault = await opened({ patienceMs: 400 });
    const two = [entry(), entry({ field: 'phone', value: '0915' })];
    standIn.mishaps = (name) => (name === 'insert' ? 'drop' : undefined);
    await expect(vault.put(two)).rejects.toMatchObject({ code: 'vault.unavailable' });
    standIn.mishaps = () => undefined;
    expect(await everything()).toBe('[]');
    expect(await vault.put(two)).toEqual(two);
  });

  it('take several documents where one would be too large, and are refused where none is large enough', async () => {
    const vault = await opened();
    const large = [0, 1, 2].map((index) => entry({ eventId: `e${index}`, value: String(index).repeat(7_000_000) }));
    await vault.put(large);
    expect((await vault.reveal([large[2]!.commitment], ['person'])).get(large[2]!.commitment)?.value.length).toBe(7_000_000);
    await expect(vault.put([entry({ eventId: 'e8' }), entry({ eventId: 'e9', value: 'x'.repeat(17_000_000) })])).rejects.toMatchObject({
      code: 'vault.too-large',
    });
    expect((await vault.reveal([entry({ eventId: 'e8' }).commitment], ['person'])).size).toBe(0);
  });

  it('are read beside their writer, and only read', async () => {
    await expect(opened({ readOnly: true })).rejects.toMatchObject({ code: 'vault.absent' });
    const writer = await opened();
    await writer.put([entry()]);
    const reader = await opened({ readOnly: true });
    expect((await reader.reveal([entry().commitment], ['person'])).size).toBe(1);
    for (const write of [() => reader.put([entry({ eventId: 'e2' })]), () => reader.erase('person-0001'), () => reader.sweep(async () => true)])
      await expect(write()).rejects.toMatchObject({ code: 'vault.read-only' });
  });
});
