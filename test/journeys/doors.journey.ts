import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasUnseen } from '#kernel';
import { newCommandId, realClock, realEntropy } from '#ledger';
import { openLedger, type Zelian } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { refusalOf, zelian as cli } from './command-line.js';
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
