import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CadenceScheme, CadenceWeekRow } from '#cadence';
import { startOf, type Actor } from '#kernel';
import { lightOf, type RegisterRow, type SignerReviewRow, type SupervisionDraftsRow } from '#rectification';
import { lightsFor, type ClauseOutcomeRow, type RuleBook } from '#rulebook';
import { parseBook } from '#rulebook/nest';
import { fact, FIELD, OFFICE, signerOf, startRound } from '../support/field-work.js';
import { PROOF } from '../support/proof.js';
import { COUNTY, PERSON, POST, SmallCounty } from '../support/small-county.js';

// A county of waterworks: its own questions, days, papers, lights and rhythm. Nothing of it stands in code; what differs from the first county is data.

const book = JSON.parse(readFileSync(join(__dirname, '../fixtures/books/second-book.json'), 'utf8')) as RuleBook;
const WATER_OFFICE = 'unit-wateroffice1';
const checklist = {
  ...{ zh: '巡渠清单', source: '云河示例' },
  questions: [{ id: 'does-it-flow', zh: '水通不通' }],
  standards: [{ id: 'canal', zh: '渠道完好标准', of: 'village' }],
  respondents: [{ id: 'keeper', zh: '管水员' }],
  items: [{ id: 'sluice', zh: '闸门能否启闭', questionId: 'does-it-flow', standardId: 'canal', askedOf: ['keeper'] }],
};
const scheme: CadenceScheme = {
  ...{ schemeId: 'scheme-yunhe-2016', version: 1, title: '云河县巡渠日程', officeUnitId: COUNTY.organ, documentRef: '云河水〔2016〕1号' },
  ...{ from: '2016-01-04', to: '2017-01-01' },
  notice: {
    time: { weekday: 4, hour: 15, onRestDay: 'unmoved' },
    defaultText: '请巡渠',
    classes: [{ classId: 'heads', zh: '镇长', of: 'posts', unitKinds: ['town'], roles: ['town-head'] }],
  },
  reports: { time: { weekday: 2, hour: 12, weeksLater: 1, onRestDay: 'unmoved' }, unitKinds: ['town'] },
};
const HEAD: Actor = { personId: PERSON.head, postId: POST.head };
const ITEM = { rectificationId: 'rectification-sluice', unitId: COUNTY.town };
const KEY = `${COUNTY.town}/${ITEM.rectificationId}`;
const proof = (id: string) => ({ evidence: [{ evidenceId: `evidence-${id}`, zh: '照片', file: PROOF }] });

let county: SmallCounty;
beforeEach(async () => {
  county = await SmallCounty.open();
  await county.settle(parseBook(JSON.stringify(book)));
  await county.record('RegisterUnit', { unitId: WATER_OFFICE, kind: 'organ', name: '水务办', competences: ['water-office'] });
  await startRound(county);
  await county.record('PublishChecklist', { checklistId: 'checklist-canal', date: '2016-01-04', documentRef: '云河水〔2016〕2号', document: checklist });
  await county.record('PublishCadenceScheme', scheme);
});
afterEach(() => county.close());

const by = (actor: Actor, type: string, data: object) => county.record(type, data, undefined, actor);
const register = async () => (await county.row<RegisterRow>('rectification-register', KEY))!;
const lightAt = async (instant: string) => lightOf(await register(), lightsFor(book, '2016-01-12')!, instant).colour;
const ordered = async () => {
  await by(signerOf('group-one'), 'LogFinding', fact('finding-sluice', '2016-01-04'));
  await by(OFFICE, 'AssignRectification', {
    ...{ ...ITEM, findingId: 'finding-sluice', requirement: { private: '修闸' }, urgency: 'leak', documentNo: '云河水交〔2016〕1号', date: '2016-01-08' },
  });
};
const outcomeOf = async (clauseId: string) => (await county.rows<ClauseOutcomeRow>('clause-outcomes')).find((row) => row.clauseId === clauseId)?.outcome;

it('counts its own work days, climbs its own ladder, and shows its own lights', async () => {
  await county.on('2016-01-08');
  await ordered();
  // Three work days from Friday the 8th: Sunday the 10th is worked, so the third is Tuesday the 12th.
  expect((await register()).dueAt).toBe(startOf('2016-01-13'));
  expect(await lightAt(startOf('2016-01-12', 23))).toBe('blue');
  await county.zelian.moveTo(startOf('2016-01-12', 13));
  expect(await register()).toMatchObject({ state: 'awaiting-receipt', timesReminded: 1 });
  await county.zelian.moveTo(startOf('2016-01-16', 1));
  const drafts = (await county.row<SupervisionDraftsRow>('supervision-drafts', KEY))!;
  expect(drafts.papers.map(({ paper }) => paper.documentZh)).toEqual(['蓝色督水单', '红色督水单']);
  expect([await lightAt(startOf('2016-01-16')), await lightAt(startOf('2016-01-20'))]).toEqual(['yellow', 'red']);
  const { stepId, at } = drafts.papers[1]!;
  const signed = { rectificationId: ITEM.rectificationId, stepId, at, documentNo: '云河水督〔2016〕1号', sealRef: '示例章', date: '2016-01-16' };
  expect(await county.refusal('IssueSupervision', { ...signed, issuerUnitId: COUNTY.organ })).toBe('rectification.wrong-issuer');
  await by(OFFICE, 'IssueSupervision', { ...signed, issuerUnitId: WATER_OFFICE });
  expect((await register()).state).toBe('listed-supervision');
});

it('inspects by its own questions, hears of villages left out, and has people look at a closure that did not hold', async () => {
  await county.on('2016-01-08');
  await ordered();
  expect(await county.refusal('PlanInspectionRound', { ...canalRound, checklistVersion: 2 })).toBe('inspection.checklist-unknown');
  await county.record('PlanInspectionRound', canalRound);
  await by(HEAD, 'AcknowledgeRectification', { rectificationId: ITEM.rectificationId, personId: PERSON.head, postId: POST.head, date: '2016-01-08' });
  await by(HEAD, 'ReportRectification', {
    ...{ rectificationId: ITEM.rectificationId, reportedByPersonId: PERSON.head, fixedByPersonIds: [PERSON.secretary], reportedAt: startOf('2016-01-08', 9) },
    ...proof('fixed'),
  });
  await county.on('2016-01-09');
  const verified = { rectificationId: ITEM.rectificationId, verifiedByPersonIds: ['person-inspector2'], date: '2016-01-09', ...proof('closed') };
  await by(signerOf('group-one'), 'CloseRectification', verified);
  await county.on('2016-01-20');
  const looked = {
    rectificationId: ITEM.rectificationId,
    result: 'recurred',
    falseClosure: true,
    lookedByPersonIds: ['person-inspector4'],
    date: '2016-01-20',
  };
  await by(signerOf('group-two'), 'LookBackOnRectification', { ...looked, ...proof('looked') });
  expect(await outcomeOf('YH-12')).toBe('met');
  expect((await county.rows<SignerReviewRow>('signer-reviews')).map(({ state }) => state)).toEqual(['proposed']);
  await county.record('CloseInspectionRound', { roundId: FIELD.round, date: '2016-01-20' });
  expect(await outcomeOf('YH-11')).toBe('met');
});
const canalRound = {
  ...{ roundId: 'round-canal', year: FIELD.year, zh: '巡渠', villageIds: [COUNTY.village], from: '2016-02-01', to: '2016-03-01' },
  ...{ checklistId: 'checklist-canal', checklistVersion: 1, annualPlanRef: '云河水〔2016〕3号', visitsPerVillageWeekMax: 1 },
};

it('has its own day and hour of notices, and its own reports; the clause that reminds is its own', async () => {
  await county.zelian.moveTo(startOf('2016-01-12', 13));
  expect((await county.rows<CadenceWeekRow>('cadence-week')).map(({ week }) => week)).toEqual(['2016-W01', '2016-W02']);
  const sent: string[] = [];
  for await (const { type, recordedAt } of county.zelian.log.readAll(0)) if (type === 'NoticeQueued') sent.push(recordedAt);
  expect(sent).toEqual([startOf('2016-01-07', 15)]);
  expect(await outcomeOf('YH-13')).toBe('met');
  expect((await county.events()).filter((type) => type === 'CadenceReminded')).toHaveLength(1);
});
