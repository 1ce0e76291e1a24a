import type { CaseFacts, ExecutionChecklist, FindingFacts, MaySee } from '#zelian';
import { SUBJECTS } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, postId } from '../../apps/cli/src/story/cast.js';
import { findingId, FOUND } from '../../apps/cli/src/story/inspection.js';
import { AFTER_THE_VOTES, Answering, caseOf, OFFICER, personOf, STRANGER } from './answering.js';
import { actorText } from './over-http.js';

// A whole year is played here.
jest.setTimeout(120_000);

let year: Answering;
beforeAll(async () => {
  year = await Answering.open();
});
afterAll(() => year.close());

describe('fact × evidence × signer × shown to whom', () => {
  it('follows a grade down to scores and findings, each with its paper or file, who recorded it and when the person saw it', async () => {
    const { basedOn, facts, presented, statements, gaps } = await year.ofCase<CaseFacts>('facts', SUBJECTS.luchuanHead);
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
    const { facts } = await year.ofCase<CaseFacts>('facts', SUBJECTS.qinglanSecretary);
    expect(facts.filter(({ gaps }) => gaps.includes('not-relied-on-now')).map(({ type }) => type)).toEqual(['IndicatorScoreRecorded']);
    const then = await year.ofCase<CaseFacts>('facts', SUBJECTS.qinglanSecretary, {
      query: `?asKnownAt=${AFTER_THE_VOTES}`,
      options: ['--as-known-at', AFTER_THE_VOTES],
    });
    expect(then.facts.flatMap(({ gaps }) => gaps.filter((gap) => gap === 'not-relied-on-now'))).toEqual([]);
    const early = await year.ofCase<CaseFacts>('facts', SUBJECTS.qinglanSecretary, {
      ...{ query: '?asKnownAt=2017-02-05T00:00:00.000Z', options: ['--as-known-at', '2017-02-05T00:00:00.000Z'] },
    });
    expect([early.basedOn, early.gaps]).toEqual(['recommendation', ['no-draft', 'never-shown', 'not-heard']]);
    expect(early.facts.every(({ shownToPerson, gaps }) => shownToPerson === null && gaps.includes('never-shown'))).toBe(true);
  });

  it('shows the person the same, but for narratives about households', async () => {
    const told = await year.ofCase<CaseFacts>('facts', SUBJECTS.luchuanHead, { actor: actorText({ personId: personOf(SUBJECTS.luchuanHead) }) });
    expect(told.facts.flatMap(({ finding }) => (finding ? [finding.statement] : []))).toEqual([null]);
    expect(told.statements[0]!.statement).toBe('服从组织处理。');
    expect(await year.refusedCase('facts', caseOf(SUBJECTS.luchuanHead), STRANGER)).toBe('access.case-owner-only');
    expect((await year.notedOf('case-facts')).at(-1)).toMatch(/^refused/);
  });

  it('tells of one finding what its unit answered', async () => {
    const disputed = findingId(FOUND.files);
    const { fact } = await year.answered<FindingFacts>(`findings/${disputed}/facts`, ['facts', disputed], STRANGER);
    expect(fact).toMatchObject({ type: 'FindingLogged', finding: { disputedBy: { stands: true }, agreedBy: null }, shownToPerson: null });
    expect(fact.finding!.loggedByPersonIds.length).toBeGreaterThan(0);
    const early = await year.answered<FindingFacts>(`findings/${disputed}/facts?asKnownAt=2016-09-15T00:00:00.000Z`, [
      'facts',
      disputed,
      '--as-known-at',
      '2016-09-15T00:00:00.000Z',
    ]);
    expect(early.fact.gaps).toContain('unit-never-shown');
    expect(await year.refused('findings/finding-nowhere/facts', ['facts', 'finding-nowhere'])).toBe('finding.unknown');
    expect(await year.tables(['facts', disputed])).toContain('异议不成立');
    expect(await year.tables(['facts', caseOf(SUBJECTS.luchuanHead)])).toContain('证据只有编号');
  });
});

describe('execution checklist', () => {
  const on = (date: string) => ({ query: `?validOn=${date}`, options: ['--valid-on', date] });
  const statesOf = ({ items }: ExecutionChecklist) => Object.fromEntries(items.map(({ item, state }) => [item, state]));
  const itemOf = ({ items }: ExecutionChecklist, named: string) => items.find(({ item }) => item === named)!;

  it('a removal that went the whole way: each thing with its act, day, clause and last day', async () => {
    const list = await year.ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanSecretary);
    expect(statesOf(list)).toEqual({
      ...{ announcement: 'done', service: 'done', congress: 'not-applicable', execution: 'done', tenure: 'done', consequences: 'undetermined' },
      ...{ 'effect-period': 'open', 'self-criticism': 'done', archive: 'done', publication: 'not-applicable', ruling: 'not-applicable' },
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
    const then = await year.ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanSecretary, on('2017-02-22'));
    expect(statesOf(then)).toMatchObject({ service: 'done', execution: 'open', tenure: 'open', archive: 'open' });
    const standing = SUBJECTS.qinglanSecretary;
    expect(itemOf(await year.ofCase<ExecutionChecklist>('execution', standing, on('2017-03-28')), 'execution')).toMatchObject({
      state: 'open',
      dueOn: '2017-03-28',
      late: false,
    });
    const late = await year.ofCase<ExecutionChecklist>('execution', standing, on('2017-03-29'));
    expect([itemOf(late, 'execution').late, late.decision.basisLost]).toEqual([true, true]);
    expect(await year.refused(`cases/${caseOf(standing)}/execution?validOn=2017-02-27`, ['execution', caseOf(standing), '--valid-on', '2017-02-27'])).toBe(
      'case.nothing-decided',
    );
  });

  it('an elected head waits for the congress; after the appeal the lighter measure is carried out anew, and what was taken is owed back', async () => {
    const before = await year.ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead, on('2017-02-28'));
    expect(itemOf(before, 'congress')).toMatchObject({ state: 'open', clause: { id: 'LAW-3' } });
    expect(itemOf(before, 'publication')).toMatchObject({ state: 'done', why: { zh: '全县，县政府网站' } });
    const removed = await year.ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead, on('2017-03-02'));
    expect(statesOf(removed)).toMatchObject({ congress: 'done', execution: 'done', tenure: 'done' });
    const now = await year.ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead);
    expect(now.decision).toMatchObject({ measure: 'PublicApology', corrected: 'varied' });
    expect(statesOf(now)).toMatchObject({
      announcement: 'open',
      execution: 'open',
      congress: 'not-applicable',
      tenure: 'not-applicable',
      'effect-period': 'undetermined',
    });
    expect(itemOf(now, 'execution').dueOn).toBe('2017-05-11');
    expect(itemOf(now, 'ruling')).toMatchObject({ state: 'done', done: { date: '2017-04-11' }, why: { zh: '2017-04-07申诉处理决定（岭委申〔2017〕2号）' } });
    expect(now.restorations.flatMap(({ items }) => items.filter(({ state }) => state === 'owed').map(({ item }) => item.kind))).toEqual([
      'grade',
      'effect-period',
    ]);
  });

  it('is for who owns cases and the person concerned, of what was decided', async () => {
    const self = actorText({ personId: personOf(SUBJECTS.luchuanHead) });
    expect((await year.ofCase<ExecutionChecklist>('execution', SUBJECTS.luchuanHead, { actor: self })).restorations).toHaveLength(1);
    expect(await year.refusedCase('execution', caseOf(SUBJECTS.luchuanHead), STRANGER)).toBe('access.case-owner-only');
    expect((await year.notedOf('execution-checklist')).at(-1)).toMatch(/^refused/);
    expect(await year.refusedCase('execution', caseOf(SUBJECTS.songpingSecretary))).toBe('case.nothing-decided');
    const shown = await year.tables(['execution', caseOf(SUBJECTS.luchuanHead)]);
    expect(shown).toContain('恢复事项');
    expect(shown).toContain('（经变更）');
  });
});

describe('what I may see, and why the rest is withheld', () => {
  const head = SUBJECTS.luchuanHead;
  const self = actorText({ personId: personOf(head) });
  const partsOf = ({ parts }: MaySee) => Object.fromEntries(parts.map(({ part, state, count }) => [part, `${state} ${count ?? '-'}`]));

  it('tells an appellant what is shown and how much, and counts what is withheld where counting tells nothing', async () => {
    const answer = await year.ofCase<MaySee>('may-see', head, { actor: self });
    expect([answer.asksAs, answer.erased]).toEqual(['person-concerned', 0]);
    expect(partsOf(answer)).toEqual({
      ...{ decision: 'shown 1', facts: 'shown 5', statements: 'shown 1', appeals: 'shown 1', restorations: 'shown 1', grounds: 'shown -' },
      ...{ entitlements: expect.stringMatching(/^shown \d/) as string, releases: 'shown 0', 'own-relations': 'shown 0' },
      ...{ 'case-file': 'withheld -', replay: 'withheld -' },
      ...{ investigation: 'withheld 2', deliberation: 'withheld 1', narratives: 'withheld 1', others: 'withheld -', flags: 'withheld -' },
      ...{ 'relations-of-others': 'withheld -', trail: 'withheld -', 'sealed-draws': 'withheld 0', informants: 'withheld -', reads: 'withheld -' },
    });
    for (const { state, why } of answer.parts) expect(why === null).toBe(state === 'shown');
    expect(answer.parts.find(({ part }) => part === 'deliberation')!.clause).toMatchObject({
      id: 'LAW-2',
      sourceZh: expect.stringMatching(/\p{Script=Han}/u) as string,
    });
  });

  it('says of views what the views themselves say', async () => {
    const subject = personOf(head);
    for (const actor of [OFFICER, self, STRANGER]) {
      const answer = await year.ofCase<MaySee>('may-see', head, { actor });
      for (const { part, state, view } of answer.parts.filter(({ view: named }) => named !== null)) {
        const read = await year.overHttp(
          `views/${view}/${encodeURIComponent(view === 'accountability-cases' ? caseOf(head).replaceAll('/', '|') : subject)}`,
          actor,
        );
        expect([part, actor, read.text.includes('access.case-owner-only')]).toEqual([part, actor, state === 'withheld']);
      }
      for (const { question: verb, state } of answer.parts.filter(({ part }) => part === 'decision' || part === 'facts'))
        expect([verb, (await year.overHttp(`cases/${caseOf(head)}/${verb}`, actor)).status === 200]).toEqual([verb, state === 'shown']);
    }
  });

  it('shows who owns cases all of it but what nobody is told', async () => {
    const answer = await year.ofCase<MaySee>('may-see', head);
    expect(answer.asksAs).toBe('case-owner');
    expect(answer.parts.filter(({ state }) => state === 'withheld').map(({ part }) => part)).toEqual(['informants', 'reads']);
    expect(partsOf(answer)['flags']).toBe('shown 0');
    expect(await year.refusedCase('may-see', caseOf(head).replace(/2016$/, '2015'))).toBe('case.unknown');
  });

  it('tells whoever has no part in it the same of a case that exists as of one that does not, and the flagged person no more', async () => {
    const [real, none] = [caseOf(head), caseOf(head).replace(/2016$/, '2015')];
    const told = async (caseKey: string, actor: string) => {
      const { key: _key, ...answer } = await year.answered<MaySee>(`cases/${caseKey}/may-see`, ['may-see', caseKey], actor);
      return answer;
    };
    expect(await told(real, STRANGER)).toEqual(await told(none, STRANGER));
    expect((await told(real, STRANGER)).parts.filter(({ state, count }) => state === 'shown' || count !== null)).toEqual([]);
    const flagged = await year.flaggedCase();
    const person = actorText({ personId: flagged.split('/')[0]! });
    expect(await told(flagged, person)).toEqual(await told(flagged.replace(/2016$/, '2015'), person));
    expect((await year.notedOf('may-see')).at(-1)).toBe(`read ${person} ${person} answered`);
    expect(await year.tables(['may-see', real], self)).toContain('未作决定的事项不予反映');
  });
});
