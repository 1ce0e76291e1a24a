import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#kernel';
import type { ErasureRow } from '#redress';
import { cadres, officer, PEOPLE, RedressCounty } from '../support/redress-county.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, post, served, type Served } from './over-http.js';

jest.setTimeout(120_000);

let folder: string;
let data: string;
let county: RedressCounty;
let host: Served;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-erasure-'));
  data = join(folder, 'ledger');
  county = await (await RedressCounty.open({ directory: data })).settle();
  host = await served(county.zelian);
});
afterAll(() => rmSync(folder, { recursive: true }));

const OF = { erasureId: 'erasure-01', subjectId: PEOPLE.deputy };
const proposal = { ...OF, ground: 'retention-expired', provision: '《个人信息保护法》第四十七条', documentNo: '示例删1号', reason: { private: '期满' } };
const approval = { ...OF, documentNo: '示例批1号' };
const say = async (type: string, body: object, actor: Actor) => {
  const answer = await post(host, { type, data: body }, { actor, commandId: county.nextCommandId() });
  await county.zelian.drain();
  return answer.status === 201 ? 'recorded' : answer.json().code;
};
const get = async (path: string, actor: Actor) => host.ask(`/api/v1/${path}`, { headers: { 'x-actor': actorText(actor) } });

it('takes two people over HTTP; then nobody finds the name, and a receipt says so', async () => {
  expect(await say('ApproveErasure', approval, cadres)).toBe('erasure.unknown');
  expect(await say('ProposeErasure', { ...proposal, ground: 'because' }, officer)).toBe('body.invalid');
  expect(await say('ProposeErasure', proposal, officer)).toBe('recorded');
  expect(await say('ApproveErasure', approval, officer)).toBe('erasure.same-person');
  expect((await get('erasures/erasure-01/receipt', officer)).json().code).toBe('erasure.not-carried-out');
  expect(await say('ApproveErasure', approval, cadres)).toBe('recorded');

  const { row } = (await get('views/person-directory/' + PEOPLE.deputy, officer)).json<{ row: { name: string } }>();
  expect(row.name).toBe('（已删除）');
  const state = (await get('views/erasures/erasure-01', officer)).json<{ row: ErasureRow }>().row;
  expect([state.state, state.reason]).toEqual(['carried-out', '（已删除）']);
  expect((await get('views/erasures/erasure-01', { personId: PEOPLE.successor })).json().code).toBe('access.case-owner-only');

  const receipt = await get('erasures/erasure-01/receipt', { personId: PEOPLE.deputy });
  expect(receipt.status).toBe(200);
  writeFileSync(join(folder, 'receipt.json'), receipt.text);
  const checked = await host.ask('/api/v1/erasures/receipts/check', {
    ...{ method: 'POST', body: receipt.text },
    headers: { 'content-type': 'application/json', 'x-actor': actorText(officer) },
  });
  expect([checked.status, checked.json()]).toEqual([200, { ok: true, signature: true, events: true, gone: true }]);
});

it('on the command line a second person approves what the first proposed, and the receipt is checked there', async () => {
  await host.close();
  await county.close();
  const file = (name: string, body: object) => {
    writeFileSync(join(folder, name), JSON.stringify(body));
    return join(folder, name);
  };
  const other = { erasureId: 'erasure-02', subjectId: PEOPLE.successor };
  const at = ['--simulated-at', '2017-07-01T01:00:00.000Z'];
  const by = (actor: Actor) => ['--data', data, '--actor', actorText(actor), '--json'];
  const propose = file('propose.json', { ...proposal, ...other });
  const approve = file('approve.json', { ...other, documentNo: '示例批2号' });
  expect((await commandLine('erasure', 'propose', '--json-file', propose, ...by(officer), ...at)).code).toBe(0);
  expect(refusalOf(await commandLine('erasure', 'approve', '--json-file', approve, ...by(officer), ...at))).toBe('erasure.same-person');
  expect((await commandLine('erasure', 'approve', '--json-file', approve, ...by(cadres), ...at)).code).toBe(0);
  const shown = await commandLine('show', 'person-directory', '--key', PEOPLE.successor, ...by(officer));
  expect(shown.json<{ row: { name: string } }>().row.name).toBe('（已删除）');

  const out = join(folder, 'receipt-02.json');
  expect((await commandLine('erasure', 'receipt', 'erasure-02', '--out', out, ...by(officer))).code).toBe(0);
  for (const receipt of [out, join(folder, 'receipt.json')]) {
    const checked = await commandLine('erasure', 'check', receipt, ...by(officer));
    expect([checked.code, checked.json()]).toMatchObject([0, { ok: true }]);
  }
  expect(refusalOf(await commandLine('erasure', 'check', propose, ...by(officer)))).toBe('erasure.receipt-malformed');
  expect((await commandLine('verify', '--data', data, '--json')).json<{ ok: boolean }>().ok).toBe(true);

  // Once sealed, whoever has the key needs no ledger.
  expect((await commandLine('seal', '--data', data, ...at)).code).toBe(0);
  const signed = join(folder, 'receipt-02-signed.json');
  const given = await commandLine('erasure', 'receipt', 'erasure-02', '--out', signed, ...by(officer));
  const key = given.json<{ signature: { keyId: string } }>().signature.keyId;
  const away = (receipt: string, ...more: readonly string[]) => commandLine('erasure', 'check', receipt, '--data', join(folder, 'nowhere'), ...more);
  expect(refusalOf(await away(signed, '--json'))).toBe('ledger.absent');
  const offline = await away(signed, '--key', key, '--json');
  expect([offline.code, offline.json()]).toEqual([0, { ok: true, signature: true, events: null, gone: null }]);
  expect((await away(signed, '--key', key)).out).toContain('未核对 not checked');
  const forged = join(folder, 'forged.json');
  writeFileSync(forged, readFileSync(signed, 'utf8').replace('示例批2号', '示例批3号'));
  expect([(await away(forged, '--key', key)).code, (await away(out, '--key', key)).code]).toEqual([1, 1]);
  expect(refusalOf(await away(propose, '--key', key, '--json'))).toBe('erasure.receipt-malformed');
  expect(refusalOf(await away(signed, '--key', 'hello', '--json'))).toBe('key.malformed');
  expect((await commandLine('erasure', 'check', signed, '--key', key, ...by(officer))).json()).toEqual({ ok: true, signature: true, events: true, gone: true });
});
