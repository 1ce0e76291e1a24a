import type { Command } from '#kernel';
import { newCommandId, seededEntropy, type CommandHead } from '#ledger';
import { kebab } from '#ledger/nest';
import { readBook } from '#rulebook/nest';
import type { Zelian } from '#zelian';
import { SUBJECTS, type Subject } from '../../apps/cli/src/story/accountability.js';
import { ORGANS, personId, postId, unitId, VILLAGES, villageId } from '../../apps/cli/src/story/cast.js';
import { idOf, STORY_SEED, thingId } from '../../apps/cli/src/story/ids.js';
import { acting, assessmentOffice, cadreOffice, commandOffice, countySecretary } from '../../apps/cli/src/story/setup.js';
import { headOf, STORY_END } from '../../apps/cli/src/story/story.js';
import { storySteps, storyToAsk } from '../support/played-story.js';
import { headersOf, post, routeOf, served, type Answer, type Asked, type Problem, type Served } from './over-http.js';

// Whole years are played here, and whole processes waited for.
jest.setTimeout(120_000);

const caseOfficer = acting(ORGANS.discipline, 'case-officer');
const entropy = seededEntropy(STORY_SEED);
let minted = 0;
/** A head that no command has had before. */
const fresh = (actor = commandOffice): CommandHead => ({ actor, commandId: newCommandId(STORY_END, entropy, `http-${minted++}`) });
const YEAR = 2016;
const FAILED = villageId(VILLAGES[0][1]);

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

/** A refusal as every refusal has to be: a problem document with code, both languages, 4xx, and nothing recorded. */
async function refused(asking: Promise<Answer>): Promise<Problem> {
  const before = (await zelian.log.head()).position;
  const answer = await asking;
  const problem = answer.json();
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(problem).toMatchObject({ type: `urn:zelian:${problem.code}`, status: answer.status, code: expect.stringMatching(/^[a-z-]+\.[a-z-]+$/) as string });
  expect(problem.messages.zh).toMatch(/\p{Script=Han}/u);
  expect(problem.messages.en).toMatch(/[a-z]{3}/);
  expect(answer.status >= 400 && answer.status < 500).toBe(true);
  expect((await zelian.log.head()).position).toBe(before);
  return problem;
}
const codeOf = async (asking: Promise<Answer>) => {
  const { status, code } = await refused(asking);
  return [status, code];
};
const send = (type: string, data: unknown, head = fresh()) => post(host, { type, data } as Command, head);
/** Raw bytes to a route that takes JSON. */
const raw = (body: string | Buffer, more: Asked['headers'] = {}) =>
  host.ask(routeOf('RegisterUnit'), { method: 'POST', headers: { ...headersOf(fresh()), ...more }, body });

const unit = { unitId: idOf('unit', 'another'), kind: 'department', name: '档案局' };
const tenure = { tenureId: thingId('tenure', 'another'), personId: personId('云溪镇/town-leader'), postId: postId('云溪镇/town-leader'), from: '2017-03-01' };
const keyOf = ({ personKey, postKey }: Subject) => ({ personId: personId(personKey), postId: postId(postKey), year: YEAR });
const open = keyOf({ ...SUBJECTS.luchuanHead, personKey: '松坪镇/town-head', postKey: '松坪镇/town-head' });

describe('a body that is not what the command takes', () => {
  it.each<[string, unknown, number, string]>([
    ['an unknown field', { ...unit, colour: 'red' }, 400, 'body.invalid'],
    ['a wrong type', { ...unit, name: 7 }, 400, 'body.invalid'],
    ['a missing field', { unitId: unit.unitId }, 400, 'body.invalid'],
    ['null', null, 400, 'body.invalid'],
    ['a list', [unit], 400, 'body.invalid'],
    ['a string', 'RegisterUnit', 400, 'body.invalid'],
    ['a prototype', JSON.parse('{"__proto__":{"kind":"town"},"constructor":1}'), 400, 'body.invalid'],
  ])('%s', async (_, data, status, code) => expect(await codeOf(send('RegisterUnit', data))).toEqual([status, code]));

  it.each<[string, string | Buffer, number, string]>([
    ['duplicate keys', `{"unitId":"${unit.unitId}","unitId":"${unit.unitId}","kind":"town","name":"甲"}`, 400, 'json.duplicate-key'],
    ['a lone surrogate', `{"name":"\\ud800"}`, 400, 'json.lone-surrogate'],
    ['depth over 64', `${'['.repeat(66)}${']'.repeat(66)}`, 400, 'json.too-deep'],
    ['a fraction', '{"weight":0.5}', 400, 'json.number'],
    ['an unsafe integer', '{"weight":9007199254740993}', 400, 'json.number'],
    ['half a document', '{"unitId":', 400, 'json.syntax'],
    ['no document', '', 400, 'json.syntax'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'json.encoding'],
    ['more than a mebibyte', JSON.stringify({ ...unit, name: '长'.repeat(400_000) }), 413, 'body.too-large'],
  ])('%s', async (_, body, status, code) => expect(await codeOf(raw(body))).toEqual([status, code]));

  it('of another media type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])
      expect(await codeOf(raw(JSON.stringify(unit), { 'content-type': type }))).toEqual([415, 'http.media-type']);
  });
});

describe('what the rules refuse', () => {
  let book: { clauses: readonly object[]; appliesToYears: object };
  beforeAll(async () => (book = (await readBook('pingli-2016')) as typeof book));
  const item = (id: string, from: string, weightBasisPoints: number) => ({ id, zh: id, weightBasisPoints, from });
  const appraisal = (poverty: number, general: number) => ({
    unitId: unitId('档案馆'),
    year: YEAR,
    items: [item('poverty', 'performance', poverty), item('general', 'scores', general)],
    documentRef: '岭考办〔2016〕6号',
  });
  const act = { ...open, date: '2017-04-29', organUnitId: unitId(ORGANS.partyCommittee) };
  const interpretation = {
    bookId: 'pingli-2016',
    term: 'responsible-leader',
    meaningZh: '红',
    organUnitId: unitId(ORGANS.partyCommittee),
    documentNo: '岭发〔2017〕9号',
    documentDate: '2017-01-01',
  };
  beforeAll(async () => {
    expect((await send('RegisterUnit', { unitId: unitId('档案馆'), kind: 'town', name: '档案馆' })).status).toBe(201);
    await zelian.drain();
  });

  it.each<[string, string, object, CommandHead, number, string]>([
    ['a date that does not exist', 'StartTenure', { ...tenure, from: '2017-02-30' }, fresh(cadreOffice), 400, 'body.invalid'],
    [
      'a tenure that runs backwards',
      'EndTenure',
      { tenureId: thingId('tenure', '云溪镇/town-leader|云溪镇/town-leader'), postId: tenure.postId, to: '2015-01-01', reason: '调动' },
      fresh(cadreOffice),
      400,
      'date.backwards',
    ],
    ['weights off by one basis point', 'OpenAnnualAppraisal', appraisal(6000, 3999), fresh(assessmentOffice), 422, 'assessment.weights-sum'],
    ['a weight one basis point below the floor', 'OpenAnnualAppraisal', appraisal(5999, 4001), fresh(assessmentOffice), 422, 'appraisal.weight-below-floor'],
    ['a year before any book', 'OpenAnnualAppraisal', { ...appraisal(6000, 4000), year: 2012 }, fresh(assessmentOffice), 422, 'assessment.year-not-covered'],
    [
      'a unit that nobody registered',
      'RegisterVillage',
      { villageId: idOf('village', 'x'), name: '甲村', townUnitId: idOf('unit', 'nowhere') },
      fresh(),
      422,
      'unit.unknown',
    ],
    [
      'an interpretation of a term that the book does not use',
      'InterpretClause',
      { ...interpretation, term: 'colour' },
      fresh(countySecretary),
      422,
      'book.unknown-term',
    ],
    ...(
      [
        ['by an organ that nobody registered', { organUnitId: unitId('气象局') }, 'unit.unknown'],
        ['by a town', { organUnitId: unitId('云溪镇') }, 'book.interpreter-not-competent'],
        ['older than the book', { documentDate: '2010-01-01' }, 'book.interpretation-before-book'],
        ['that names a duty nobody has', { posts: { of: 'self', duties: ['nosuch'] } }, 'book.unknown-duty'],
        ['that names a role nobody has', { posts: { of: 'self', roles: ['emperor'] } }, 'book.unknown-role'],
      ] as const
    ).map(([what, change, code]): [string, string, object, CommandHead, number, string] => [
      `an interpretation ${what}`,
      'InterpretClause',
      { ...interpretation, posts: { of: 'self', duties: ['stationed'] }, ...change },
      fresh(countySecretary),
      422,
      code,
    ]),
    ['an interpretation of an unknown book', 'InterpretClause', { ...interpretation, bookId: 'nowhere-2016' }, fresh(countySecretary), 422, 'book.unknown'],
    [
      'a recommendation on an unknown clause',
      'RecommendAccountability',
      { ...act, organUnitId: unitId(ORGANS.discipline), bases: [{ clauseId: 'PL-Z9', target: FAILED }], materialRefs: ['材料'] },
      fresh(caseOfficer),
      422,
      'accountability.no-ground',
    ],
    ['a step out of order', 'ApproveInitiation', act, fresh(countySecretary), 422, 'accountability.out-of-order'],
    ['an act dated in the future', 'ApproveInitiation', { ...act, date: '2018-04-29' }, fresh(countySecretary), 422, 'accountability.date-in-future'],
    [
      'an act done elsewhere without its document',
      'ApproveInitiation',
      { ...act, doneElsewhere: true },
      fresh(countySecretary),
      422,
      'accountability.document-missing',
    ],
    [
      'a confirmation of a veto that was not triggered',
      'ConfirmVeto',
      { unitId: unitId('云溪镇'), year: YEAR, authorityRef: '岭发〔2017〕4号', date: '2017-04-01' },
      fresh(countySecretary),
      422,
      'veto.not-triggered',
    ],
  ])('%s', async (...[, type, data, head, status, code]) => expect(await codeOf(send(type, data, head))).toEqual([status, code]));

  it.each<[string, (document: typeof book) => object, number, string]>([
    [
      'an unknown fact',
      (document) => ({ clauses: [{ ...document.clauses[0], grounds: [{ target: 'unit', when: { '===': [{ var: 'unit.colour' }, 'red'] } }] }] }),
      422,
      'book.unknown-fact',
    ],
    [
      'a value that the fact cannot have',
      (document) => ({ clauses: [{ ...document.clauses[0], grounds: [{ target: 'unit', when: { '===': [{ var: 'unit.kind' }, 'moon'] } }] }] }),
      422,
      'book.unknown-value',
    ],
    ['a clause twice', (document) => ({ clauses: [...document.clauses, document.clauses[0]] }), 422, 'book.duplicate-id'],
    ['no effective date', () => ({ effective: {} }), 422, 'book.no-effective-date'],
    ['a field that the schema does not know', () => ({ colour: 'red' }), 400, 'body.invalid'],
    ['its own version again', () => ({ version: 1, id: 'pingli-2016' }), 422, 'book.version'],
  ])('a book with %s', async (_, change, status, code) =>
    expect(await codeOf(send('PublishRuleBook', { document: { ...book, id: 'another', ...change(book) } }, fresh(assessmentOffice)))).toEqual([status, code]),
  );

  it('but records an act done elsewhere out of order, with its document and its breaches', async () => {
    const subject = keyOf({ ...SUBJECTS.luchuanHead, personKey: '松坪镇/deputy-in-charge', postKey: '松坪镇/deputy-in-charge' });
    const answer = await send(
      'HearStatement',
      {
        ...subject,
        date: '2017-04-20',
        doneElsewhere: true,
        documentNo: '岭纪谈〔2017〕3号',
        signed: true,
        statement: { private: '在别处说的话。' },
        acceptedPoints: [],
      },
      fresh(caseOfficer),
    );
    expect(answer.status).toBe(201);
    const { events } = answer.json<{ events: readonly { type: string; data: { breaches?: readonly string[]; statement: object } }[] }>();
    expect(events.map(({ type }) => type)).toEqual(['StatementHeard']);
    expect(events[0]!.data.breaches!.length).toBeGreaterThan(0);
    expect(Object.keys(events[0]!.data.statement)).toEqual(['commitment']);
    await zelian.drain();
  });
});

describe('the head of a command', () => {
  const headers = (change: Record<string, string>) =>
    host.ask(routeOf('RegisterUnit'), { method: 'POST', headers: { ...headersOf(fresh()), ...change }, body: JSON.stringify(unit) });
  it.each<[string, Record<string, string>, string]>([
    ['no command id', { 'idempotency-key': '' }, 'header.idempotency-key'],
    ['a command id that is no UUIDv7', { 'idempotency-key': '6f9619ff-8b86-4011-b42d-00cf4fc964ff' }, 'header.idempotency-key'],
    ['no actor', { 'x-actor': '' }, 'actor.invalid'],
    ['an actor that is no person', { 'x-actor': unitId('青岚镇') }, 'actor.invalid'],
    ['two persons as actor', { 'x-actor': `${personId('青岚镇/town-head')}/${personId('芦川镇/town-head')}` }, 'actor.invalid'],
    ['an authority that is nobody', { 'x-on-authority-of': 'the mayor' }, 'header.authority'],
    ['a revision that is none', { 'if-match': '"latest"' }, 'header.if-match'],
    ['something seen that is no row', { 'x-seen': 'what lay on the table' }, 'header.seen'],
  ])('with %s', async (_, change, code) => expect(await codeOf(headers(change))).toEqual([400, code]));
  it('that shows a row which is not there', async () =>
    expect(await codeOf(headers({ 'x-seen': `scorecard:${unitId('青岚镇')}-1999` }))).toEqual([422, 'seen.no-such-row']));
  it('that saw a position yet to come', async () =>
    expect(await codeOf(headers({ 'x-seen': `scorecard:${unitId('青岚镇')}-2016:99999999` }))).toEqual([422, 'moment.in-future']));

  it('with a revision that the stream has left behind is a conflict', async () =>
    expect(await codeOf(send('StartTenure', tenure, { ...fresh(cadreOffice), expectedRevision: 0 }))).toEqual([409, 'ledger.revision-conflict']));

  it('with the same id and body is answered as the first time and recorded once; with another body it is a conflict', async () => {
    const head = fresh();
    const first = await send('RegisterUnit', unit, head);
    const { position } = await zelian.log.head();
    const again = await send('RegisterUnit', unit, head);
    expect([first.status, again.status, again.json()]).toEqual([201, 201, first.json()]);
    expect((await zelian.log.head()).position).toBe(position);
    expect(await codeOf(send('RegisterUnit', { ...unit, name: '地方志办' }, head))).toEqual([409, 'command.id-reused']);
  });

  it('of a step of the story, sent again after the year, is answered as the first time', async () => {
    const steps = await storySteps();
    const index = steps.findIndex(({ command }) => command.type === 'LiftVeto');
    const before = (await zelian.log.head()).position;
    const answer = await post(host, steps[index]!.command, headOf(steps[index]!, index));
    expect([answer.status, answer.json<{ events: readonly { type: string }[] }>().events.map(({ type }) => type)]).toEqual([201, ['VetoLifted']]);
    expect((await zelian.log.head()).position).toBe(before);
  });
});

describe('commands that have no public door', () => {
  it('are those of policies and of the clock: no route leads to them', async () => {
    const inner = zelian.contexts.flatMap(({ name, deciders }) =>
      deciders.flatMap(({ commands }) => Object.entries(commands).flatMap(([type, { by }]) => (by === 'person' ? [] : [[name, type] as const]))),
    );
    expect(inner.length).toBeGreaterThan(8);
    for (const [context, type] of inner) {
      const asked = { method: 'POST', headers: headersOf(fresh()), body: '{}' };
      expect(await codeOf(host.ask(`/api/v1/${context}/${kebab(type)}`, asked))).toEqual([404, 'http.not-found']);
    }
  });
  it('nor do other methods, other paths', async () => {
    for (const [method, path] of [
      ['GET', routeOf('RegisterUnit')],
      ['DELETE', routeOf('RegisterUnit')],
      ['PUT', '/api/v1/views/scorecard'],
      ['GET', '/api/v1/'],
      ['GET', '/favicon.ico'],
    ] as const)
      expect(await codeOf(host.ask(path, { method }))).toEqual([404, 'http.not-found']);
  });
});
