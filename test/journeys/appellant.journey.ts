import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRevealed, readDossier, sha256, verifyDossierFile, type DossierVerdict } from '#seal';
import { leafHash, parseCheckpoint, parseTlogProof, verifyInclusion } from '#transparency';
import type { CheckpointAnswer } from '#zelian';
import { PEOPLE, RedressCounty, officer, SUBJECT } from '../support/redress-county.js';
import { actsOfAppeal } from '../support/redress-appeal.js';
import { pythonMissing, SCRIPT } from '../support/second-verifier.js';
import { refusalOf, serving, zelian, type Server } from './command-line.js';
import { actorText } from './over-http.js';

// Somebody who was removed from post lodges an appeal, keeps the receipt, and later checks a dossier of the own case on the own computer: nothing was changed since,
// and nothing about the own person is missing. The server stands at a moment of a simulated ledger.

jest.setTimeout(180_000);

const NOW = '2017-07-03T01:00:00.000Z';
let folder: string;
let server: Server;
const at = (name: string) => join(folder, name);
const kept = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const AUDITOR = 'audit.example.org/office';
let auditorKey: string;
let logKey: string;
let lodged: Readonly<{ id: string }>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-appellant-'));
  const county = await (await RedressCounty.open({ directory: at('ledger'), keysFolder: at('keys') })).settle();
  await county.hold(PEOPLE.secretary, SUBJECT.postId, '2015-01-01');
  await county.decide(SUBJECT, 'RemovalFromPost', '2017-02-01');
  await county.publish(SUBJECT, '县政府网站', '2017-02-10');
  await county.take(actsOfAppeal().lodged);
  for await (const { type, bytes } of county.zelian.log.readAll(0)) if (type === 'AppealLodged') lodged = JSON.parse(bytes.toString('utf8')) as typeof lodged;
  await county.close();
  server = await serve();
});
afterAll(async () => {
  expect(await server.stop('SIGTERM')).toBe(0);
  rmSync(folder, { recursive: true });
});

const serve = () => serving(['--data', at('ledger'), '--keys', at('keys'), '--simulated-at', NOW]);
const asked = (path: string, body?: object): Promise<Response> =>
  fetch(`${server.url}/api/v1/${path}`, {
    headers: { 'content-type': 'application/json', 'x-actor': actorText(officer) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
const TO = { recipient: '申诉人本人', purpose: '申诉' } as const;
const dossierOf = (body: object = {}, subject: string = PEOPLE.secretary) => asked(`exchange/sealed-dossiers/${subject}`, { ...TO, ...body });
const verified = async (...args: readonly string[]) => {
  const ended = await zelian('dossier', 'verify', ...args, '--json');
  return { code: ended.code, verdict: ended.json<DossierVerdict>() };
};

it('the receipt of what was lodged: its place in the log, which anybody can compute, under a checkpoint that is kept', async () => {
  const sealed = (await (await asked('seal', {})).json()) as CheckpointAnswer;
  [logKey] = sealed.keys as [string];
  const receipt = await (await asked(`proof/inclusion/${lodged.id}`)).text();
  const { index, path, checkpoint } = parseTlogProof(receipt);
  const { size, root } = parseCheckpoint(checkpoint.text);
  const lines = (await (await asked('events')).text()).split('\n');
  expect(verifyInclusion(sha256, { index, size, path, leaf: leafHash(sha256, Buffer.from(lines[index]!)) }, root)).toBe(true);
  expect(JSON.parse(lines[index]!)).toMatchObject({ id: lodged.id, type: 'AppealLodged' });
  kept('held.note', sealed.note);
  // On paper there are three lines: name, size and root.
  kept('held.lines', sealed.note.split('\n').slice(0, 3).join('\n'));
});

it('the receipt on paper, over HTTP; for an event that is not about the subject there is none', async () => {
  const receipt = await dossierOf({ format: 'receipt', event: lodged.id });
  expect([receipt.status, receipt.headers.get('content-type')]).toEqual([201, 'application/pdf']);
  expect(
    Buffer.from(await receipt.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  const refused = await dossierOf({ format: 'receipt', event: '0190a000-0000-7000-8000-00000000ffff' });
  expect([refused.status, (await refused.json()) as object]).toMatchObject([422, { code: 'receipt.no-such-event' }]);
});

it('time passes: more is recorded, an auditor of another office cosigns', async () => {
  await asked('exchange/sealed-dossiers/unit-committee', {});
  const unit = { unitId: 'unit-later00001', kind: 'department', name: '虚构局' };
  const headers = { 'content-type': 'application/json', 'x-actor': actorText(officer), 'idempotency-key': '0190a000-0000-7000-8000-00000000abcd' };
  expect((await fetch(`${server.url}/api/v1/registry/register-unit`, { method: 'POST', headers, body: JSON.stringify(unit) })).status).toBe(201);
  await asked('seal', {});
  const made = await zelian('audit', 'init', '--dir', at('auditor'), '--name', AUDITOR, '--suite', 'sm2-sm3-cosignature', '--json');
  auditorKey = made.json<{ key: string }>().key;
  const run = await zelian(
    ...['audit', 'run', '--dir', at('auditor'), '--url', server.url, '--actor', actorText(officer)],
    ...['--key', logKey, '--out', at('cosigned'), '--json'],
  );
  expect([run.code, run.out]).toEqual([0, expect.stringContaining('"ok": true')]);
  const accepted = await zelian('audit', 'accept', '--data', at('ledger'), '--in', at('cosigned'), '--key', auditorKey, '--json');
  expect(accepted.json()).toMatchObject({ cosigners: [AUDITOR] });
});

it('the dossier over HTTP holds everything about the appellant, and the appellant’s own receipt proves that history stands', async () => {
  const answer = await dossierOf();
  expect([answer.status, answer.headers.get('content-disposition')]).toEqual([201, 'attachment; filename="dossier.json"']);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const file = kept('dossier.json', bytes);
  const dossier = readDossier(bytes.toString('utf8'));
  expect(dossier.keys).toEqual({ log: [logKey], witnesses: [], auditors: [auditorKey] });
  expect(dossier.privateValues.filter(isRevealed).map(({ value }) => value)).toContain(`虚构${PEOPLE.secretary}`);
  for (const held of ['held.note', 'held.lines']) {
    const { code, verdict } = await verified(file, '--checkpoint', at(held), '--auditor', auditorKey);
    expect([code, verdict]).toMatchObject([0, { ok: true, subject: PEOPLE.secretary, anchor: 'checkpoint', assurance: 'L1', auditors: [AUDITOR] }]);
  }
  const alone = (await verified(file)).verdict;
  expect([alone.anchor, alone.assurance, alone.keys.map(({ broughtBy }) => broughtBy)]).toEqual(['none', 'L0', ['file', 'file']]);
  if (pythonMissing() === undefined) {
    const out = execFileSync('python3', [SCRIPT, file, '--checkpoint', at('held.note'), '--json'], { encoding: 'utf8' });
    expect(JSON.parse(out)).toMatchObject({ ok: true, anchor: 'checkpoint', count: dossier.events.length });
  }
});

it('what is withheld stays closed and still verifies; what is changed, or left out, does not', async () => {
  const text = await (await dossierOf({ withhold: ['name'] })).text();
  expect(text).not.toContain(`虚构${PEOPLE.secretary}`);
  expect((await verified(kept('closed.json', text), '--key', logKey)).verdict).toMatchObject({ ok: true, anchor: 'key' });
  for (const [name, other] of Object.entries({ one: text.replace('"withheld":"按要求不公开"', '"withheld":"无"'), two: text.replace('"count":', '"count":1') }))
    expect((await verified(kept(`${name}.json`, other), '--key', logKey)).code).toBe(1);
  const elsewhere = (
    await verified(kept('own.json', text), '--checkpoint', kept('other.note', 'zelian/elsewhere\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'))
  ).verdict;
  expect(elsewhere.firstProblem).toMatchObject({ check: 'held-checkpoint', code: 'held-origin' });
});

it('the same as a page that verifies itself; an absence is a dossier, too; nobody else is given one', async () => {
  const page = await dossierOf({ format: 'page' });
  expect([page.headers.get('content-type'), (await page.text()).slice(0, 15)]).toEqual([expect.stringContaining('text/html'), '<!doctype html>']);
  const absent = kept('absent.json', await (await dossierOf({}, 'person-nobody0001')).text());
  expect((await verified(absent, '--key', logKey)).verdict).toMatchObject({ ok: true, count: 0 });
  const headers = { 'content-type': 'application/json', 'x-actor': PEOPLE.successor };
  const refused = await fetch(`${server.url}/api/v1/exchange/sealed-dossiers/${PEOPLE.secretary}`, { method: 'POST', headers, body: JSON.stringify(TO) });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'access.case-owner-only']);
});

const exportingOf = (subject: string, name: string, ...more: readonly string[]) =>
  zelian(
    ...['dossier', 'export', subject, '--data', at('ledger'), '--keys', at('keys'), '--out', at(name)],
    ...['--actor', actorText(officer), '--json', ...more],
  );
const exporting = (name: string, ...more: readonly string[]) => exportingOf(PEOPLE.secretary, name, '--to', TO.recipient, '--purpose', TO.purpose, ...more);
const refusedOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
const eventsNow = async (): Promise<number> => (await (await asked('events')).text()).trimEnd().split('\n').length;
type Trail = readonly Readonly<{ type: string }>[];

it('a name that closes nothing is refused at both doors, and nothing leaves or is recorded; one value of one event is closed by EVENTID:field', async () => {
  const before = await eventsNow();
  expect(await refusedOf(await dossierOf({ withhold: ['naem'] }))).toEqual([422, 'dossier.withhold-unknown']);
  const mistyped = await exporting('mistyped.json', '--withhold', 'naem');
  expect([mistyped.code, refusalOf(mistyped), existsSync(at('mistyped.json'))]).toEqual([2, 'dossier.withhold-unknown', false]);
  expect(await eventsNow()).toBe(before);
  const open = readDossier(await (await dossierOf()).text()).privateValues.filter(isRevealed);
  const { eventId, field } = open[0]!;
  expect((await exporting('one-closed.json', '--withhold', `${eventId}:${field}`, '--withhold', `${eventId}:${field}`)).code).toBe(0);
  const closed = readDossier(readFileSync(at('one-closed.json'), 'utf8')).privateValues.filter(isRevealed);
  expect(closed).toHaveLength(open.length - 1);
  expect(closed.some((one) => one.eventId === eventId && one.field === field)).toBe(false);
});

it('a dossier about nobody leaves to somebody as well, and is on record, at both doors', async () => {
  const before = await eventsNow();
  expect(await refusedOf(await asked('exchange/sealed-dossiers/unit-absent0001', {}))).toEqual([400, 'body.invalid']);
  expect(refusalOf(await exportingOf('unit-absent0001', 'nobody.json'))).toBe('release.recipient-missing');
  expect([await eventsNow(), existsSync(at('nobody.json'))]).toEqual([before, false]);
  const file = kept('absent-unit.json', await (await dossierOf({}, 'unit-absent0001')).text());
  expect((await verified(file, '--key', logKey)).verdict).toMatchObject({ ok: true, count: 0 });
  const page = await exportingOf('unit-absent0001', 'absent.html', '--format', 'page', '--to', TO.recipient, '--purpose', TO.purpose);
  expect(page.code).toBe(0);
  expect(((await (await asked('trail/unit-absent0001')).json()) as Trail).map(({ type }) => type)).toEqual(['RecordReleased', 'RecordReleased']);
});

it('who holds an old checkpoint is answered after many more; who holds one that the file does not speak of is told so, and nobody is accused', async () => {
  const older = kept('older.json', await (await dossierOf()).text());
  for (let i = 0; i < 22; i++) {
    const unit = { unitId: `unit-more${1000 + i}`, kind: 'department', name: '虚构局' };
    const headers = { 'content-type': 'application/json', 'x-actor': actorText(officer), 'idempotency-key': `0190a000-0000-7000-8000-00000001${1000 + i}` };
    expect((await fetch(`${server.url}/api/v1/registry/register-unit`, { method: 'POST', headers, body: JSON.stringify(unit) })).status).toBe(201);
    expect((await asked('seal', {})).status).toBe(201);
  }
  const held = readFileSync(at('held.note'), 'utf8');
  const plain = kept('much-later.json', await (await dossierOf()).text());
  const asHeld = kept('as-held.json', await (await dossierOf({ held })).text());
  const asPrinted = await exporting('as-printed.json', '--held', at('held.lines'));
  expect(asPrinted.code).toBe(0);
  for (const file of [plain, asHeld, at('as-printed.json')])
    expect((await verified(file, '--checkpoint', at('held.note'))).verdict).toMatchObject({ ok: true, anchor: 'checkpoint' });
  const newest = kept('newest.note', await (await asked('checkpoint')).text());
  const { code, verdict } = await verified(older, '--checkpoint', newest);
  expect([code, verdict.firstProblem]).toEqual([1, { check: 'held-checkpoint', code: 'held-not-comparable' }]);
  const { out } = await zelian('dossier', 'verify', older, '--checkpoint', newest);
  expect(out).toMatch(/dossier export --held[^]*无法对照，不说明账本有任何问题/);
  expect(out).not.toMatch(/改写|不能证明/);
});

it('a checkpoint that this log never signed, or is no beginning of it, is refused at both doors; nothing leaves, nothing is recorded', async () => {
  const before = await eventsNow();
  const [origin, size] = readFileSync(at('held.lines'), 'utf8').split('\n') as [string, string];
  const cases = {
    'checkpoint.malformed': 'hello',
    'dossier.held-origin': `example.org/other\n${size}\n${'A'.repeat(43)}=`,
    'dossier.held-contradicts': `${origin}\n${size}\n${'A'.repeat(43)}=`,
    'dossier.held-newer': `${origin}\n9999999\n${'A'.repeat(43)}=`,
    'dossier.held-unsigned': readFileSync(at('held.note'), 'utf8').replace(`\n${size}\n`, `\n${Number(size) - 1}\n`),
  };
  for (const [code, held] of Object.entries(cases)) {
    expect(await refusedOf(await dossierOf({ held }))).toEqual([422, code]);
    const refused = await exporting('refused.json', '--held', kept(`${code}.note`, held));
    expect([refused.code, refusalOf(refused), existsSync(at('refused.json'))]).toEqual([2, code, false]);
  }
  expect(refusalOf(await exporting('refused.json', '--held', at('no-such.note')))).toBe('usage.file');
  expect(await eventsNow()).toBe(before);
});

it('the command line asks the server while it runs, and makes the same itself when it does not; each export is on record', async () => {
  const through = await exporting('through.json', '--withhold', 'request');
  expect([through.code, through.json()]).toMatchObject([0, { subject: PEOPLE.secretary, format: 'file' }]);
  expect((await verified(at('through.json'), '--checkpoint', at('held.note'), '--key', logKey)).verdict).toMatchObject({ ok: true, anchor: 'key' });
  expect(refusalOf(await exporting('through.json'))).toBe('usage.file');
  expect(await server.stop('SIGTERM')).toBe(0);
  const own = await exporting('own-export.json', '--simulated-at', NOW);
  expect(own.code).toBe(0);
  expect(verifyDossierFile(readFileSync(at('own-export.json')), { log: [logKey] })).toMatchObject({ ok: true, anchor: 'key' });
  const shown = await zelian(
    'show',
    'record-releases',
    '--key',
    PEOPLE.secretary,
    '--data',
    at('ledger'),
    '--keys',
    at('keys'),
    '--actor',
    actorText(officer),
    '--json',
  );
  const kinds = (shown.json<{ row: { releases: { record: { kind: string } }[] } }>().row?.releases ?? []).map(({ record }) => record.kind);
  expect(kinds.filter((kind) => kind === 'sealed-dossier/file').length).toBeGreaterThanOrEqual(4);
  server = await serve();
});
