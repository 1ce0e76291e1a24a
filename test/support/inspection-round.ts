import type { AnyView } from '#kernel';
import { recorded, type Past, type Rows } from './specification.js';

/** An inspection round of an invented county: an office that runs it, a pool, two groups, three villages. */
export const ROUND = 'round-2016a';
export const CLERK = { personId: 'person-clerk1', postId: 'post-office1' };
export const VILLAGES = ['village-shiban01', 'village-yunwu001', 'village-chaling1'] as const;
export const PEOPLE = Array.from({ length: 9 }, (_, index) => `person-insp${index + 1}`);
export const [ONE, TWO] = ['group-01', 'group-02'] as const;

export const checklist = {
  zh: '甲清单',
  source: '示例',
  questions: [{ id: 'truly-out', zh: '真脱贫' }],
  standards: [{ id: 'household-exit', zh: '户退出标准', of: 'household' as const }],
  respondents: [{ id: 'household', zh: '贫困户' }],
  items: [{ id: 'safe-housing', zh: '住房是否安全', questionId: 'truly-out', standardId: 'household-exit', askedOf: ['household'] }],
};
export const published: Past = {
  type: 'ChecklistPublished',
  data: { checklistId: 'checklist-exit', checklistVersion: 1, date: '2016-08-01', documentRef: '示例督〔2016〕1号', document: checklist },
};

export const pool = {
  poolId: 'pool-2016',
  year: 2016,
  zh: '百名干部大督查',
  statedNumber: 100,
  quantifier: 'about' as const,
  statedGroups: 11,
  date: '2016-08-20',
  documentRef: '示例督〔2016〕2号',
};
export const roster = { poolId: 'pool-2016', personIds: PEOPLE, from: '2016-08-25', documentRef: '示例督〔2016〕3号' };
export const stated: Past = { type: 'InspectorPoolStated', data: pool };
export const listed: Past = { type: 'InspectorsListed', data: { ...roster, year: 2016 } };

export const plan = {
  roundId: ROUND,
  year: 2016,
  zh: '2016年脱贫攻坚大督查',
  villageIds: [...VILLAGES],
  from: '2016-09-01',
  to: '2016-11-01',
  checklistId: 'checklist-exit',
  checklistVersion: 1,
  annualPlanRef: '示例办〔2016〕4号',
  visitsPerVillageWeekMax: 1,
};
export const filing = { roundId: ROUND, filingNo: '示例备〔2016〕1号', organUnitId: 'unit-organ001', date: '2016-08-28' };
const [lead, first, second, third, otherLead, otherFirst, otherSecond] = PEOPLE as [string, string, string, string, string, string, string];
export const groupOne = {
  ...{ roundId: ROUND, groupId: ONE, zh: '第一督查组', poolId: 'pool-2016', leadPersonId: lead, memberPersonIds: [first, second, third] },
  ...{ villageIds: [VILLAGES[0], VILLAGES[1]], from: '2016-09-01' },
};
export const groupTwo = {
  ...{ roundId: ROUND, groupId: TWO, zh: '第二督查组', poolId: 'pool-2016', leadPersonId: otherLead, memberPersonIds: [otherFirst, otherSecond] },
  ...{ villageIds: [VILLAGES[2]], from: '2016-09-01' },
};
export const planned: Past = { type: 'InspectionRoundPlanned', data: plan };
export const filed: Past = { type: 'InspectionRoundFiled', data: filing };
export const opened: Past = { type: 'InspectionRoundOpened', data: { roundId: ROUND, date: '2016-09-01', year: 2016, villageIds: [...VILLAGES] } };
export const formed: readonly Past[] = [groupOne, groupTwo].map((data) => ({ type: 'InspectionGroupFormed', data }));
export const closed: Past = { type: 'InspectionRoundClosed', data: { roundId: ROUND, date: '2016-11-01', year: 2016, unvisitedVillageIds: [] } };

export const visit = {
  ...{ visitId: 'visit-1', roundId: ROUND, groupId: ONE, villageId: VILLAGES[0], date: '2016-09-06', mode: 'unannounced' as const },
  ...{ personIds: [lead, first], householdIds: ['household-a', 'household-b'] },
};
export const visited = (change: object = {}): Past => ({ type: 'VillageVisited', data: { ...visit, year: 2016, visitsPerVillageWeekMax: 1, ...change } });
export const withdrawn = (change: object = {}): Past => ({
  type: 'VillageVisitWithdrawn',
  data: {
    ...{ visitId: 'visit-1', roundId: ROUND, groupId: ONE, villageId: VILLAGES[0], visitedOn: '2016-09-06', date: '2016-09-20' },
    ...{ documentRef: '示例督〔2016〕9号', reason: { private: '记错了村' }, year: 2016, stillVisited: false, roundClosed: false, ...change },
  },
});
export const households = (householdIds: readonly string[], villageId: string = VILLAGES[0], year = 2016): Past => ({
  type: 'HouseholdsListed',
  data: { villageId, year, householdIds, documentRef: '示例档〔2016〕1号' },
});

/** Registered: an office with a clerk in post, an organ, the villages, the people. */
export const registered: readonly Past[] = [
  { type: 'UnitRegistered', data: { unitId: 'unit-office01', kind: 'organ', name: '指挥部办公室', competences: ['command-office'] } },
  { type: 'UnitRegistered', data: { unitId: 'unit-organ001', kind: 'organ', name: '县委办', competences: ['party-committee'] } },
  ...VILLAGES.map((villageId) => ({ type: 'VillageRegistered', data: { villageId, name: villageId, townUnitId: 'unit-town0001' } })),
  ...[...PEOPLE, CLERK.personId].map((personId) => ({
    type: 'PersonRegistered',
    data: { personId, name: { commitment: 'c' }, partyMember: true, staffStatus: 'civil-servant' },
  })),
  { type: 'PostRegistered', data: { postId: CLERK.postId, unitId: 'unit-office01', role: 'clerk', title: '干事' } },
  { type: 'TenureStarted', data: { tenureId: 'tenure-1', personId: CLERK.personId, postId: CLERK.postId, from: '2016-01-01' } },
];

/** Rows of one view after a history, as the projector would have them. */
export function rowsOf(view: AnyView, history: readonly Past[]): Readonly<Record<string, any>> {
  const rows: Record<string, unknown> = {};
  for (const event of history.map(recorded)) {
    const step = view.on[event.type];
    if (step) for (const key of new Set(view.keysOf(event))) rows[key] = step(rows[key], event, key);
  }
  return rows;
}

/** Rows of several views by name, for a decider's needs. */
export const worldOf = (views: readonly AnyView[], history: readonly Past[]): Rows =>
  Object.fromEntries(views.map((view) => [view.name, Object.fromEntries(Object.entries(rowsOf(view, history)).filter(([, row]) => row !== undefined))]));
