import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import type { EvidenceRef } from '#kernel';
import { writeTemplate } from '#exchange';
import { realEntropy } from '#ledger';
import { openLedger, templateNamed, type Zelian } from '#zelian';
import type { SheetImported } from '#zelian/nest';
import { n, row, t, workbookOf } from '../support/workbooks.js';
import { refusalOf, serving, spawned, zelian as cli, type Server } from './command-line.js';
import { served, type Asked, type Served } from './over-http.js';

const clerk = { 'x-actor': 'person-clerk1/post-clerk1' };
const picture = (text: string) => Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from(text)]);
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const member = (id: number) => ({ personId: `person-new${id}`, name: `虚构${id}`, partyMember: 'yes', staffStatus: 'village' });

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'zelian-exchange-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('on the command line', () => {
  const data = () => ['--data', join(root, 'ledger'), '--json'];
  beforeEach(async () => (await openLedger({ directory: join(root, 'ledger'), entropy: realEntropy })).close());

  it('a template goes out, comes back filled, and is recorded once', async () => {
    const file = join(root, 'roster.xlsx');
    expect((await cli('template', 'roster', '--out', file, '--json')).code).toBe(0);
    const workbook = new Workbook();
    await workbook.xlsx.load(readFileSync(file));
    const sheet = workbook.getWorksheet('人员岗位任职')!;
    for (const [at, value] of ['person-new1', '虚构', '是', '村干部'].entries()) sheet.getCell(2, at + 1).value = value;
    writeFileSync(file, Buffer.from(await workbook.xlsx.writeBuffer()));
    const first = await cli('import-sheet', 'roster', file, '--actor', 'person-clerk1', ...data());
    expect(first.json<SheetImported>()).toMatchObject({ rows: 1, events: 1, again: false });
    expect((await cli('import-sheet', 'roster', file, '--actor', 'person-clerk1', ...data())).json<SheetImported>()).toMatchObject({ again: true });
    expect(refusalOf(await cli('import-sheet', 'roster', file, '--actor', 'person-other', ...data()))).toBe('command.id-reused');
  });

  it('what is wrong is told in Chinese, with the rows, and the exit code says so', async () => {
    const file = join(root, 'bad.xlsx');
    writeFileSync(file, await writeTemplate(templateNamed('roster'), [member(1), { ...member(2), personId: 'unit-no' }]));
    const { code, out, err } = await cli('import-sheet', 'roster', file, '--actor', 'person-clerk1', '--data', join(root, 'ledger'));
    expect(code).toBe(2);
    expect(out).toMatch(/3\s+人员编号\s+编号不正确/);
    expect(err).toContain('未导入任何内容');
    expect(refusalOf(await cli('import-sheet', 'figures', file, '--actor', 'person-clerk1', ...data()))).toBe('template.not-imported');
    expect(refusalOf(await cli('import-sheet', 'horoscope', file, '--actor', 'person-clerk1', ...data()))).toBe('template.unknown');
    expect(refusalOf(await cli('import-sheet', 'roster', join(root, 'none'), '--actor', 'person-clerk1', ...data()))).toBe('usage.file');
    expect(refusalOf(await cli('template', 'roster', '--out', file, '--json'))).toBe('usage.file');
  });

  it('evidence goes in and comes out, and is told missing by verify', async () => {
    const file = join(root, '照片.jpg');
    writeFileSync(file, picture('一'));
    const [ref] = (await cli('evidence', 'add', file, ...data())).json<readonly EvidenceRef[]>();
    expect(ref).toMatchObject({ mediaType: 'image/jpeg', sizeBytes: picture('一').length });
    const out = join(root, 'out.jpg');
    expect((await cli('evidence', 'get', ref!.sha256, '--out', out, '--actor', 'person-clerk1', ...data())).code).toBe(0);
    expect(readFileSync(out).equals(picture('一'))).toBe(true);
    expect(refusalOf(await cli('evidence', 'get', ref!.sha256, '--out', join(root, 'x'), ...data()))).toBe('actor.invalid');
    writeFileSync(file, 'no picture');
    expect(refusalOf(await cli('evidence', 'add', file, ...data()))).toBe('evidence.media-type');
    const exported = await spawned(['export', 'events', '--data', join(root, 'ledger'), '--actor', 'person-clerk1', '--out', join(root, 'events.jsonl')]);
    expect(exported.err).toContain('证据文件不随事件导出');
  });

  it('a paper that is unknown is refused', async () =>
    expect(refusalOf(await cli('document', 'horoscope', 'x', '--out', join(root, 'x.docx'), '--actor', 'person-clerk1', ...data()))).toBe('document.unknown'));
});

describe('while a server owns the directory', () => {
  let server: Server;
  const data = () => ['--data', join(root, 'ledger'), '--json', '--actor', 'person-clerk1'];
  beforeEach(async () => {
    await (await openLedger({ directory: join(root, 'ledger'), entropy: realEntropy })).close();
    server = await serving(['--data', join(root, 'ledger')]);
  });
  afterEach(() => server.stop('SIGKILL'));

  it('a sheet goes in through it, once; what is wrong is told by rows as ever; files go beside it', async () => {
    const [good, bad] = [join(root, 'good.xlsx'), join(root, 'bad.xlsx')];
    writeFileSync(good, await writeTemplate(templateNamed('roster'), [member(1), member(2)]));
    writeFileSync(bad, await writeTemplate(templateNamed('roster'), [member(3), { ...member(4), staffStatus: undefined }]));
    const taken = await cli('import-sheet', 'roster', good, ...data());
    expect([taken.code, taken.json<SheetImported>()]).toEqual([0, expect.objectContaining({ rows: 2, events: 2, again: false })]);
    const { position } = taken.json<SheetImported>();
    expect((await cli('import-sheet', 'roster', good, ...data())).json<SheetImported>()).toMatchObject({ position, again: true });
    expect((await cli('show', 'person-directory', '--key', 'person-new2', '--at-least', String(position), ...data())).json()).toMatchObject({
      row: { personId: 'person-new2' },
    });
    expect(refusalOf(await cli('import-sheet', 'roster', bad, ...data()))).toBe('sheet.refused');
    expect((await cli('import-sheet', 'roster', bad, '--data', join(root, 'ledger'), '--actor', 'person-clerk1')).out).toMatch(/3\s+人员身份/);
    expect(refusalOf(await cli('import-sheet', 'horoscope', good, ...data()))).toBe('template.unknown');
    expect((await cli('show', 'person-directory', '--key', 'person-new3', ...data())).json<{ row?: unknown }>().row).toBeUndefined();

    const photo = join(root, '照片.jpg');
    writeFileSync(photo, picture('一'));
    const [ref] = (await cli('evidence', 'add', photo, ...data())).json<readonly EvidenceRef[]>();
    const fetched = await fetch(`${server.url}/api/v1/evidence/${ref!.sha256}`, { headers: clerk });
    expect([fetched.status, Buffer.from(await fetched.arrayBuffer()).equals(picture('一'))]).toEqual([200, true]);
  });

  it('a book is published through it, and what it prints is noted by who asks', async () => {
    const book = join(__dirname, '../../libs/rulebook/books/pingli-2016.json');
    const body = join(root, 'book.json');
    writeFileSync(body, JSON.stringify({ document: JSON.parse(readFileSync(book, 'utf8')) as unknown }));
    const published = await cli('book', 'publish', '--json-file', body, ...data());
    expect([published.code, published.out]).toEqual([0, expect.stringContaining('RuleBookPublished')]);
    expect(refusalOf(await cli('document', 'round-report', 'round-none', '--out', join(root, 'x.docx'), ...data()))).toBe('row.unknown');
  });
});

describe('over HTTP', () => {
  let zelian: Zelian;
  let host: Served;
  beforeEach(async () => {
    zelian = await openLedger({ directory: join(root, 'ledger'), entropy: realEntropy });
    host = await served(zelian);
  });
  afterEach(async () => {
    await host.close();
    await zelian.close();
  });
  const post = (path: string, body: Asked['body'], type = XLSX) =>
    host.ask(`/api/v1/${path}`, { method: 'POST', headers: { ...clerk, 'content-type': type }, body });

  it('evidence is kept under its hash and handed out as a file', async () => {
    const kept = await post('evidence', picture('一'), 'application/octet-stream');
    expect([kept.status, kept.json<EvidenceRef>().mediaType]).toEqual([201, 'image/jpeg']);
    const { sha256 } = kept.json<EvidenceRef>();
    const got = await host.ask(`/api/v1/evidence/${sha256}`, { headers: clerk });
    expect([got.status, got.headers['content-type'], got.headers['x-content-type-options']]).toEqual([200, 'image/jpeg', 'nosniff']);
    expect(got.headers['content-disposition']).toContain('attachment');
    const noted: unknown[] = [];
    for await (const { view, key } of zelian.parts.access.entries()) noted.push([view, key]);
    expect(noted).toEqual([['evidence', sha256]]);
  });

  it.each<[string, () => Promise<Readonly<{ status: number; json(): { code: string } }>>, number, string]>([
    ['a program', () => post('evidence', 'MZ', 'application/octet-stream'), 422, 'evidence.media-type'],
    ['JSON where a file belongs', () => post('evidence', '{}', 'application/json'), 400, 'body.file-expected'],
    [
      'more than a file may have',
      () => post('evidence', Buffer.concat([picture(''), Buffer.alloc(64 * 1024 * 1024)]), 'image/jpeg'),
      413,
      'evidence.too-large',
    ],
    ['a hash that is none', () => host.ask('/api/v1/evidence/abc', { headers: clerk }), 400, 'evidence.invalid-hash'],
    ['a file that is not here', () => host.ask(`/api/v1/evidence/${'ab'.repeat(32)}`, { headers: clerk }), 404, 'evidence.unknown'],
    ['nobody who asks', () => host.ask(`/api/v1/evidence/${'ab'.repeat(32)}`), 400, 'actor.invalid'],
    ['a template that is none', () => host.ask('/api/v1/exchange/templates/horoscope'), 404, 'template.unknown'],
    ['a sheet that is no workbook', () => post('exchange/imports/roster', 'a,b'), 422, 'workbook.not-a-zip'],
    ['a file for a command', () => post('registry/register-unit', picture('一'), 'image/jpeg'), 415, 'http.media-type'],
    ['a paper that is none', () => host.ask('/api/v1/exchange/documents/horoscope/x', { headers: clerk }), 404, 'document.unknown'],
  ])('refuses %s', async (_, send, status, code) => {
    const answer = await send();
    expect([answer.status, answer.json().code]).toEqual([status, code]);
  });

  it('a template goes out, a filled one is recorded, a faulty one is refused by row and column', async () => {
    const empty = await host.ask('/api/v1/exchange/templates/roster');
    expect([empty.status, empty.headers['content-type']]).toEqual([200, XLSX]);
    const taken = await post('exchange/imports/roster', await writeTemplate(templateNamed('roster'), [member(1), member(2)]));
    expect([taken.status, taken.json<SheetImported>()]).toEqual([201, expect.objectContaining({ rows: 2, events: 2, again: false })]);
    const { position } = await zelian.log.head();
    const refused = await post(
      'exchange/imports/roster',
      workbookOf('人员岗位任职', [row(...templateNamed('roster').columns.map(({ zh }) => t(zh))), row(n(1))]),
    );
    expect([refused.status, refused.json().code]).toEqual([422, 'sheet.refused']);
    expect(refused.json<{ errors: readonly object[] }>().errors[0]).toMatchObject({
      code: 'sheet.text-expected',
      sheet: '人员岗位任职',
      row: 2,
      column: '人员编号',
      cell: 'A2',
    });
    expect((await zelian.log.head()).position).toBe(position);
  });
});
