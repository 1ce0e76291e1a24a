import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#kernel';
import type { CorrectionNoticesRow, EntitlementsRow, RecordReleasesRow, RestorationChecklistRow } from '#redress';
import type { RowAnswer } from '#readmodel';
import { printDocument, type CaseFacts, type ExecutionChecklist, type IntegrityOpinion, type Today } from '#zelian';
import { AGAINST, APPEAL, cadres, leader, officer, PEOPLE, POSTS, RedressCounty, SUBJECT, UNITS, type Act } from '../support/redress-county.js';
import { ZipParts } from '../../libs/exchange/src/workbook/zip.js';
import { readPdf } from '../support/pdf-text.js';
import { actsOfAppeal, correctionsOf } from '../support/redress-appeal.js';
import { zelian as commandLine, refusalOf } from './command-line.js';
import { actorText, post, served, type Served } from './over-http.js';
import { pdfMissing } from '../support/when-here.js';

jest.setTimeout(120_000);

let folder: string;
let data: string;
let county: RedressCounty;
let host: Served;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-restoration-'));
  data = join(folder, 'ledger');
  county = await (await RedressCounty.open({ directory: data })).settle();
  await county.hold(PEOPLE.secretary, POSTS.secretary, '2014-01-01');
  host = await served(county.zelian);
});
const leave = async () => {
  await host.close();
  await county.close();
};
afterAll(() => rmSync(folder, { recursive: true }));

const say = async (type: string, body: object, actor: Actor = officer) => {
  const answer = await post(host, { type, data: body }, { actor, commandId: county.nextCommandId() });
  await county.zelian.drain();
  return answer.status === 201 ? 'recorded' : answer.json().code;
};
const take = async (...acts: readonly Act[]) => {
  for (const { type, data: body, actor } of acts) expect([type, await say(type, body, actor)]).toEqual([type, 'recorded']);
};
const view = async <Row>(name: string, key: string, actor: Actor = officer) => {
  const { position } = await county.zelian.log.head();
  const answer = await host.ask(`/api/v1/views/${name}/${encodeURIComponent(key)}?atLeast=${position}`, { headers: { 'x-actor': actorText(actor) } });
  return answer.status === 200 ? (answer.json<RowAnswer>().row as Row) : answer.json().code;
};
const handedOut = (path: string, body: object, actor: Actor = officer) =>
  host.ask(`/api/v1/exchange/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-actor': actorText(actor) },
    body: JSON.stringify(body),
  });
const wordText = (bytes: Buffer) =>
  ZipParts.of(bytes)
    .text('word/document.xml')!
    .replace(/<[^>]+>/g, '');
const elsewhere = { ...SUBJECT, doneElsewhere: true, documentNo: '示例问〔2017〕1号' };
const RECIPIENT = { recipient: '县委组织部干部科', recipientUnitId: UNITS.organization, purpose: '任前核查' };
const secretary: Actor = { personId: PEOPLE.secretary };
const CASE = `${SUBJECT.personId}/${SUBJECT.postId}/${SUBJECT.year}`;

const asked = async <Told>(path: string): Promise<Told> => {
  const { position } = await county.zelian.log.head();
  return (await host.ask(`/api/v1/${path}${path.includes('?') ? '&' : '?'}atLeast=${position}`, { headers: { 'x-actor': actorText(officer) } })).json<Told>();
};
const opinion = () => asked<IntegrityOpinion>(`integrity-opinions/${PEOPLE.secretary}?validOn=2017-06-30`);

it('a decision is carried out and published, and a dossier leaves', async () => {
  const vote = {
    organUnitId: UNITS.committee,
    bases: [],
    measure: 'RemovalFromPost',
    participantIds: [PEOPLE.leader],
    quorum: 1,
    dissents: [],
    minutesRef: '纪要',
  };
  expect(await say('DecideCollectively', { ...elsewhere, date: '2017-02-10', ...vote }, leader)).toBe('recorded');
  expect(await say('ExecuteMeasure', { ...elsewhere, date: '2017-02-24', organUnitId: UNITS.organization, tenureEndsOn: '2017-02-24' }, cadres)).toBe(
    'recorded',
  );
  for (const channel of ['县政府网站', '公告栏'])
    expect(await say('PublishDecision', { ...elsewhere, date: '2017-02-25', scope: '全县', channel })).toBe('recorded');
  await county.hold(PEOPLE.successor, POSTS.secretary, '2017-03-01');

  const subject = `dossiers/explain/${PEOPLE.secretary}`;
  expect((await handedOut(subject, {})).json().code).toBe('body.invalid');
  expect((await handedOut(subject, RECIPIENT, secretary)).json().code).toBe('access.case-owner-only');
  expect((await handedOut(`dossiers/horoscope/${PEOPLE.secretary}`, RECIPIENT)).status).toBe(404);
  const taken = await handedOut(subject, { ...RECIPIENT, year: 2016 });
  expect([taken.status, taken.json<{ subject: string }>().subject]).toEqual([201, PEOPLE.secretary]);
  const { releases } = (await view<RecordReleasesRow>('record-releases', PEOPLE.secretary)) as RecordReleasesRow;
  expect(releases).toMatchObject([
    { record: { kind: 'explain' }, recipient: RECIPIENT.recipient, purpose: RECIPIENT.purpose, sha256: createHash('sha256').update(taken.text).digest('hex') },
  ]);
  expect((await handedOut('documents/horoscope/x', RECIPIENT)).json().code).toBe('document.unknown');
  expect((await opinion()).measures).toMatchObject([{ measure: 'RemovalFromPost', effect: { state: 'stated', until: '2018-02-10' } }]);
  const facts = await asked<CaseFacts>(`cases/${CASE}/facts`);
  expect([facts.facts, facts.gaps]).toEqual([[], ['no-facts', 'no-draft', 'never-shown', 'not-heard']]);
});

it('the appeal is lodged and the decision revoked: what is owed is on a list, for the commission and the appellant', async () => {
  const { lodged, revoked } = actsOfAppeal();
  await take(lodged);
  expect(await view('legal-holds', APPEAL)).toMatchObject({ against: AGAINST, heldIds: [PEOPLE.secretary, POSTS.secretary], released: null });
  await take(...revoked);
  const list = await view<RestorationChecklistRow>('restoration-checklist', APPEAL, secretary);
  expect(list).toMatchObject({
    ...{ outcome: 'revoked', originalDate: '2017-02-10', measure: 'RemovalFromPost' },
    thirdParties: [{ personId: PEOPLE.successor, postId: POSTS.secretary, from: '2017-03-01' }],
  });
  expect((list as RestorationChecklistRow).items.map(({ item: { kind, from } }) => [kind, from])).toEqual([
    ['pay', '2017-02-24'],
    ['grade', '2017-02-24'],
    ['seniority', '2017-02-24'],
    ['post', '2017-02-24'],
    ['effect-period', '2017-02-10'],
    ['name', '2017-02-25'],
    ['name', '2017-02-25'],
    ['correction', '2017-06-30'],
  ]);
  expect(await view('restoration-checklist', APPEAL, { personId: PEOPLE.successor })).toBe('access.case-owner-only');
  // Decided on appeal, and not yet carried out by the case's own correction: it is out of the opinion all the same.
  const { decision, items } = await asked<ExecutionChecklist>(`cases/${CASE}/execution`);
  expect([decision.corrected, items.find(({ item }) => item === 'ruling')!.state]).toEqual([null, 'open']);
  expect((await opinion()).measures).toEqual([]);
});

it('it stands in the everyday answer of the commission, and of the appellant, and of nobody else', async () => {
  const today = async (actor: Actor) => {
    const answer = await host.ask('/api/v1/today', { headers: { 'x-actor': actorText(actor) } });
    const { restorations, noticesOwed } = answer.json<Today>();
    return [restorations.map(({ appealId, open }) => [appealId, open]), noticesOwed.map(({ recipient }) => recipient)];
  };
  expect(await today(officer)).toEqual([[[APPEAL, 8]], [RECIPIENT.recipient]]);
  expect(await today(secretary)).toEqual([[[APPEAL, 8]], []]);
  expect(await today({ personId: PEOPLE.successor })).toEqual([[], []]);
});

it('people tick off, each with day, paper and amount, until nothing is open', async () => {
  const done = { appealId: APPEAL, date: '2017-06-20', documentNo: '示例落〔2017〕3号' };
  expect(await say('RestoreEntitlement', { ...done, kind: 'pay' })).toBe('restoration.amount');
  expect(await say('RestoreEntitlement', { ...done, kind: 'pay', amountFen: 1_860_000 })).toBe('recorded');
  expect(await say('RestoreEntitlement', { ...done, kind: 'pay', amountFen: 1_860_000 })).toBe('restoration.already-settled');
  for (const kind of ['grade', 'seniority', 'effect-period']) expect(await say('RestoreEntitlement', { ...done, kind }, cadres)).toBe('recorded');
  expect(await say('RestoreEntitlement', { ...done, kind: 'post', givenPostId: POSTS.deputy }, cadres)).toBe('recorded');
  for (const channel of ['县政府网站', '公告栏']) expect(await say('RestoreName', { ...done, scope: '全县', channel })).toBe('recorded');
  expect(await say('RestoreName', { ...done, scope: '全市', channel: '报纸' })).toBe('restoration.not-owed');
  const { releases } = (await view<RecordReleasesRow>('record-releases', PEOPLE.secretary, secretary)) as RecordReleasesRow;
  const { releaseId } = releases[0]!;
  expect(await view<CorrectionNoticesRow>('correction-notices', releaseId)).toMatchObject({ recipient: RECIPIENT.recipient, notices: [{ state: 'owed' }] });
  expect(await say('IssueCorrectionNotice', { ...done, releaseId })).toBe('recorded');
  expect(await view('correction-notices', releaseId)).toMatchObject({ notices: [{ state: 'done', documentNo: done.documentNo }] });
  expect(await view('restoration-checklist', APPEAL)).toMatchObject({ open: 0 });
});

it('the correction notice is a paper: a draft until number, issuer and seal are on record, then for ever as it was issued', async () => {
  const { releases } = (await view<RecordReleasesRow>('record-releases', PEOPLE.secretary, secretary)) as RecordReleasesRow;
  const key = releases[0]!.releaseId;
  const print = async () => {
    const bytes = await printDocument(county.zelian, { name: 'correction-notice', key, actor: officer, to: { ...RECIPIENT, channel: 'print' } });
    return wordText(bytes);
  };
  const draft = await print();
  for (const told of [
    '草稿',
    '更正通知书',
    `${RECIPIENT.recipient}：`,
    `虚构${PEOPLE.secretary}`,
    '已于2017年6月1日撤销（示例申〔2017〕1号）',
    releases[0]!.sha256!,
  ])
    expect(draft).toContain(told);
  const signed = { issuerUnitId: UNITS.discipline, sealRef: '县纪委印', date: '2017-06-30', documentNo: '示例落〔2017〕3号' };
  expect(await say('IssueCorrectionPaper', { appealId: APPEAL, releaseId: key, ...signed, documentNo: '另号' })).toBe('paper.number-differs');
  expect(await say('IssueCorrectionPaper', { appealId: APPEAL, releaseId: key, ...signed })).toBe('recorded');
  const issued = await print();
  expect(issued).not.toContain('草稿');
  for (const told of ['示例落〔2017〕3号', UNITS.discipline]) expect(issued).toContain(told);
  const path = `documents/correction-notice/${key}`;
  expect((await handedOut(path, RECIPIENT, secretary)).json().code).toBe('access.case-owner-only');
  if (pdfMissing() !== undefined) return;
  const pdf = await printDocument(county.zelian, { name: 'correction-notice', key, actor: officer, format: 'pdf', to: { ...RECIPIENT, channel: 'print' } });
  expect(readPdf(pdf).pages.join('')).toContain('更正通知书');
});

it('what the person is entitled to is as if nothing had been decided; who holds the post, and what was done, is as it was', async () => {
  const row = (await view<EntitlementsRow>('entitlements', PEOPLE.secretary, secretary)) as EntitlementsRow;
  expect([row.service, row.limits]).toEqual([[expect.objectContaining({ postId: POSTS.secretary, from: '2014-01-01' })], []]);
  expect(row.service[0]).not.toHaveProperty('to');
  expect(await view('post-directory', POSTS.secretary)).toMatchObject({
    tenures: [
      { personId: PEOPLE.secretary, to: '2017-02-24' },
      { personId: PEOPLE.successor, from: '2017-03-01' },
    ],
  });
});

it('the outcome is served, the case corrected by its own act, and the appeal carried out: nothing is held any longer', async () => {
  const { served: service, carriedOut } = actsOfAppeal();
  await take(service);
  expect(await say(carriedOut(['event-none']).type, carriedOut(['event-none']).data, leader)).toBe('appeal.correction-unknown');
  const correction = { organUnitId: UNITS.committee, kind: 'revoked', authorityRef: '示例申〔2017〕1号', reason: { private: '事实不清' } };
  expect(await say('CorrectDecision', { ...elsewhere, date: '2017-06-05', ...correction }, leader)).toBe('recorded');
  expect(await view('legal-holds', APPEAL)).toMatchObject({ released: null });
  await take(carriedOut(await correctionsOf(county)));
  expect(await view('legal-holds', APPEAL)).toMatchObject({ released: { because: 'carried-out' } });
});

it('the record of the appeal tells who reviewed, who decided and what came of it, and leaves only to somebody', async () => {
  const paper = `documents/appeal-record/${encodeURIComponent(CASE)}`;
  const asked = await host.ask(`/api/v1/exchange/${paper}`, { headers: { 'x-actor': actorText(officer) } });
  expect([asked.status, asked.json().code]).toEqual([422, 'release.recipient-missing']);
  expect((await handedOut(paper, { recipient: RECIPIENT.recipient })).json().code).toBe('body.invalid');
  expect((await handedOut(paper, RECIPIENT, secretary)).json().code).toBe('access.case-owner-only');
  expect((await handedOut(paper, RECIPIENT)).status).toBe(201);
  const record = await printDocument(county.zelian, { name: 'appeal-record', key: CASE, actor: officer, to: { ...RECIPIENT, channel: 'print' } });
  const text = ZipParts.of(record)
    .text('word/document.xml')!
    .replace(/<[^>]+>/g, '');
  const names = (...ids: readonly string[]) => ids.map((id) => `虚构${id}`).join('、');
  for (const told of [
    `复查组：${names(PEOPLE.reviewer, PEOPLE.assessor, PEOPLE.jurist)}`,
    `2017-06-01撤销原决定（示例申〔2017〕1号），理由：事实不清楚；参加决定：${names(PEOPLE.leader, PEOPLE.member)}`,
    `${names(PEOPLE.leader)}曾在本案参加表决、经办`,
    '按申诉办理',
    '该决定已不存在，没有可申诉的决定',
    '该决定于2017-06-05撤销',
  ])
    expect(text).toContain(told);
  const { releases } = (await view<RecordReleasesRow>('record-releases', PEOPLE.reviewer)) as RecordReleasesRow;
  expect(releases.map(({ record: { kind, key } }) => [kind, key])).toEqual([
    ['document/appeal-record', CASE],
    ['document/appeal-record', CASE],
  ]);
});

it('issued with number, issuer and seal, the record is no draft, until something is done that it does not say', async () => {
  const print = async () =>
    wordText(await printDocument(county.zelian, { name: 'appeal-record', key: CASE, actor: officer, to: { ...RECIPIENT, channel: 'print' } }));
  expect(await print()).toContain('草稿');
  const signed = { ...SUBJECT, issuerUnitId: UNITS.discipline, sealRef: '县纪委印', date: '2017-06-25', documentNo: '示例卷〔2017〕1号' };
  expect(await say('IssueAppealRecord', signed)).toBe('recorded');
  const issued = await print();
  expect([issued.includes('草稿'), issued.includes('示例卷〔2017〕1号')]).toEqual([false, true]);
  expect(await print()).toBe(issued);
  expect(await say('IssueAppealRecord', signed)).toBe('paper.number-used');
});

it('a name is cleared of an unfounded report, with consent and the letter that goes with it', async () => {
  const of = { clearingId: 'clearing-01', personId: PEOPLE.deputy };
  const opening = { reportRef: '信访7号', foundUnfoundedOn: '2017-06-01', organUnitId: UNITS.discipline, documentNo: '示例结〔2017〕1号' };
  const asked = { askedBy: 'organ', askedOn: '2017-06-02', finding: { private: '举报不实' } };
  expect(await say('OpenClearing', { ...of, ...opening, ...asked })).toBe('recorded');
  const meeting = { ...of, mode: 'meeting', scope: '本镇', date: '2017-06-10', documentNo: '示例纪〔2017〕2号' };
  expect(await say('ClearName', { ...meeting, companionNo: '函一' })).toBe('clearing.consent-missing');
  expect(await say('RecordClearingConsent', { ...of, date: '2017-06-05', consents: true, modes: ['meeting'], scope: '本镇', receiptRef: '意见书' })).toBe(
    'recorded',
  );
  expect(await say('ClearName', meeting)).toBe('clearing.companion-missing');
  expect(await say('ClearName', { ...meeting, companionNo: '函一' })).toBe('recorded');
  expect(await view('name-clearings', of.clearingId)).toMatchObject({ finding: '举报不实', cleared: [{ mode: 'meeting', companionNo: '函一' }] });
});

it('the trail of a village or post tells nobody but case owners that an appeal runs', async () => {
  const typesOf = async (actor: Actor) => {
    const answer = await host.ask(`/api/v1/trail/${POSTS.secretary}`, { headers: { 'x-actor': actorText(actor) } });
    return answer.json<readonly { type: string }[]>().map(({ type }) => type);
  };
  expect(await typesOf(officer)).toEqual(expect.arrayContaining(['AppealLodged', 'LegalHoldPlaced', 'RestorationOpened', 'TenureStarted']));
  const shown = await typesOf({ personId: PEOPLE.successor });
  expect(shown.filter((type) => /Appeal|Hold|Restor|Decision|Entitlement|Name/.test(type))).toEqual([]);
  expect(shown).toContain('TenureStarted');
});

it('while a server owns the directory, the command line hands out through it', async () => {
  const note = join(data, 'server.json');
  writeFileSync(note, JSON.stringify({ url: host.url, pid: process.pid }));
  const out = join(folder, 'explain.json');
  const common = ['--data', data, '--actor', actorText(officer), '--json'];
  const ask = ['explain', PEOPLE.leader, '--year', '2016', '--out', out, '--to', '市委组织部', ...common];
  expect(refusalOf(await commandLine(...ask))).toBe('body.invalid');
  expect((await commandLine(...ask, '--purpose', '核查')).code).toBe(0);
  rmSync(note);
  const { releases } = (await view<RecordReleasesRow>('record-releases', PEOPLE.leader)) as RecordReleasesRow;
  const sha256 = createHash('sha256').update(readFileSync(out)).digest('hex');
  expect(releases.at(-1)).toMatchObject({ record: { kind: 'explain' }, recipient: '市委组织部', sha256 });
});

it('on the command line a dossier about a person leaves only to somebody, and that it does is recorded', async () => {
  const out = join(folder, 'trail.json');
  const common = ['--data', data, '--actor', actorText(officer), '--json'];
  const ask = ['trail', PEOPLE.deputy, '--out', out, ...common];
  const to = ['--to', '县委组织部', '--purpose', '核查'];
  expect(refusalOf(await commandLine(...ask))).toBe('release.recipient-missing');
  // The directory belongs to this process as long as it serves.
  expect(refusalOf(await commandLine(...ask, ...to))).toBe('ledger.already-owned');
  await leave();
  expect(refusalOf(await commandLine(...ask, ...to))).toBe('ledger.clock-mismatch');
  expect(() => readFileSync(out)).toThrow('ENOENT');
  const taken = await commandLine(...ask, ...to, '--simulated-at', '2017-07-01T01:00:00.000Z');
  expect([taken.code, taken.json<{ out: string }>().out]).toEqual([0, out]);
  const shown = await commandLine('show', 'record-releases', '--key', PEOPLE.deputy, ...common);
  const sha256 = createHash('sha256').update(readFileSync(out)).digest('hex');
  expect(shown.json<{ row: RecordReleasesRow }>().row.releases).toMatchObject([
    { record: { kind: 'trail' }, recipient: '县委组织部', sha256, date: '2017-07-01' },
  ]);
});

it('on the command line the record of an appeal is a PDF for somebody, for something', async () => {
  const out = join(folder, 'record.pdf');
  const ask = ['document', 'appeal-record', CASE, '--pdf', '--out', out, '--data', data, '--actor', actorText(officer), '--json'];
  const at = ['--simulated-at', '2017-07-02T01:00:00.000Z'];
  const to = ['--to', '市委组织部', '--purpose', '申诉复查'];
  if (pdfMissing()) {
    expect(refusalOf(await commandLine(...ask, ...to, ...at))).toBe('document.pdf-unavailable');
    return;
  }
  expect(refusalOf(await commandLine(...ask))).toBe('release.recipient-missing');
  expect(refusalOf(await commandLine(...ask, '--to', '市委组织部', ...at))).toBe('release.purpose-missing');
  expect(() => readFileSync(out)).toThrow('ENOENT');
  expect((await commandLine(...ask, ...to, ...at)).code).toBe(0);
  const bytes = readFileSync(out);
  expect(readPdf(bytes).pages.join('').replaceAll('\n', '')).toContain('撤销原决定');
  const shown = await commandLine('show', 'record-releases', '--key', PEOPLE.secretary, '--data', data, '--actor', actorText(officer), '--json');
  expect(shown.json<{ row: RecordReleasesRow }>().row.releases.at(-1)).toMatchObject({
    ...{ record: { kind: 'document/appeal-record', key: CASE }, recipient: '市委组织部', purpose: '申诉复查', date: '2017-07-02' },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
});
