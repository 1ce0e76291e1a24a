import type { Actor } from '#kernel';
import { readBook } from '#rulebook/nest';
import type { BarredAnswer, Counterfactual } from '#zelian';
import { CLERK, decideRemoval, REVIEWERS, staff } from '../support/commission.js';
import { COUNTY, SmallCounty } from '../support/small-county.js';
import { commandIn, SECRETARY } from '../support/worked-towns.js';

// Who sits on a panel, and what it is told, where the facts of villages live in a town's score.

jest.setTimeout(120_000);
const { town, village, organ, year } = COUNTY;
const SECOND = 'village-two2';
const DECISION = `case-${SECRETARY.personId}-${SECRETARY.postId}-${year}`;
const [MEMBER, OTHER] = [REVIEWERS[0]!, REVIEWERS[1]!];
const authority = { organUnitId: organ, documentNo: '示例〔2016〕2号', date: '2016-12-31' };

let county: SmallCounty;
afterEach(() => county.close());

async function settled(): Promise<void> {
  county = await SmallCounty.open();
  await county.settle(await readBook('pingli-2016'));
  await staff(county);
}

async function appealed(): Promise<void> {
  await decideRemoval(county, { subject: SECRETARY, bases: [{ clauseId: 'PL-D3', target: town }], no: '12' });
  await county.on('2017-03-03');
  const base = { appealId: 'appeal-x1', against: { kind: 'measure', ...SECRETARY }, organUnitId: organ };
  const lodged = {
    appellantId: SECRETARY.personId,
    track: 'PARTY-2009',
    step: 'appeal-2009',
    request: { private: '示例' },
    filedOn: '2017-03-03',
    receiptRef: '收',
  };
  await county.record('LodgeAppeal', { ...base, ...lodged }, undefined, { personId: SECRETARY.personId });
  await county.record('AdmitAppeal', { ...base, date: '2017-03-03' }, undefined, CLERK);
  await county.record('FormReviewPanel', { ...base, date: '2017-03-03', memberIds: REVIEWERS, conflictsChecked: true, overrides: [] }, undefined, CLERK);
}

const asked = (edits: readonly object[], actor: Actor): Promise<Counterfactual> =>
  county.zelian.cases.replay({ list: { format: 1, edits } as never, ...(actor === CLERK ? {} : { decision: DECISION }), actor });

it('who determined the exit of a village that lives in the grade may not review the grade, nor a measure that rests on it', async () => {
  await settled();
  await county.planExit();
  await county.on('2017-01-05');
  await county.assess(6_500);
  await county.record('DetermineVillageExitFailure', { villageId: village, year, authority }, undefined, { personId: MEMBER });
  for (const kind of ['grade', 'veto']) {
    const { persons } = (await county.zelian.cases.appealBarred(`${kind}-${town}-${year}`, { actor: CLERK })) as BarredAnswer;
    expect([kind, persons.find(({ personId }) => personId === MEMBER)?.reasons.map(({ role }) => role)]).toEqual([kind, ['determined']]);
  }
  await county.on('2017-03-03');
  const { open } = await county.zelian.cases.appealPaths(`grade-${town}-${year}`, { date: '2017-03-03', actor: CLERK });
  const base = { appealId: 'appeal-unit', against: { kind: 'grade', unitId: town, year }, organUnitId: organ };
  const { track, step } = open[0]!;
  await county.record(
    'LodgeAppeal',
    { ...base, appellantId: town, track, step, filedOn: '2017-03-03', request: { private: '示例' }, receiptRef: '收' },
    undefined,
    CLERK,
  );
  await county.record('AdmitAppeal', { ...base, date: '2017-03-03' }, undefined, CLERK);
  const panel = { ...base, date: '2017-03-03', memberIds: REVIEWERS, conflictsChecked: true, overrides: [] };
  await expect(county.record('FormReviewPanel', panel, undefined, CLERK)).rejects.toMatchObject({ code: 'appeal.reviewer-barred' });
});

it('a panel is told by which clause, and how, a case would gain a ground', async () => {
  await settled();
  await county.record('RegisterVillage', { villageId: SECOND, name: '二村', townUnitId: town });
  await county.planExit();
  await county.record('PlanVillageExit', { villageId: SECOND, year, cutOff: '2016-12-31', authority: { ...authority, date: '2016-01-04' } });
  await county.on('2017-01-05');
  await county.assess(6_500);
  await county.record('DetermineVillageExitFailure', { villageId: village, year, authority }, undefined, CLERK);
  await appealed();
  const after = await commandIn(county.zelian, 'IndicatorScoreRecorded');
  const command = { type: 'DetermineVillageExitFailure', data: { villageId: SECOND, year, authority } };
  const edits = [{ op: 'add', label: 'two', after, command, actor: { personId: CLERK.personId } }];
  const [whole, told] = [await asked(edits, CLERK), await asked(edits, { personId: OTHER })];
  const clauses = ({ consequences }: Counterfactual) => consequences.clauses.filter(({ newly }) => newly).map(({ clauseId, target }) => [clauseId, target]);
  expect(clauses(told)).toEqual(clauses(whole));
  expect(clauses(told)).toContainEqual(['PL-D1', SECOND]);
  expect(told.difference.changes.filter(({ view }) => view === 'clause-outcomes').every(({ chain }) => chain.length > 0)).toBe(true);
  expect(told.consequences.triggers).toEqual([]);
});

it('a panel is told nothing of a unit whose id only begins like that of its own', async () => {
  await settled();
  const others = [`${town}0`, 'unit-other1'];
  for (const unitId of others) await county.record('RegisterUnit', { unitId, kind: 'town', name: unitId });
  await county.on('2017-01-05');
  await county.assess(5_500);
  for (const unitId of others) {
    const indicators = [{ id: 'all', zh: '总', weightBasisPoints: 10_000 }];
    await county.record('OpenPerformanceAssessment', { unitId, year, indicators, documentRef: '示例〔2016〕1号' });
    await county.record('RecordIndicatorScore', { unitId, year, indicatorId: 'all', scoreHundredths: 7_000, evidenceRefs: ['示例附件'] });
  }
  await appealed();
  const edits = [];
  for (const unitId of others)
    edits.push({ op: 'replace', of: await commandIn(county.zelian, 'IndicatorScoreRecorded', new RegExp(unitId)), path: '/scoreHundredths', value: 9_500 });
  const [whole, told] = [await asked(edits, CLERK), await asked(edits, { personId: OTHER })];
  expect(whole.consequences.scores.map(({ unitId }) => unitId).sort()).toEqual(others.toSorted());
  expect([told.consequences.scores, told.difference.changes]).toEqual([[], []]);
});
