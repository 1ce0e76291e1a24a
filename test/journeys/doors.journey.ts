import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasUnseen } from '#kernel';
import { newCommandId, realClock, realEntropy, SimulatedClock } from '#ledger';
import { openLedger, type Zelian } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { refusalOf, spawned, zelian as cli } from './command-line.js';
import { routeOf, served, type Asked, type Served } from './over-http.js';

// What comes in from outside, by whichever door: taken alike, refused alike, and never with a fault.

const clerk = 'person-clerk1';
const UNIT = { unitId: 'unit-door1', kind: 'town', name: '云溪镇' };
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

let zelian: Zelian;
let host: Served;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'zelian-doors-'));
  zelian = await openLedger({ entropy: realEntropy });
  host = await served(zelian);
  await (await openLedger({ directory: join(root, 'ledger'), entropy: realEntropy })).close();
});
afterAll(async () => {
  await host.close();
  await zelian.close();
  rmSync(root, { recursive: true });
});

const commandId = (): string => newCommandId(realClock.now(), realEntropy);
const asked = (body: string): Asked => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-actor': clerk, 'idempotency-key': commandId() },
  body,
});
const codeOf = async (path: string, asking: Asked) => {
  const before = (await zelian.log.head()).position;
  const answer = await host.ask(path, asking);
  expect((await zelian.log.head()).position).toBe(before);
  return [answer.status, answer.json().code];
};
/** A command line on the directory that holds a ledger. */
const here = (...args: readonly string[]) => cli(...args, '--data', join(root, 'ledger'), '--actor', clerk, '--json');
function written(name: string, text: string): string {
  const file = join(root, name);
  writeFileSync(file, text);
  return file;
}
const recorded = (text: string) => here('record', 'RegisterUnit', '--json-file', written('body.json', text));

describe('a name that every object has', () => {
  const bodies = (name: string) => [
    JSON.stringify({ ...UNIT, name: '@' }).replace('"@"', `{"${name}":1}`),
    JSON.stringify(UNIT).replace('{', `{"${name}":{"kind":"town"},`),
    `{"${name}":[]}`,
  ];
  it.each(INHERITED)('is no field of a command: %s', async (name) => {
    for (const body of bodies(name)) expect(await codeOf(routeOf('RegisterUnit'), asked(body))).toEqual([400, 'body.invalid']);
    for (const body of bodies(name)) expect(refusalOf(await recorded(body))).toBe('body.invalid');
    const list = `{"commands":[{"type":"RegisterUnit","commandId":"${commandId()}","data":${bodies(name)[1]}}]}`;
    expect(await codeOf('/api/v1/commands', asked(list))).toEqual([400, 'body.invalid']);
    expect(refusalOf(await here('record-list', '--json-file', written('list.json', list)))).toBe('body.invalid');
  });
  it('is refused by every command there is', async () => {
    const types = Object.values(requestsByContext).flatMap((requests = []) => requests.map(({ type }) => type));
    expect(types.length).toBeGreaterThan(150);
    for (const type of types)
      for (const body of ['{"constructor":1}', '{"date":{"constructor":{}}}']) expect(await codeOf(routeOf(type), asked(body))).toEqual([400, 'body.invalid']);
  });
  it.each(['constructor', 'toString', '__proto__'])('is no view, command, template or document: %s', async (name) => {
    const get: Asked = { headers: { 'x-actor': clerk } };
    expect(await codeOf(`/api/v1/views/${name}`, get)).toEqual([404, 'view.unknown']);
    expect(await codeOf(`/api/v1/exchange/templates/${name}`, get)).toEqual([404, 'template.unknown']);
    expect(await codeOf(`/api/v1/exchange/documents/${name}/x`, get)).toEqual([404, 'document.unknown']);
    const list = `{"commands":[{"type":"${name}","commandId":"${commandId()}","data":{}}]}`;
    expect(await codeOf('/api/v1/commands', asked(list))).toEqual([422, 'list.refused']);
    expect(refusalOf(await here('record', name, '--json-file', written('body.json', '{}')))).toBe('command.unknown');
  });
});

describe('characters that nobody sees', () => {
  it.each(['\\u0000', '\\u001b[2J', '\\u202e', '\\u200b', '\\r', '\\n'])('are no part of a name: %s', async (character) => {
    const body = JSON.stringify(UNIT).replace('镇', character);
    expect(await codeOf(routeOf('RegisterUnit'), asked(body))).toEqual([400, 'body.invalid']);
    expect(refusalOf(await recorded(body))).toBe('body.invalid');
  });
  it('do not reach a terminal from what older versions took', async () => {
    const directory = join(root, 'older');
    const older = await openLedger({ directory, entropy: realEntropy });
    const name = '云溪\u001b[2J\u202e镇';
    await older.record({ type: 'RegisterUnit', data: { ...UNIT, name } }, { actor: { personId: clerk }, commandId: commandId() });
    await older.drain();
    await older.close();
    const show = (...more: readonly string[]) => cli('show', 'unit-directory', '--data', directory, '--actor', clerk, ...more);
    for (const { code, out } of [await show(), await show('--json'), await show('--key', UNIT.unitId)]) {
      expect([code, out]).toEqual([0, expect.stringContaining('云溪\\u001b[2J\\u202e镇')]);
      expect(hasUnseen(out)).toBe(false);
    }
    expect((await show('--json')).json<{ rows: readonly { row: { name: string } }[] }>().rows[0]!.row.name).toBe(name);
    const refused = await cli('explain', 'unit-\u001b[2J', '--data', directory);
    expect([refused.code, hasUnseen(refused.err)]).toEqual([2, false]);
  });
});

describe('a moment', () => {
  const MOMENTS = ['-1', '0', '2017-01-31', '2017-01-31T15:59:59.999Z', '2017-01-31T15:59:59Z', '2017-01-31T23:59:59+08:00'];
  it.each(MOMENTS)('is taken over HTTP as on the command line: %s', async (moment) => {
    for (const text of [moment, encodeURIComponent(moment)]) {
      const answers = [await host.ask(`/api/v1/views/unit-directory?asKnownAt=${text}`), await host.ask(`/api/v1/views/unit-directory/diff?from=${text}`)];
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
    const lines = [await here('show', 'unit-directory', `--as-known-at=${moment}`), await here('diff', 'unit-directory', `--from=${moment}`)];
    expect(lines.map(({ code }) => code)).toEqual([0, 0]);
  });
  it.each(['yesterday', '2017-02-30', '2017-01-31T15:59:59'])('that is none is refused by its own words: %s', async (moment) => {
    for (const path of [`unit-directory?asKnownAt=${moment}`, `unit-directory/diff?from=${moment}`]) {
      const { status, json } = await host.ask(`/api/v1/views/${path}`);
      expect([status, json().code, json().messages.zh]).toEqual([400, 'moment.invalid', expect.stringContaining(`：${moment}（`)]);
    }
    expect(refusalOf(await here('show', 'unit-directory', '--as-known-at', moment))).toBe('moment.invalid');
  });
});

describe('a folder that is none', () => {
  const lines: readonly (readonly string[])[] = [
    ['record', 'RegisterUnit', '--json-file', 'body'],
    ['show', 'unit-directory'],
    ['verify'],
    ['rebuild'],
    ['serve', '--port', '0'],
    ['demo'],
    ['import', 'events', '--in', 'body'],
  ];
  it.each(lines)('is refused: %s', async (...line) => {
    const body = written('body.json', JSON.stringify(UNIT));
    const file = written('file', 'no folder');
    for (const data of [file, join(file, 'below')]) {
      const given = line.map((word) => (word === 'body' ? body : word));
      expect(refusalOf(await cli(...given, '--data', data, ...(line[0] === 'demo' ? [] : ['--actor', clerk]), '--json'))).toBe('usage.folder');
    }
  });
  it('is refused for keys as well', async () => {
    const [body, keys] = [written('body.json', JSON.stringify(UNIT)), written('file', 'no folder')];
    const line = ['record', 'RegisterUnit', '--json-file', body, '--data', join(root, 'fresh'), '--keys', keys, '--actor', clerk, '--json'];
    expect(refusalOf(await cli(...line))).toBe('usage.folder');
  });
});

describe('a refusal speaks of what was asked', () => {
  it('on the command line by the names of options, over HTTP by those of headers', async () => {
    const body = written('body.json', JSON.stringify(UNIT));
    const told = async (...more: readonly string[]) => (await here('record', 'RegisterUnit', '--json-file', body, ...more)).json().messages;
    for (const [option, value] of [
      ['--command-id', '123'],
      ['--expected-revision', 'x'],
      ['--seen', 'x'],
      ['--on-authority-of', 'x'],
    ] as const) {
      const { zh, en } = await told(option, value);
      for (const words of [zh, en]) expect([option, words]).toEqual([option, expect.stringContaining(option)]);
    }
    const answer = await host.ask(routeOf('RegisterUnit'), {
      ...asked('{}'),
      headers: { ...asked('{}').headers, 'idempotency-key': '123' },
      body: JSON.stringify(UNIT),
    });
    expect(answer.json().messages.zh).toContain('Idempotency-Key');
  });
  it('in Chinese without the English of the option parser', async () => {
    const zhOf = async (...line: readonly string[]) => (await cli(...line, '--json')).json().messages.zh;
    expect(await zhOf('show')).toBe('缺少参数：view');
    expect(await zhOf('shwo')).toBe('没有这个命令：shwo（是否指show？）');
    expect(await zhOf('show', 'x', '--colour')).toBe('未知选项：--colour');
    expect(await zhOf('show', 'x', 'y')).toBe('多余的参数：应有1个，实有2个');
    expect(await zhOf('diff', 'x')).toBe('缺少必需的选项：--from <position|instant|date>');
  });
  it('of a file that exists', async () => {
    const out = written('taken', 'x');
    for (const line of [
      ['export', 'events', '--out', out],
      ['template', 'roster', '--out', out],
    ]) {
      const { code, messages } = (await here(...line)).json();
      expect([code, messages.zh]).toEqual(['usage.file', expect.stringContaining('已存在')]);
    }
  });
  it('of the parameters that a route takes', async () => {
    for (const path of ['ledger', 'checkpoint', 'views/unit-directory', 'explain/unit-door1']) {
      const { status, json } = await host.ask(`/api/v1/${path}?bogus=1`);
      expect([path, status, json().code]).toEqual([path, 400, 'query.unknown']);
    }
    expect((await host.ask('/api/v1/views/unit-directory/diff?bogus=1')).json().messages.zh).toBe('未知参数：bogus；此地址可用参数：from、to');
    expect((await host.ask('/api/v1/ledger?bogus=1')).json().messages.zh).toBe('未知参数：bogus；此地址不接受参数');
    expect(await codeOf(`${routeOf('RegisterUnit')}?asKnownAt=1`, asked(JSON.stringify(UNIT)))).toEqual([400, 'query.unknown']);
  });
  it.each(['DELETE', 'PUT', 'PATCH', 'OPTIONS'])('of an address that does not take %s, whatever came with it', async (method) => {
    const headers = { 'content-type': 'application/json', 'x-actor': clerk };
    for (const body of [undefined, '{"half":']) {
      const { status, json } = await host.ask('/api/v1/ledger', { method, headers, ...(body !== undefined && { body }) });
      expect([status, json().code]).toEqual([404, 'http.not-found']);
    }
  });
  it('of a port that is taken, once', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((settle) => other.once('listening', settle));
    const { port } = other.address() as AddressInfo;
    const { code, err } = await spawned(['serve', '--port', String(port), '--data', join(root, 'ledger')]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^无法监听127\.0\.0\.1:\d+（EADDRINUSE）\ncannot listen on .* \[serve\.cannot-listen\]\n$/)]);
    other.close();
  }, 60_000);
});

describe('what the command line tells people', () => {
  it('says where it opened a new ledger, and of one that is there nothing', async () => {
    const body = written('new.json', JSON.stringify({ ...UNIT, unitId: 'unit-door2' }));
    const recorded = (id: string) => cli('record', 'RegisterUnit', '--json-file', body, '--command-id', id, '--data', join(root, 'mistyped'), '--actor', clerk);
    const id = commandId();
    const [first, again] = [await recorded(id), await recorded(id)];
    expect([first.code, first.err.includes('新开立账本'), again.code, again.err.includes('新开立账本')]).toEqual([0, true, 0, false]);
  });
  it('records nothing at a moment that a simulated ledger has left behind, nor serves it then', async () => {
    const directory = join(root, 'simulated');
    await (await openLedger({ directory, clock: new SimulatedClock('2017-05-01T00:00:00.000Z'), entropy: realEntropy })).close();
    const there = ['--data', directory, '--actor', clerk, '--json'];
    const body = written('simulated.json', JSON.stringify({ ...UNIT, unitId: 'unit-door4' }));
    const recorded = (at: string) => cli('record', 'RegisterUnit', '--json-file', body, '--simulated-at', at, ...there);
    expect(refusalOf(await recorded('2016-05-01T00:00:00.000Z'))).toBe('clock.backwards');
    expect(refusalOf(await cli('serve', '--port', '0', '--simulated-at', '2016-05-01T00:00:00.000Z', ...there))).toBe('clock.backwards');
    expect(refusalOf(await cli('trail', 'unit-door4', ...there))).toBe('subject.unknown');
    expect((await recorded('2017-05-01T00:00:00.000Z')).code).toBe(0);
  });
  it('tells every version of a row in words: what it was first, then what each changed', async () => {
    const person = { personId: 'person-door1', name: { private: '虚构' }, partyMember: true, staffStatus: 'civil-servant' };
    const changed = { personId: 'person-door1', partyMember: true, staffStatus: 'village', from: '2016-05-01' };
    for (const [type, body] of [['RegisterPerson', person] as const, ['ChangePersonStatus', changed] as const])
      expect((await here('record', type, '--json-file', written('person.json', JSON.stringify(body)))).code).toBe(0);
    const { out } = await cli('show', 'person-directory', '--key', 'person-door1', '--history', '--data', join(root, 'ledger'), '--actor', clerk);
    const [, first, second] = out.split(/ 记录\d+起/);
    expect([first, second]).toEqual([
      expect.stringMatching(/^，至记录\d+之前 from[^→]*党员：是[^→]*$/),
      expect.stringMatching(/^ from position \d+\n[^]*civil-servant → village\n/),
    ]);
    expect(second).not.toContain('党员：是');
  });
});

describe('a book', () => {
  it('is published from the file that the linter takes, or from the body of the command', async () => {
    const book = readFileSync(join(__dirname, '../../libs/rulebook/books/pingli-2016.json'), 'utf8');
    const publish = async (text: string) => here('book', 'publish', '--json-file', written('book.json', text));
    expect((await publish(book)).json<{ events: readonly { type: string }[] }>().events.map(({ type }) => type)).toEqual(['RuleBookPublished']);
    expect(refusalOf(await publish(`{"document":${book}}`))).not.toBe('body.invalid');
    expect(refusalOf(await publish(`{"id":1}`))).toBe('body.invalid');
  });
});
