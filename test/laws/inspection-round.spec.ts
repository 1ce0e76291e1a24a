import type { AnnualRoundsRow, GroupAnswerabilityRow, InspectionGroupRow, RoundCoverageRow, VisitBurdenRow } from '#inspection';
import { answererOn } from '#inspection';
import type { ClauseOutcomeRow } from '#rulebook';
import { readBook } from '#rulebook/nest';
import { checklist } from '../support/inspection-round.js';
import { COUNTY, PERSON, SmallCounty } from '../support/small-county.js';

// A round on a ledger of its own: what is recorded in one stream is known to the next decision, and the book hears of gaps from the round's end only.

const ROUND = 'round-2016a';
const GROUP = 'group-01';
/** Nobody who answers in the town: who does would have to stand aside. */
const people = [PERSON.clerk, 'person-outsider1', PERSON.successor];
let county: SmallCounty;
beforeEach(async () => {
  county = await SmallCounty.open();
  await county.settle(await readBook('pingli-2016'));
  await county.record('RegisterPost', {
    ...{ postId: 'post-clerk1', unitId: COUNTY.organ, role: 'clerk', title: '干事', appointedBy: 'commission', managedByUnitId: COUNTY.organ },
  });
  await county.record('StartTenure', { tenureId: 'tenure-clerk', personId: PERSON.clerk, postId: 'post-clerk1', from: '2016-01-01' });
  const outsider = { personId: people[1], name: { private: '虚构' }, partyMember: true, staffStatus: 'civil-servant' };
  await county.record('RegisterPerson', outsider);
  await county.record('PublishChecklist', { checklistId: 'checklist-a', date: '2016-01-04', documentRef: '示例1号', document: checklist });
  await county.record('StateInspectorPool', {
    ...{ poolId: 'pool-2016', year: 2016, zh: '督查干部', statedNumber: 3, quantifier: 'exact', date: '2016-01-04', documentRef: '示例2号' },
  });
  await county.record('ListInspectors', { poolId: 'pool-2016', personIds: people, from: '2016-01-04', documentRef: '示例3号' });
  await county.planExit();
});
afterEach(() => county.close());

const plan = (change: object = {}) =>
  county.record('PlanInspectionRound', {
    ...{ roundId: ROUND, year: 2016, zh: '大督查', villageIds: [COUNTY.village], from: '2016-01-05', to: '2016-03-01' },
    ...{ checklistId: 'checklist-a', checklistVersion: 1, annualPlanRef: '示例4号', visitsPerVillageWeekMax: 1, ...change },
  });
const file = () => county.record('FileInspectionRound', { roundId: ROUND, filingNo: '备1号', organUnitId: COUNTY.organ, date: '2016-01-04' });
const form = () =>
  county.record('FormInspectionGroup', {
    ...{ roundId: ROUND, groupId: GROUP, zh: '第一组', poolId: 'pool-2016', leadPersonId: people[0], memberPersonIds: people.slice(1) },
    ...{ villageIds: [COUNTY.village], from: '2016-01-05' },
  });
const open = () => county.record('OpenInspectionRound', { roundId: ROUND, date: '2016-01-05' });
const close = () => county.record('CloseInspectionRound', { roundId: ROUND, date: '2016-01-20' });
const visiting = (visitId: string, date: string) => ({
  ...{ visitId, roundId: ROUND, groupId: GROUP, villageId: COUNTY.village, date, mode: 'unannounced', personIds: people.slice(0, 2), householdIds: [] },
});
const visit = (visitId: string, date: string) => county.record('RecordVillageVisit', visiting(visitId, date));
const gap = async () =>
  (await county.rows<ClauseOutcomeRow>('clause-outcomes')).find(({ target, clauseId }) => target === COUNTY.village && clauseId === 'PL-S1')?.outcome;

async function running(): Promise<void> {
  await county.on('2016-01-05');
  await plan();
  await file();
  await form();
  await open();
}

describe('the gap clause of the book', () => {
  it('hears nothing from silence, false from the end of a round, true from whoever came, late or not', async () => {
    await running();
    await county.on('2016-01-20');
    expect(await gap()).not.toBe('met');
    await close();
    expect(await gap()).toBe('met');
    await visit('visit-1', '2016-01-12');
    expect(await gap()).toBe('not-met');
    await county.record('WithdrawVillageVisit', {
      ...{ visitId: 'visit-1', roundId: ROUND, groupId: GROUP, date: '2016-01-20', documentRef: '督2号', reason: { private: '记错了村' } },
    });
    expect(await gap()).toBe('met');
  });
  it('is not met by a village that was visited; a new round opens the question again', async () => {
    await running();
    await county.on('2016-01-20');
    await visit('visit-1', '2016-01-12');
    expect(await gap()).toBe('not-met');
    await close();
    expect(await gap()).toBe('not-met');
    await plan({ roundId: 'round-2016b', from: '2016-01-21' });
    await county.record('OpenInspectionRound', { roundId: 'round-2016b', date: '2016-01-20', doneElsewhere: true, documentNo: '督1号' });
    expect(await gap()).toBe('undetermined');
    expect((await county.row<AnnualRoundsRow>('annual-rounds', '2016'))?.warnings).toMatchObject([{ roundId: 'round-2016b', ordinal: 2 }]);
  });
});

it('what one stream records the next decision knows', async () => {
  await county.on('2016-01-05');
  expect(await county.refusal('OpenInspectionRound', { roundId: ROUND, date: '2016-01-05' })).toBe('inspection.round-not-planned');
  await plan();
  expect(await county.refusal('OpenInspectionRound', { roundId: ROUND, date: '2016-01-05' })).toBe('inspection.round-not-filed');
  expect(await county.refusal('RecordVillageVisit', visiting('visit-1', '2016-01-05'))).toBe('inspection.group-unknown');
  await file();
  await form();
  expect(await county.refusal('RecordVillageVisit', visiting('visit-1', '2016-01-05'))).toBe('inspection.visit-outside-round');
  await open();
  await visit('visit-1', '2016-01-05');
  await county.on('2016-01-20');
  await visit('visit-2', '2016-01-06');
  await visit('visit-3', '2016-01-12');
  expect(await county.row<RoundCoverageRow>('round-coverage', ROUND)).toMatchObject({ visited: 1, of: 1, missingVillageIds: [] });
  expect(await county.row<VisitBurdenRow>('visit-burden', `${COUNTY.village}:2016`)).toMatchObject({ overWeeks: ['2016-W01'] });
  expect(await county.row<InspectionGroupRow>('inspection-groups', `${ROUND}/${GROUP}`)).toMatchObject({ members: people.map((personId) => ({ personId })) });
  const answers = (await county.row<GroupAnswerabilityRow>('group-answerability', ROUND))!;
  expect(answererOn(answers, { groupId: GROUP, villageId: COUNTY.village }, '2016-01-20')).toMatchObject({ groupId: GROUP });
  await close();
  expect(await county.refusal('RecordVillageVisit', visiting('visit-4', '2016-01-21'))).toBe('inspection.date-in-future');
});

it('a visit recorded while its round is being closed is not closed over', async () => {
  await running();
  await county.on('2016-01-20');
  const { zelian } = county;
  const actor = { personId: PERSON.clerk, postId: 'post-clerk1' };
  const send = (type: string, data: object) => zelian.record({ type, data }, { actor, commandId: county.nextCommandId() });
  await Promise.all([send('CloseInspectionRound', { roundId: ROUND, date: '2016-01-20' }), send('RecordVillageVisit', visiting('visit-1', '2016-01-12'))]);
  await zelian.drain();
  expect(await gap()).toBe('not-met');
});
