import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#kernel';
import { newCommandId, seededEntropy } from '#ledger';
import type { AppealStatus, BarredAnswer, RemediesAnswer, Today, Zelian } from '#zelian';
import { SUBJECTS } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, postId, unitId } from '../../apps/cli/src/story/cast.js';
import { acting } from '../../apps/cli/src/story/setup.js';
import { storyToAsk } from '../support/played-story.js';
import { refusalOf, zelian as commandLine } from './command-line.js';
import { actorText, served, type Answer, type Served } from './over-http.js';

// A whole year is played here.
jest.setTimeout(120_000);

const { personKey, postKey } = SUBJECTS.luchuanSecretary;
const PERSON = personId(personKey);
const CASE = `case-${PERSON}-${postId(postKey)}-2016`;
const AGAINST = { kind: 'measure', personId: PERSON, postId: postId(postKey), year: 2016 };
const COMMITTEE = unitId(ORGANS.partyCommittee);
const OFFICER = actorText(acting(ORGANS.discipline, 'case-officer'));
const APPELLANT = actorText({ personId: PERSON });
const STRANGER = actorText({ personId: personId('松坪镇/town-leader'), postId: postId('松坪镇/town-leader') });

let folder: string;
let data: string;
let zelian: Zelian;
let host: Served;
let commands = 0;
const record = async (type: string, body: object, actor: Actor) => {
  const commandId = newCommandId(zelian.parts.clock.now(), seededEntropy('appeals'), `c${commands++}`);
  await zelian.record({ type, data: { appealId: 'appeal-wei', against: AGAINST, organUnitId: COMMITTEE, ...body } }, { actor, commandId });
  await zelian.drain();
};
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-appeals-'));
  data = join(folder, 'ledger');
  zelian = await storyToAsk(data);
  host = await served(zelian);
  // Filed on the day on which the story ends: long after the fifteen days from 2017-02-21.
  const filing = {
    appellantId: PERSON,
    track: 'PARTY-2009',
    step: 'appeal-2009',
    filedOn: '2017-04-30',
    request: { private: '请求撤销免职' },
    receiptRef: '收1号',
  };
  await record('LodgeAppeal', filing, { personId: PERSON });
});
afterAll(async () => {
  await host.close();
  await zelian.close();
  rmSync(folder, { recursive: true });
});

const overHttp = (path: string, actor = OFFICER): Promise<Answer> => host.ask(`/api/v1/appeals/${path}`, { headers: { 'x-actor': actor } });
const byCommandLine = (verb: readonly string[], actor = OFFICER) => commandLine('appeal', ...verb, '--data', data, '--actor', actor, '--json');

describe('appeal paths', () => {
  it.each([
    ['2017-03-08', 'appeal'],
    ['2017-03-09', 'correction'],
  ])('on %s the way of 2009 leads to: %s', async (on, route) => {
    const answer = (await overHttp(`paths/${CASE}?on=${on}`)).json<RemediesAnswer>();
    expect(answer).toMatchObject({
      decidedOn: '2017-02-20',
      served: { on: '2017-02-21' },
      measure: 'RemovalFromPost',
      book: { bookId: 'pingli-2016', bookVersion: 1 },
    });
    // The appeal that was filed closes its own step; the other ways stay open beside it.
    expect(answer.closed.find(({ step }) => step === 'appeal-2009')?.code).toBe('pending');
    const then = await zelian.log.positionAt('2017-04-29T00:00:00.000Z');
    const known = (await overHttp(`paths/${CASE}?on=${on}&asKnownAt=${then}`)).json<RemediesAnswer>();
    expect(known.open.find(({ track }) => track === 'PARTY-2009')).toMatchObject({
      route,
      clause: { id: 'PARTY-2009/appeal-2009', bookVersion: 1, article: '22、23' },
      lastDay: { date: '2017-03-08', readings: { receiptExcluded: '2017-03-08', receiptIncluded: '2017-03-07' } },
      fileWith: [{ unitIds: [COMMITTEE] }],
      suspendsExecution: false,
    });
    expect(known.open.map(({ track, step }) => `${track}/${step}`)).toEqual([
      'PARTY-2009/appeal-2009',
      'CIVIL-SERVANT-2005/reconsideration',
      'CIVIL-SERVANT-2005/direct-appeal',
    ]);
  });
  it('are the same over HTTP and on the command line, for who owns cases and for whom it concerns', async () => {
    for (const actor of [OFFICER, APPELLANT]) {
      const answer = await overHttp(`paths/${CASE}?on=2017-03-01`, actor);
      const shown = await byCommandLine(['paths', CASE, '--on', '2017-03-01'], actor);
      expect([answer.status, shown.code, shown.json<RemediesAnswer>()]).toEqual([200, 0, answer.json<RemediesAnswer>()]);
    }
  });
  it('are nobody else’s business, and of nothing that is no decision', async () => {
    expect((await overHttp(`paths/${CASE}`, STRANGER)).json().code).toBe('access.case-owner-only');
    expect(refusalOf(await byCommandLine(['paths', CASE], STRANGER))).toBe('access.case-owner-only');
    expect((await overHttp('paths/nothing')).json().code).toBe('appeal.decision-unknown');
    expect((await overHttp(`paths/${CASE.replace(/2016$/, '2015')}`)).json().code).toBe('appeal.nothing-decided');
    expect((await overHttp(`paths/${CASE}?on=2017-02-30`)).json().code).toBe('date.invalid');
  });
});

describe('appeal status', () => {
  it('says where it stands: late by proof of service, and taken as a request for correction', async () => {
    const answer = (await overHttp('status/appeal-wei?on=2017-05-10', APPELLANT)).json<AppealStatus>();
    expect(answer).toMatchObject({ phase: 'lodged', route: 'correction', receipt: { receiptRef: '收1号' }, clocks: [{ clock: 'admission', light: 'green' }] });
    expect(answer).not.toHaveProperty('folded');
    expect((await byCommandLine(['status', 'appeal-wei', '--on', '2017-05-10'], APPELLANT)).json<AppealStatus>()).toEqual(answer);
  });
  it('tells a stranger as much of an appeal that exists as of one that does not', async () => {
    for (const id of ['appeal-wei', 'appeal-none']) expect((await overHttp(`status/${id}`, STRANGER)).json().code).toBe('access.case-owner-only');
    expect((await overHttp('status/appeal-none')).json().code).toBe('appeal.unknown');
    const noted: string[] = [];
    for await (const { kind, view, key, outcome } of zelian.parts.access.entries()) if (view === 'appeal-status') noted.push(`${kind} ${key} ${outcome}`);
    expect(noted.slice(-3)).toEqual([
      'refused appeal-wei access.case-owner-only',
      'refused appeal-none access.case-owner-only',
      'refused appeal-none appeal.unknown',
    ]);
  });
});

describe('appeal barred', () => {
  it('names declared relatives of who handled it, by the declaration', async () => {
    const [magistrate, relative] = [personId(`${ORGANS.partyCommittee}/county-magistrate`), personId('松坪镇/town-leader')];
    const relation = { relationId: 'relation-1', personId: magistrate, relatedPersonId: relative, kinship: { private: '示例' }, from: '2001-01-01' };
    const declaration = { ...relation, declaredByPersonId: magistrate, declaredOn: '2017-04-20' };
    const commandId = newCommandId(zelian.parts.clock.now(), seededEntropy('appeals'), 'relation');
    await zelian.record({ type: 'DeclareRelation', data: declaration }, { actor: acting(ORGANS.discipline, 'case-officer'), commandId });
    await zelian.drain();
    const { persons } = (await overHttp(`barred/${CASE}`)).json<BarredAnswer>();
    expect(persons.find(({ personId: id }) => id === relative)?.reasons).toEqual([
      { role: 'relative', eventId: expect.any(String) as unknown, eventType: 'RelationDeclared', of: magistrate },
    ]);
    expect(persons.every(({ personId: id }) => id.startsWith('person-'))).toBe(true);
  });
  it('names who handled the case with the events, for case owners only', async () => {
    const answer = (await overHttp(`barred/${CASE}`)).json<BarredAnswer>();
    const barred = new Map(answer.persons.map(({ personId: id, reasons }) => [id, reasons.map(({ role }) => role)]));
    expect(barred.get(PERSON)).toContain('named');
    expect(barred.get(personId(`${ORGANS.discipline}/investigator`))).toContain('investigated');
    expect(barred.get(personId(`${ORGANS.partyCommittee}/county-magistrate`))).toContain('voted');
    expect(answer.persons.every(({ reasons }) => reasons.every(({ eventId }) => eventId.length === 36))).toBe(true);
    expect((await byCommandLine(['barred', CASE])).json<BarredAnswer>()).toEqual(answer);
    expect((await overHttp(`barred/${CASE}`, APPELLANT)).json().code).toBe('access.case-owner-only');
  });
});

describe('on paper', () => {
  it.each([
    ['paths', CASE],
    ['status', 'appeal-wei'],
    ['barred', CASE],
  ])('appeal %s is a table in Chinese', async (verb, subject) => {
    const { code, out } = await commandLine('appeal', verb, subject, '--data', data, '--actor', OFFICER);
    expect(code).toBe(0);
    expect(out).toMatch(/■ .*\p{Script=Han}/u);
  });
});

describe('in words', () => {
  const shown = async (...verb: readonly string[]) => (await commandLine(...verb, '--data', data, '--actor', OFFICER)).out;
  it('lights, steps and bars are said in Chinese', async () => {
    const [status, barred, today] = [await shown('appeal', 'status', 'appeal-wei'), await shown('appeal', 'barred', CASE), await shown('today')];
    expect(status).toContain('绿灯');
    expect(status).toContain('提出申诉');
    expect(barred).toContain('集体讨论决定');
    for (const text of [status, barred, today]) expect(text).not.toMatch(/green|yellow|AppealLodged|CollectivelyDecided/);
  });
  it('whether execution waits is said with the ways that are open', async () =>
    expect(await shown('appeal', 'paths', CASE, '--on', '2017-03-01')).toContain('不停止执行'));
});

describe('today', () => {
  const clocksFor = async (actor: string) => {
    const answer = await host.ask('/api/v1/today?on=2017-05-02', { headers: { 'x-actor': actor } });
    const { statutoryClocks } = answer.json<Today>();
    return [statutoryClocks.cases.length > 0, statutoryClocks.appeals.map(({ appealId }) => appealId)];
  };
  it('shows the statutory clocks over all cases to who owns them, and to an appellant those of the appeal', async () => {
    expect(await clocksFor(OFFICER)).toEqual([true, ['appeal-wei']]);
    expect(await clocksFor(APPELLANT)).toEqual([false, ['appeal-wei']]);
    expect(await clocksFor(STRANGER)).toEqual([false, []]);
  });
});
