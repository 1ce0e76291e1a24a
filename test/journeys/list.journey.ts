import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCommandId, realClock, realEntropy, type Wish } from '#ledger';
import { openLedger, type Zelian } from '#zelian';
import type { ListFault } from '#zelian/nest';
import { refusalOf, serving, zelian as cli, type Server } from './command-line.js';
import { postList, served, type Served } from './over-http.js';

// An office brings in a list that it kept on paper: one append, all of it or nothing.

const clerk = { personId: 'person-clerk1', postId: 'post-clerk1' };
const wish = (type: string, data: object): Wish => ({ command: { type, data }, commandId: newCommandId(realClock.now(), realEntropy) });
const unitOf = (id: string) => `unit-liste${id}`;
const town = (id: string, more: object = {}): Wish => wish('RegisterUnit', { unitId: unitOf(id), kind: 'town', name: `${id}镇`, ...more });
const village = (id: string, townUnitId: string): Wish =>
  wish('RegisterVillage', { villageId: `village-liste${id}`, name: `${id}村`, townUnitId: unitOf(townUnitId) });

describe('a list over HTTP', () => {
  let zelian: Zelian;
  let host: Served;
  beforeEach(async () => {
    zelian = await openLedger({ entropy: realEntropy });
    host = await served(zelian);
  });
  afterEach(async () => {
    await host.close();
    await zelian.close();
  });
  const faultsOf = async (wishes: readonly Wish[]): Promise<readonly Partial<ListFault>[]> => {
    const before = await zelian.log.head();
    const answer = await postList(host, wishes, clerk);
    expect([answer.status, answer.json().code]).toEqual([422, 'list.refused']);
    expect(await zelian.log.head()).toEqual(before);
    return answer
      .json<Readonly<{ errors: readonly ListFault[] }>>()
      .errors.map(({ index, type, code, field }) => ({ index, type, code, ...(field && { field }) }));
  };

  it('is one append in which later commands stand on earlier ones, and sent again changes nothing', async () => {
    const list = [town('bj'), village('v1', 'bj'), village('v2', 'bj')];
    const first = await postList(host, list, clerk);
    expect(first.status).toBe(201);
    const { events, again } = first.json<{ events: readonly { type: string; origin: string; recordedAt: string }[]; again: boolean }>();
    expect([again, events.map(({ type }) => type)]).toEqual([false, ['UnitRegistered', 'VillageRegistered', 'VillageRegistered']]);
    expect(new Set(events.map(({ origin, recordedAt }) => `${origin} ${recordedAt}`)).size).toBe(1);
    const { position } = await zelian.log.head();
    expect((await postList(host, list, clerk)).json<{ again: boolean }>().again).toBe(true);
    expect((await zelian.log.head()).position).toBe(position);
  });

  it('names every fault by the place of its command and records nothing: wrong fields first', async () =>
    expect(await faultsOf([town('a1'), town('a2', { colour: 'red' }), wish('RegisterMoon', {}), town('a3', { kind: 'moon' })])).toEqual([
      { index: 1, type: 'RegisterUnit', code: 'body.invalid', field: 'colour' },
      { index: 2, type: 'RegisterMoon', code: 'command.unknown' },
      { index: 3, type: 'RegisterUnit', code: 'body.invalid', field: 'kind' },
    ]));

  it('then what the rules refuse', async () =>
    expect(await faultsOf([town('b1'), village('v3', 'nowhere'), village('v4', 'b1'), town('b1')])).toEqual([
      { index: 1, type: 'RegisterVillage', code: 'unit.unknown' },
      { index: 3, type: 'RegisterUnit', code: 'unit.already-registered' },
    ]));

  it('is refused as a whole when it is no list of commands', async () => {
    const before = await zelian.log.head();
    const ask = async (body: unknown, actor: string | undefined = 'person-clerk1') =>
      (
        await host.ask('/api/v1/commands', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(actor && { 'x-actor': actor }) },
          body: JSON.stringify(body),
        })
      ).json().code;
    const { command, commandId } = town('c1');
    expect(await ask({ commands: [] })).toBe('list.empty');
    expect(await ask({ commands: [{ ...command, commandId: 'x' }] })).toBe('command.invalid-id');
    expect(await ask({ commands: [{ ...command, commandId, origin: 'clock' }] })).toBe('body.invalid');
    expect(await ask({ commands: command })).toBe('body.invalid');
    expect(await ask({ commands: [{ ...command, commandId }] }, '')).toBe('actor.invalid');
    expect(await zelian.log.head()).toEqual(before);
  });

  it('takes no command of a policy or of the clock', async () =>
    expect(await faultsOf([wish('EndHour', { hour: '2026-01-01T00:00:00.000Z' })])).toEqual([{ index: 0, type: 'EndHour', code: 'command.unknown' }]));
});

describe('a list on the command line', () => {
  let root: string;
  let list: string;
  const data = () => ['--data', join(root, 'ledger'), '--actor', 'person-clerk1', '--json'];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'zelian-list-'));
    list = join(root, 'list.json');
    const commands = [town('d1'), town('d2')].map(({ command, commandId }) => ({ ...command, commandId }));
    writeFileSync(list, JSON.stringify({ commands }));
    await (await openLedger({ directory: join(root, 'ledger'), entropy: realEntropy })).close();
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('is recorded whole, or every fault is told by its number', async () => {
    const { code, json } = await cli('record-list', '--json-file', list, ...data());
    expect([code, json<{ events: readonly unknown[] }>().events.length]).toEqual([0, 2]);
    const bad = join(root, 'bad.json');
    writeFileSync(bad, JSON.stringify({ commands: [town('d3'), town('d1')].map(({ command, commandId }) => ({ ...command, commandId })) }));
    expect(refusalOf(await cli('record-list', '--json-file', bad, ...data()))).toBe('list.refused');
    const told = await cli('record-list', '--json-file', bad, '--data', join(root, 'ledger'), '--actor', 'person-clerk1');
    expect([told.code, told.out]).toEqual([2, expect.stringMatching(/2\s+RegisterUnit\s+.*已/)]);
  });

  it('goes through the server that owns the directory', async () => {
    const server: Server = await serving(['--data', join(root, 'ledger'), '--port', '0']);
    const { code, json } = await cli('record-list', '--json-file', list, ...data());
    expect([code, json<{ again: boolean; events: readonly unknown[] }>()]).toMatchObject([0, { events: [{}, {}] }]);
    expect(await server.stop('SIGTERM')).toBe(0);
  });
});
