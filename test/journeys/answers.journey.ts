import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseRow } from '#accountability';
import type { RecordReleasesRow } from '#redress';
import { printDocument, type CaseFacts, type ExecutionChecklist, type FindingFacts, type IntegrityOpinion, type SameClause, type Zelian } from '#zelian';
import { ZipParts } from '../../libs/exchange/src/workbook/zip.js';
import { SUBJECTS, type Subject } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, postId } from '../../apps/cli/src/story/cast.js';
import { findingId, FOUND } from '../../apps/cli/src/story/inspection.js';
import { acting } from '../../apps/cli/src/story/setup.js';
import { playedStory } from '../support/played-story.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, served, type Served } from './over-http.js';

// A whole year is played here.
jest.setTimeout(120_000);

const OFFICER = actorText(acting(ORGANS.discipline, 'case-officer'));
const STRANGER = actorText({ personId: personId('松坪镇/town-leader'), postId: postId('松坪镇/town-leader') });
const personOf = ({ personKey }: Subject): string => personId(personKey);
const caseOf = ({ personKey, postKey }: Subject): string => `${personId(personKey)}/${postId(postKey)}/2016`;
const AFTER_THE_VOTES = '2017-03-05T00:00:00.000Z';

let folder: string;
let data: string;
let zelian: Zelian;
let host: Served;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-answers-'));
  data = join(folder, 'ledger');
  zelian = await playedStory({ open: { directory: data } });
  host = await served(zelian);
});
afterAll(async () => {
  await host.close();
  await zelian.close();
  rmSync(folder, { recursive: true });
});

const overHttp = (path: string, actor = OFFICER) => host.ask(`/api/v1/${path}`, { headers: { 'x-actor': actor } });
const byCommandLine = (verb: readonly string[], actor = OFFICER) => commandLine(...verb, '--data', data, '--actor', actor);
/** The same answer at both doors. */
async function answered<Answer>(path: string, verb: readonly string[], actor = OFFICER): Promise<Answer> {
  const answer = await overHttp(path, actor);
  const shown = await byCommandLine([...verb, '--json'], actor);
  expect([answer.status, shown.code, shown.json()]).toEqual([200, 0, answer.json()]);
  return answer.json<Answer>();
}
/** Refused at both doors, with the same code. */
async function refused(path: string, verb: readonly string[], actor = OFFICER): Promise<string> {
  const { code } = (await overHttp(path, actor)).json();
  expect(refusalOf(await byCommandLine([...verb, '--json'], actor))).toBe(code);
  return code;
}
const tables = async (verb: readonly string[], actor = OFFICER): Promise<string> => {
  const { code, out } = await byCommandLine(verb, actor);
  expect([verb, code]).toEqual([verb, 0]);
  expect(out).toMatch(/■ .*\p{Script=Han}/u);
  return out;
};
/** A question about a case at both doors. */
const ofCase = <Answer>(what: string, subject: Subject, { actor = OFFICER, query = '', options = [] as readonly string[] } = {}) =>
  answered<Answer>(`cases/${caseOf(subject)}/${what}${query}`, [what, caseOf(subject), ...options], actor);
const refusedCase = (what: string, caseKey: string, actor = OFFICER) => refused(`cases/${caseKey}/${what}`, [what, caseKey], actor);
const notedOf = async (view: string): Promise<readonly string[]> => {
  const entries: string[] = [];
  for await (const entry of zelian.parts.access.entries())
    if (entry.view === view) entries.push(`${entry.kind} ${entry.actor?.personId ?? ''} ${entry.subject ?? ''} ${entry.outcome}`);
  return entries;
};

describe('廉政意见', () => {
  const opinion = (personOfOpinion: string, on: string, asKnownAt?: string) =>
    answered<IntegrityOpinion>(`integrity-opinions/${personOfOpinion}?validOn=${on}${asKnownAt === undefined ? '' : `&asKnownAt=${asKnownAt}`}`, [
      ...['integrity', personOfOpinion, '--valid-on', on],
      ...(asKnownAt === undefined ? [] : ['--as-known-at', asKnownAt]),
    ]);
  const removed = personOf(SUBJECTS.luchuanSecretary);
  const varied = personOf(SUBJECTS.luchuanHead);

  it('states a measure with its effect period, the text that gives it, and how far that was checked', async () => {
    const { measures, position } = await opinion(removed, '2017-04-30');
    expect(position).toBe((await zelian.log.head()).position);
    expect(measures).toMatchObject([
      {
        ...{ measure: 'RemovalFromPost', measureZh: '免职', decidedOn: '2017-02-20', documentNo: '岭问责〔2017〕1号', executedOn: '2017-02-27' },
        effect: {
          state: 'stated',
          from: '2017-02-20',
          until: '2018-02-20',
          clause: { id: 'effect-2009', article: '10', verifiedBy: '条文已读', bookVersion: 1 },
        },
        ...{ basisLost: false, bases: [{ clauseId: 'PL-D3', lost: false }], variedOnAppeal: false, appealsPending: [] },
      },
    ]);
  });

  it('on the last day of the period it is there, the day after it is gone; before the decision there was none', async () => {
    expect((await opinion(removed, '2018-02-20')).measures).toHaveLength(1);
    expect((await opinion(removed, '2018-02-21')).measures).toEqual([]);
    expect((await opinion(removed, '2017-02-19')).measures).toEqual([]);
  });

  it('marks a basis lost, and an appeal pending as known then', async () => {
    expect((await opinion(personOf(SUBJECTS.qinglanSecretary), '2017-04-30')).measures).toMatchObject([
      { basisLost: true, bases: [{ clauseId: 'PL-D3', lost: true }], executedOn: null },
    ]);
    expect((await opinion(personOf(SUBJECTS.qinglanSecretary), '2017-03-04', AFTER_THE_VOTES)).measures).toMatchObject([{ basisLost: false }]);
    expect((await opinion(varied, '2017-03-20', '2017-03-20T00:00:00.000Z')).measures).toMatchObject([
      { measure: 'RemovalFromPost', appealsPending: [{ filedOn: '2017-03-06', phase: 'panel-formed', phaseZh: '复查中' }] },
    ]);
  });

  it('what an appeal made of a measure holds before it is carried out, and states no period that no text states', async () => {
    const before = await opinion(varied, '2017-04-09', '2017-04-09T00:00:00.000Z');
    expect(before.measures).toMatchObject([
      { measure: 'PublicApology', variedOnAppeal: true, effect: { state: 'undetermined' }, appealsPending: [{ phase: 'decided' }] },
    ]);
    const after = await opinion(varied, '2017-04-30');
    expect(after.measures).toMatchObject([{ measure: 'PublicApology', variedOnAppeal: false, effect: { state: 'undetermined' }, appealsPending: [] }]);
  });

  it('nothing tells who was flagged, recommended or let off from whom nothing was ever said of', async () => {
    const flagged = personOf(SUBJECTS.songpingSecretary);
    const nobody = personId('松坪镇/town-leader');
    for (const on of ['2017-01-31', '2017-04-30']) {
      const [about, other] = [await opinion(flagged, on), await opinion(nobody, on)];
      expect({ ...about, personId: '' }).toEqual({ ...other, personId: '' });
      expect(about.measures).toEqual([]);
    }
    const [told, nothing] = [await tables(['integrity', flagged]), await tables(['integrity', nobody])];
    expect(told.split('\n').slice(2)).toEqual(nothing.split('\n').slice(2));
    expect(await tables(['integrity', removed])).toContain('至2018-02-20（effect-2009，条文已读）');
  });

  it('is for who owns cases; every question is noted, refused ones as refused', async () => {
    const before = (await notedOf('integrity-opinion')).length;
    expect(await refused(`integrity-opinions/${removed}`, ['integrity', removed], STRANGER)).toBe('access.case-owner-only');
    await opinion(removed, '2017-04-30');
    expect(await refused('integrity-opinions/person-nobody00001', ['integrity', 'person-nobody00001'])).toBe('person.unknown');
    expect(await refused('integrity-opinions/unit-nobody00001', ['integrity', 'unit-nobody00001'])).toBe('subject.unknown');
    expect(await refused(`integrity-opinions/${removed}?validOn=2017-02-30`, ['integrity', removed, '--valid-on', '2017-02-30'])).toBe('date.invalid');
    const noted = (await notedOf('integrity-opinion')).slice(before);
    expect(noted.filter((entry) => entry.startsWith('refused') && entry.endsWith('access.case-owner-only'))).toHaveLength(2);
    expect(noted.filter((entry) => entry.startsWith('read') && entry.endsWith(`${removed} answered`))).toHaveLength(2);
  });

  it('printed it is a draft that leaves on record: to whom, for what, about whom', async () => {
    const paper = `exchange/documents/integrity-opinion/${encodeURIComponent(`${removed}/2017-04-30`)}`;
    const ask = (body: object, actor = OFFICER) =>
      host.ask(`/api/v1/${paper}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-actor': actor }, body: JSON.stringify(body) });
    const handing = { recipient: '县委组织部干部科', purpose: '任前核查' };
    expect((await overHttp(paper)).json().code).toBe('release.recipient-missing');
    expect((await ask(handing, STRANGER)).json().code).toBe('access.case-owner-only');
    expect((await overHttp('exchange/documents/integrity-opinion/somebody')).json().code).toBe('opinion.key');
    expect((await ask(handing)).status).toBe(201);
    await zelian.drain();
    const { releases } = (await zelian.reader.get('record-releases', removed)).row as RecordReleasesRow;
    expect(releases.at(-1)).toMatchObject({ record: { kind: 'document/integrity-opinion', key: `${removed}/2017-04-30` }, channel: 'print' });
    const texts = await Promise.all(
      [`${removed}/2017-04-30`, `${personOf(SUBJECTS.songpingSecretary)}/2017-04-30`].map(async (key) => {
        const to = { ...handing, channel: 'print' } as const;
        return ZipParts.of(await printDocument(zelian, { name: 'integrity-opinion', key, actor: acting(ORGANS.discipline, 'case-officer'), to })).text(
          'word/document.xml',
        )!;
      }),
    );
    for (const text of texts) expect(text).toContain('草稿');
    expect(texts[0]).toContain('免职');
    expect(texts[0]).toContain('影响期至2018年2月20日');
    expect(texts[1]).toContain('未见');
    expect(texts[1]).not.toContain('免职');
  });
});

describe('same clause, same facts', () => {
  const ofLuchuan = SUBJECTS.luchuanSecretary;

  it('sets beside a case what others got under its clause, with the facts that are equal', async () => {
    const { names, ended, clauses } = await ofCase<SameClause>('same-clause', ofLuchuan);
    expect([names, ended]).toEqual(['shown', expect.objectContaining({ kind: 'measure', measure: 'RemovalFromPost', basisLost: false })]);
    const [d3] = clauses;
    expect([clauses.length, d3!.clauseId, d3!.discretion, d3!.circumstances.levelZh]).toEqual([1, 'PL-D3', 'none', '主要领导责任']);
    expect(d3!.others.map((other) => [other.case?.personId, other.endedOn, other.sameFacts, other.ended])).toEqual([
      [personOf(SUBJECTS.luchuanHead), '2017-02-20', true, expect.objectContaining({ measureZh: '免职', corrected: 'varied', becameZh: '责令公开道歉' })],
      [personOf(SUBJECTS.qinglanSecretary), '2017-02-28', true, expect.objectContaining({ measureZh: '免职', corrected: null, basisLost: true })],
    ]);
    expect(d3!.others[0]!.facts).toContainEqual(expect.objectContaining({ fact: 'performance.grade', ownZh: '较差', otherZh: '较差', same: true }));
    expect(d3!.pending).toBe(0);
  });

  it('says on what a case ended without accountability, and counts who is merely flagged for nobody', async () => {
    const { ended, clauses } = await ofCase<SameClause>('same-clause', SUBJECTS.songpingSecretary);
    expect(ended).toEqual({ kind: 'concluded', ground: 'facts' });
    expect(clauses).toMatchObject([{ clauseId: 'PL-D1', circumstances: { acceptedPoints: 1 }, others: [], pending: 0 }]);
  });

  it('as known before the votes, nobody had got anything', async () => {
    const then = await ofCase<SameClause>('same-clause', ofLuchuan, {
      query: '?asKnownAt=2017-02-15T00:00:00.000Z',
      options: ['--as-known-at', '2017-02-15T00:00:00.000Z'],
    });
    expect(then).toMatchObject({ ended: null, clauses: [{ others: [], pending: 2 }] });
  });

  it('tells the person concerned of others by kind of post alone', async () => {
    const appellant = actorText({ personId: personOf(SUBJECTS.luchuanHead) });
    const told = await ofCase<SameClause>('same-clause', SUBJECTS.luchuanHead, { actor: appellant });
    expect(told.clauses[0]).toMatchObject({ pending: null });
    expect(told.clauses[0]!.others.map((other) => [other.case, other.target, other.endedOn, other.role])).toEqual([
      [null, null, null, 'party-secretary'],
      [null, null, null, 'party-secretary'],
    ]);
    const said = JSON.stringify(told.clauses[0]!.others);
    for (const other of [SUBJECTS.luchuanSecretary, SUBJECTS.qinglanSecretary]) expect(said).not.toContain(personOf(other));
    expect(await tables(['same-clause', caseOf(SUBJECTS.luchuanHead)], appellant)).toContain('（隐名）');
    expect(await tables(['same-clause', caseOf(ofLuchuan)])).toContain('变更为责令公开道歉');
  });

  it('is nobody else’s, and tells a flagged person no more than a stranger', async () => {
    const before = (await notedOf('same-clause')).length;
    expect(await refusedCase('same-clause', caseOf(ofLuchuan), STRANGER)).toBe('access.case-owner-only');
    expect((await notedOf('same-clause')).slice(before)).toEqual(
      Array(2).fill(`refused ${STRANGER.split('/')[0]} ${personOf(ofLuchuan)} access.case-owner-only`),
    );
    const { rows } = await zelian.reader.list('accountability-cases', { limit: 1_000 });
    const flagged = rows.find(({ row }) => (row as CaseRow).phase === 'open')!.key.replaceAll('|', '/');
    const self = actorText({ personId: flagged.split('/')[0]! });
    expect(await refusedCase('same-clause', flagged, self)).toBe('case.unknown');
    expect(await refusedCase('same-clause', flagged.replace(/2016$/, '2015'), self)).toBe('case.unknown');
    expect((await overHttp(`cases/${flagged}/same-clause`)).status).toBe(200);
    expect(await refused('cases/somebody/nowhere/2016/same-clause', ['same-clause', 'somebody/nowhere/2016'])).toBe('case.key');
  });
});

describe('fact × evidence × signer × shown to whom', () => {
  it('follows a grade down to scores and findings, each with its paper or file, who recorded it and when the person saw it', async () => {
    const { basedOn, facts, presented, statements, gaps } = await ofCase<CaseFacts>('facts', SUBJECTS.luchuanHead);
    expect(basedOn).toBe('decision');
    expect(facts.map(({ type }) => type)).toEqual(['PerformanceAssessmentOpened', 'FindingAgreed', ...Array<string>(3).fill('IndicatorScoreRecorded')]);
    const [, agreed, score] = facts as [unknown, CaseFacts['facts'][number], CaseFacts['facts'][number]];
    expect(score).toMatchObject({ clauses: ['PL-D3'], evidence: [{ kind: 'number', ref: '岭考办〔2017〕2号附件3' }], gaps: ['number-only'] });
    expect(score.signer?.postId).toBeDefined();
    expect(agreed).toMatchObject({
      finding: { findingId: findingId(FOUND.housing), status: 'agreed', shownTo: { postId: postId('芦川镇/town-head') }, statement: expect.any(String) },
      evidence: [{ kind: 'file', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), state: 'held' }],
      shownToPerson: { date: '2017-02-08', signed: true },
    });
    expect([presented.length, statements.map(({ date, statement }) => [date, statement]), gaps]).toEqual([
      1,
      [['2017-02-10', '服从组织处理。']],
      ['number-only'],
    ]);
  });

  it('says which facts a decision rested on have been corrected since', async () => {
    const { facts } = await ofCase<CaseFacts>('facts', SUBJECTS.qinglanSecretary);
    expect(facts.filter(({ gaps }) => gaps.includes('not-relied-on-now')).map(({ type }) => type)).toEqual(['IndicatorScoreRecorded']);
    const then = await ofCase<CaseFacts>('facts', SUBJECTS.qinglanSecretary, {
      query: `?asKnownAt=${AFTER_THE_VOTES}`,
      options: ['--as-known-at', AFTER_THE_VOTES],
    });
    expect(then.facts.flatMap(({ gaps }) => gaps.filter((gap) => gap === 'not-relied-on-now'))).toEqual([]);
    const early = await ofCase<CaseFacts>('facts', SUBJECTS.qinglanSecretary, {
      ...{ query: '?asKnownAt=2017-02-05T00:00:00.000Z', options: ['--as-known-at', '2017-02-05T00:00:00.000Z'] },
    });
    expect([early.basedOn, early.gaps]).toEqual(['recommendation', ['no-draft', 'never-shown', 'not-heard']]);
    expect(early.facts.every(({ shownToPerson, gaps }) => shownToPerson === null && gaps.includes('never-shown'))).toBe(true);
  });

  it('shows the person the same, but for narratives about households', async () => {
    const told = await ofCase<CaseFacts>('facts', SUBJECTS.luchuanHead, { actor: actorText({ personId: personOf(SUBJECTS.luchuanHead) }) });
    expect(told.facts.flatMap(({ finding }) => (finding ? [finding.statement] : []))).toEqual([null]);
    expect(told.statements[0]!.statement).toBe('服从组织处理。');
    expect(await refusedCase('facts', caseOf(SUBJECTS.luchuanHead), STRANGER)).toBe('access.case-owner-only');
    expect((await notedOf('case-facts')).at(-1)).toMatch(/^refused/);
  });

  it('tells of one finding what its unit answered', async () => {
    const disputed = findingId(FOUND.files);
    const { fact } = await answered<FindingFacts>(`findings/${disputed}/facts`, ['facts', disputed], STRANGER);
    expect(fact).toMatchObject({ type: 'FindingLogged', finding: { disputedBy: { stands: true }, agreedBy: null }, shownToPerson: null });
    expect(fact.finding!.loggedByPersonIds.length).toBeGreaterThan(0);
    const early = await answered<FindingFacts>(`findings/${disputed}/facts?asKnownAt=2016-09-15T00:00:00.000Z`, [
      'facts',
      disputed,
      '--as-known-at',
      '2016-09-15T00:00:00.000Z',
    ]);
    expect(early.fact.gaps).toContain('unit-never-shown');
    expect(await refused('findings/finding-nowhere/facts', ['facts', 'finding-nowhere'])).toBe('finding.unknown');
    expect(await tables(['facts', disputed])).toContain('异议不成立');
    expect(await tables(['facts', caseOf(SUBJECTS.luchuanHead)])).toContain('证据只有编号');
  });
});

describe('execution checklist', () => {
  const on = (date: string) => ({ query: `?validOn=${date}`, options: ['--valid-on', date] });
  const statesOf = ({ items }: ExecutionChecklist) => Object.fromEntries(items.map(({ item, state }) => [item, state]));
  const itemOf = ({ items }: ExecutionChecklist, named: string) => items.find(({ item }) => item === named)!;

  it('a removal that went the whole way: each thing with its act, day, clause and last day', async () => {
    const list = await ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanSecretary);
    expect(statesOf(list)).toEqual({
      ...{ announcement: 'done', service: 'done', congress: 'not-applicable', execution: 'done', tenure: 'done', consequences: 'undetermined' },
      ...{ 'effect-period': 'open', 'self-criticism': 'done', archive: 'done', publication: 'not-applicable' },
    });
    expect(itemOf(list, 'execution')).toMatchObject({
      ...{ done: { date: '2017-02-27', by: { postId: postId(`${ORGANS.organization}/cadre-officer`) } }, dueOn: '2017-03-20', late: false },
      clause: { id: 'formalities', article: '9', verifiedBy: '条文已读' },
    });
    expect(itemOf(list, 'service')).toMatchObject({ done: { date: '2017-02-21', documentNo: '岭问责〔2017〕1号' }, clause: { id: 'LAW-4' } });
    expect(itemOf(list, 'effect-period')).toMatchObject({ dueOn: '2018-02-20', clause: { id: 'effect-2009' }, late: false });
    expect([list.openItems, list.restorations, list.noRestoration]).toEqual([1, [], null]);
  });

  it('on an earlier day, what was done later is open; past the last day it is late', async () => {
    const then = await ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanSecretary, on('2017-02-22'));
    expect(statesOf(then)).toMatchObject({ service: 'done', execution: 'open', tenure: 'open', archive: 'open' });
    const standing = SUBJECTS.qinglanSecretary;
    expect(itemOf(await ofCase<ExecutionChecklist>('execution', standing, on('2017-03-28')), 'execution')).toMatchObject({
      state: 'open',
      dueOn: '2017-03-28',
      late: false,
    });
    const late = await ofCase<ExecutionChecklist>('execution', standing, on('2017-03-29'));
    expect([itemOf(late, 'execution').late, late.decision.basisLost]).toEqual([true, true]);
    expect(await refused(`cases/${caseOf(standing)}/execution?validOn=2017-02-27`, ['execution', caseOf(standing), '--valid-on', '2017-02-27'])).toBe(
      'case.nothing-decided',
    );
  });

  it('an elected head waits for the congress; after the appeal the lighter measure is carried out anew, and what was taken is owed back', async () => {
    const before = await ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead, on('2017-02-28'));
    expect(itemOf(before, 'congress')).toMatchObject({ state: 'open', clause: { id: 'LAW-3' } });
    expect(itemOf(before, 'publication')).toMatchObject({ state: 'done', why: { zh: '全县，县政府网站' } });
    const removed = await ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead, on('2017-03-02'));
    expect(statesOf(removed)).toMatchObject({ congress: 'done', execution: 'done', tenure: 'done' });
    const now = await ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead);
    expect(now.decision).toMatchObject({ measure: 'PublicApology', corrected: 'varied' });
    expect(statesOf(now)).toMatchObject({
      announcement: 'open',
      execution: 'open',
      congress: 'not-applicable',
      tenure: 'not-applicable',
      'effect-period': 'undetermined',
    });
    expect(itemOf(now, 'execution').dueOn).toBe('2017-05-11');
    expect(now.restorations.flatMap(({ items }) => items.filter(({ state }) => state === 'owed').map(({ item }) => item.kind))).toEqual([
      'grade',
      'effect-period',
    ]);
  });

  it('is for who owns cases and the person concerned, of what was decided', async () => {
    const self = actorText({ personId: personOf(SUBJECTS.luchuanHead) });
    expect((await ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead, { actor: self })).restorations).toHaveLength(1);
    expect(await refusedCase('execution', caseOf(SUBJECTS.luchuanHead), STRANGER)).toBe('access.case-owner-only');
    expect((await notedOf('execution-checklist')).at(-1)).toMatch(/^refused/);
    expect(await refusedCase('execution', caseOf(SUBJECTS.songpingSecretary))).toBe('case.nothing-decided');
    const shown = await tables(['execution', caseOf(SUBJECTS.luchuanHead)]);
    expect(shown).toContain('恢复事项');
    expect(shown).toContain('（经变更）');
  });
});
