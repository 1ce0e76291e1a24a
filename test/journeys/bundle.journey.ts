import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#kernel';
import { seededEntropy } from '#ledger';
import { officer, PEOPLE, RedressCounty } from '../support/redress-county.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, served, type Served } from './over-http.js';

jest.setTimeout(120_000);

let folder: string;
let town: RedressCounty;
let county: RedressCounty;
let host: Served;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-bundle-journey-'));
  town = await (await RedressCounty.open({ directory: at('town') })).settle();
  county = await (await RedressCounty.open({ directory: at('county'), entropy: seededEntropy('county of the journey') })).settle();
  host = await served(county.zelian);
});
afterAll(() => rmSync(folder, { recursive: true }));

const by = (data: string) => ['--data', at(data), '--actor', actorText(officer), '--json'];
const headers = (actor: Actor, type: string) => ({ 'content-type': type, 'x-actor': actorText(actor) });
const send = (file: Buffer, query = '', actor: Actor = officer) =>
  host.ask(`/api/v1/exchange/bundles/received${query}`, { method: 'POST', headers: headers(actor, 'application/octet-stream'), body: file });

it('a town’s events come to the county on a stick, by HTTP there, once, and signed', async () => {
  await town.close();
  const { ledgerId, publicKey } = (await commandLine('bundle', 'key', ...by('town'))).json<{ ledgerId: string; publicKey: string }>();
  const out = at('first.bundle');
  expect((await commandLine('bundle', 'export', '--since', '0', '--out', out, ...by('town'))).code).toBe(0);
  const file = readFileSync(out);
  expect((await send(file)).json().code).toBe('bundle.signer-unknown');
  expect((await send(file, `?signedBy=${publicKey}`, { personId: PEOPLE.deputy })).json().code).toBe('access.case-owner-only');
  const tampered = Buffer.from(file.toString('utf8').replace('party-committee', 'discipline'));
  const refused = (await send(tampered, `?signedBy=${publicKey}`)).json();
  expect([refused.status, refused.code, refused.errors?.length]).toEqual([422, 'import.refused', 1]);

  const first = await send(file, `?signedBy=${publicKey}`);
  const { received, to } = first.json<{ received: number; to: number }>();
  expect([first.status, received]).toEqual([201, to]);
  expect((await send(file)).json<{ received: number }>().received).toBe(0);
  await county.zelian.drain();
  const row = await host.ask(`/api/v1/views/foreign-ledgers/${ledgerId}`, { headers: { 'x-actor': actorText(officer) } });
  expect(row.json()).toMatchObject({ row: { ledgerId, events: to, signer: publicKey, bundles: 1 } });
  const answer = await host.ask('/api/v1/exchange/bundles', {
    ...{ method: 'POST', headers: headers(officer, 'application/json') },
    body: JSON.stringify({ since: 0, scopes: ['person'], recipient: '市纪委', purpose: '汇总' }),
  });
  expect([answer.status, answer.text.includes(`虚构${PEOPLE.deputy}`)]).toEqual([201, true]);
});

it('on the command line: what came later goes on from there, a gap is refused, and the originals come out as they came', async () => {
  await host.close();
  await county.close();
  const at17 = ['--simulated-at', '2017-07-01T01:00:00.000Z'];
  const unit = at('unit.json');
  const info = await commandLine('show', 'foreign-ledgers', ...by('county'));
  const [{ key: ledgerId, row }] = info.json<{ rows: [{ key: string; row: { events: number } }] }>().rows;
  for (const [index, unitId] of ['unit-later1', 'unit-later2'].entries()) {
    writeFileSync(unit, JSON.stringify({ unitId, kind: 'organ', name: '后来' }));
    expect((await commandLine('record', 'RegisterUnit', '--json-file', unit, ...by('town'), ...at17)).code).toBe(0);
    const since = String(row.events + index);
    expect((await commandLine('bundle', 'export', '--since', since, '--out', at(`${index}.bundle`), ...by('town'))).code).toBe(0);
  }
  const take = (name: string) => commandLine('bundle', 'import', at(name), ...by('county'), ...at17);
  expect(refusalOf(await take('1.bundle'))).toBe('bundle.gap');
  expect((await take('0.bundle')).json()).toMatchObject({ received: 1 });
  expect((await take('1.bundle')).json()).toMatchObject({ received: 1 });
  expect((await take('1.bundle')).json()).toMatchObject({ received: 0 });
  expect(refusalOf(await commandLine('bundle', 'import', at('absent'), ...by('county')))).toBe('usage.file');

  const withNames = ['bundle', 'export', '--since', '0', '--scopes', 'person', '--out', at('names.bundle'), ...by('town')];
  expect(refusalOf(await commandLine(...withNames))).toBe('release.recipient-missing');
  expect((await commandLine(...withNames, '--to', '县纪委', '--purpose', '汇总', ...at17)).code).toBe(0);

  expect((await commandLine('bundle', 'originals', ledgerId, '--out', at('town.jsonl'), ...by('county'))).code).toBe(0);
  const copy = await commandLine('import', 'events', '--in', at('town.jsonl'), ...by('copy'));
  expect(copy.json()).toMatchObject({ events: row.events + 2 });
  expect((await commandLine('verify', '--data', at('county'), '--json')).json()).toMatchObject({ ok: true });
});
