import { newCommandId, seededEntropy } from '#ledger';
import { printDocument, type CaseScreen, type Handing, type Zelian } from '#zelian';
import { SUBJECTS, type Subject } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, postId } from '../../apps/cli/src/story/cast.js';
import { acting, assessmentOffice } from '../../apps/cli/src/story/setup.js';
import { storyToAsk } from '../support/played-story.js';
import { readPdf } from '../support/pdf-text.js';
import { ZipParts } from '../../libs/exchange/src/workbook/zip.js';
import { actorText, served, type Served } from './over-http.js';
import { pdfMissing } from '../support/when-here.js';

// A whole year is played here.
jest.setTimeout(120_000);

const owner = acting(ORGANS.discipline, 'case-officer');
const caseOf = ({ personKey, postKey }: Subject): string => `${personId(personKey)}/${postId(postKey)}/2016`;
const QINGLAN = caseOf(SUBJECTS.qinglanSecretary);
const BEFORE_IT_FELL = '2017-03-05T00:00:00.000Z';
const LUCHUAN = caseOf(SUBJECTS.luchuanSecretary);

let zelian: Zelian;
let host: Served;
beforeAll(async () => {
  zelian = await storyToAsk();
  host = await served(zelian);
});
afterAll(async () => {
  await host.close();
  await zelian.close();
});

const screen = (caseKey: string, asKnownAt?: string) =>
  zelian.cases.screenCase({ caseKey, actor: owner, ...(asKnownAt !== undefined && { moment: { asKnownAt } }) });
const answers = ({ grounds }: CaseScreen) => Object.fromEntries(grounds.map(({ groundId, answer }) => [groundId, answer]));
const noted = async (): Promise<readonly string[]> => {
  const entries: string[] = [];
  for await (const { kind, view, subject, outcome } of zelian.parts.access.entries()) entries.push(`${kind} ${view} ${subject ?? ''} ${outcome}`);
  return entries;
};

describe('the screen of a case', () => {
  it('tells of a removal whose facts fell, with the events, and what the law provides; the rest of it is no advice', async () => {
    const found = await screen(QINGLAN);
    expect(answers(found)).toMatchObject({ 'facts-unclear': 'found', 'responsibility-unclear': 'nothing-found', 'basis-insufficient': 'not-checkable' });
    const [facts] = found.grounds;
    expect(facts).toMatchObject({ provides: { consequence: 'revoke' }, found: [{ fault: 'basis-lost', clause: 'PL-D3', named: false }] });
    expect(facts!.found[0]!.events[0]).toMatchObject({ type: 'MeasureBasisLost' });
    expect(facts!.found[0]!.events.length).toBeGreaterThan(1);
    expect(found).toMatchObject({ usedAs: 'checklist', checklist: { source: 'accountability-2019', article: '21' } });
    for (const { answer, says } of found.grounds) if (answer === 'nothing-found') expect(says.zh).toContain('不是维持决定的理由');
  });

  it('as known when it was decided, nothing had fallen', async () => {
    const then = await screen(QINGLAN, BEFORE_IT_FELL);
    expect(answers(then)['facts-unclear']).toBe('nothing-found');
    expect(then.position).toBeLessThan((await screen(QINGLAN)).position);
  });

  it('finds nothing in a case in which all was done as it should be, and says what it could not look at', async () => {
    const clean = await screen(LUCHUAN);
    expect(clean.grounds.flatMap(({ found }) => found)).toEqual([]);
    expect(clean.grounds.flatMap(({ notCheckable }) => notCheckable.map(({ why }) => why.zh.slice(0, 10)))).toEqual([
      '证据只登记了编号，文',
      '规则文件正文未取得，',
    ]);
    expect(clean.limits.length).toBeGreaterThan(0);
  });

  it('is for who owns cases, and noted whatever it answers', async () => {
    const before = (await noted()).length;
    await screen(LUCHUAN);
    await expect(zelian.cases.screenCase({ caseKey: LUCHUAN, actor: assessmentOffice })).rejects.toMatchObject({ code: 'access.case-owner-only' });
    const person = LUCHUAN.split('/')[0];
    expect((await noted()).slice(before)).toEqual([`read screen ${person} answered`, `refused screen ${person} access.case-owner-only`]);
  });

  it.each([
    ['something that is no case', 'unit-x/2016', 'case.key'],
    ['a case that nobody opened', `${personId('芦川镇/party-secretary')}/${postId('芦川镇/town-head')}/2016`, 'case.unknown'],
    ['a case that ended without a decision', caseOf(SUBJECTS.songpingSecretary), 'grounds.nothing-decided'],
  ])('refuses %s', (_, caseKey, code) => expect(screen(caseKey)).rejects.toMatchObject({ code }));

  it('is the same over HTTP', async () => {
    const here = JSON.parse(JSON.stringify(await screen(QINGLAN))) as unknown;
    const answer = await host.ask(`/api/v1/cases/${QINGLAN}/screen`, { headers: { 'x-actor': actorText(owner) } });
    expect([answer.status, answer.json<unknown>()]).toEqual([200, here]);
    expect((await host.ask(`/api/v1/cases/${QINGLAN}/screen`, { headers: { 'x-actor': actorText(assessmentOffice) } })).json().code).toBe(
      'access.case-owner-only',
    );
  });
});

describe('the record of an appeal', () => {
  const TO: Handing = { recipient: '示例市委组织部', purpose: '申诉复查', channel: 'print' };
  const print = (actor = owner, format: 'word' | 'pdf' = 'word') => printDocument(zelian, { name: 'appeal-record', key: QINGLAN, actor, format, to: TO });

  it('is printed as Word, for who owns cases only', async () => {
    expect(ZipParts.of(await print()).text('word/document.xml')).toContain('申诉案件材料');
    await expect(print(assessmentOffice)).rejects.toMatchObject({ code: 'access.case-owner-only' });
  });

  it('is printed as PDF: parties, acts, grounds, last day, log position and hashes, a draft on every page', async () => {
    if (pdfMissing()) {
      await expect(print(owner, 'pdf')).rejects.toMatchObject({ code: 'document.pdf-unavailable' });
      return;
    }
    // That it leaves is an event of its own: the record states the log as it was before.
    const { logHash, events } = await zelian.verify();
    const { pages } = readPdf(await print(owner, 'pdf'));
    const text = pages.join('').replaceAll('\n', '');
    const [person] = await zelian.named([personId(SUBJECTS.qinglanSecretary.personKey)]);
    const found = (await screen(QINGLAN)).grounds[0]!.found[0]!;
    const parts = [person!, '集体讨论决定', '所依据的条款PL-D3现已不成立', logHash, `截至第${events - 1}号`, '免职', ...found.eventIds];
    for (const part of parts) expect(text).toContain(part);
    for (const page of pages) expect(page).toContain('草稿');
    expect(text).not.toContain('[object Object]');
  });

  it('shows every way of appeal with its last day, where to file and why, and that nobody appealed', async () => {
    const text = ZipParts.of(await print())
      .text('word/document.xml')!
      .replace(/<[^>]+>/g, '');
    const { open, closed } = await zelian.cases.appealPaths(`case-${QINGLAN.replaceAll('/', '-')}`, { actor: owner });
    expect(open.length).toBeGreaterThan(1);
    for (const path of open) {
      const { lastDay, why, trackZh, stepZh, fileWith } = path;
      const [filedWith] = await zelian.named([fileWith[0]!.unitIds[0]!]);
      const { date, readings } = lastDay!;
      expect(text).toContain(`${trackZh}：${stepZh}`);
      expect(text).toContain(filedWith);
      expect(text).toContain(`（接到之日不计入为${readings!.receiptExcluded}，计入为${readings!.receiptIncluded}，以较晚者为准），${why.zh}`);
      expect(date >= readings!.receiptIncluded).toBe(true);
    }
    for (const { trackZh, why } of closed) expect([trackZh, text.includes(`不开放：${trackZh}`), text.includes(why.zh)]).toEqual([trackZh, true, true]);
    expect(text).toContain('没有提出申诉');
  });

  it('leaves to nobody who is not named, and nothing is recorded then', async () => {
    const { position } = await zelian.log.head();
    const nobody = printDocument(zelian, { name: 'appeal-record', key: QINGLAN, actor: owner });
    await expect(nobody).rejects.toMatchObject({ code: 'release.recipient-missing' });
    expect((await zelian.log.head()).position).toBe(position);
  });

  it('comes over HTTP in the format asked for, to who is named', async () => {
    const headers = { 'content-type': 'application/json', 'x-actor': actorText(owner) };
    const path = (format: string) => `/api/v1/exchange/documents/appeal-record/${encodeURIComponent(QINGLAN)}?format=${format}`;
    const body = JSON.stringify({ recipient: TO.recipient, purpose: TO.purpose });
    const paper = (format: string) => host.ask(path(format), { method: 'POST', headers, body });
    expect((await host.ask(path('word'), { headers })).json().code).toBe('release.recipient-missing');
    expect((await paper('odt')).json().code).toBe('query.format');
    const pdf = await paper('pdf');
    expect(pdf.headers['content-type']).toBe(pdfMissing() ? 'application/problem+json; charset=utf-8' : 'application/pdf');
    expect((await paper('word')).headers['content-type']).toContain('wordprocessingml');
  });
});

describe('relations, once somebody has declared them', () => {
  const [SUBJECT_ID] = LUCHUAN.split('/') as [string];
  const declare = async (relationId: string, relatedPersonId: string, from: string, to?: string) => {
    const relation = { relationId, personId: SUBJECT_ID, relatedPersonId, kinship: { private: '示例' }, from, ...(to !== undefined && { to }) };
    const command = { type: 'DeclareRelation', data: { ...relation, declaredByPersonId: SUBJECT_ID, declaredOn: '2017-04-20' } };
    const commandId = newCommandId(zelian.parts.clock.now(), seededEntropy('relations'), relationId);
    await zelian.record(command, { actor: owner, commandId });
    await zelian.drain();
    return (await zelian.trail(SUBJECT_ID, { actor: owner })).findLast(({ type }) => type === 'RelationDeclared')!.eventId;
  };
  const notRecused = ({ grounds }: CaseScreen) => grounds.flatMap(({ found }) => found.filter(({ fault }) => fault === 'not-recused'));

  it('tell who should have stood aside, with the declaration, and are no limit of the screen any more', async () => {
    const before = await screen(LUCHUAN);
    expect([notRecused(before), before.limits.length]).toEqual([[], 2]);
    await declare('relation-past', personId(`${ORGANS.partyCommittee}/county-magistrate`), '2001-01-01', '2010-01-01');
    const unrelated = await screen(LUCHUAN);
    expect([notRecused(unrelated), unrelated.limits.length]).toEqual([[], 1]);

    const voter = await declare('relation-voter', personId(`${ORGANS.partyCommittee}/county-magistrate`), '2012-01-01');
    const investigator = await declare('relation-team', personId(`${ORGANS.discipline}/investigator`), '2012-01-01');
    const found = notRecused(await screen(LUCHUAN));
    expect(found).toHaveLength(2);
    expect(found.flatMap(({ events }) => events.map(({ type }) => type)).sort()).toEqual(
      expect.arrayContaining(['CollectivelyDecided', 'InvestigationTeamFormed']),
    );
    expect(found.find(({ eventIds }) => eventIds.includes(voter))).toBeDefined();
    expect(found.some(({ what }) => what.zh.includes(investigator))).toBe(true);
    expect(notRecused(await screen(QINGLAN))).toEqual([]);
  });
});
