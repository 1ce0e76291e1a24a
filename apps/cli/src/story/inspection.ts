import type { Actor, Command } from '#kernel';
import { EXIT_STANDARDS_EXAMPLE } from '#inspection';
import { nameOf, ORGANS, personId, PERSONS, postId, TOWNS, unitId, VILLAGES, villageId } from './cast.js';
import { at, sitting, thingId, type Step } from './ids.js';
import { paper, type Paper } from './papers.js';
import { commandOffice } from './setup.js';

const YEAR = 2016;
export const ROUND = thingId('round', '2016-1');
const POOL = thingId('pool', '2016');
const CHECKLIST = thingId('checklist', 'exit-standards');
const GROUP_SIZE = 3;
const HOUSEHOLDS = 6;
/** 11 groups for 15 villages: the first four have two each. */
const GROUPS = TOWNS.length;

export const inspector = (group: number, seat: number): string => personId(`督查组/${group}/${seat}`);
export const groupOf = (group: number): string => thingId('group', `2016-1/${group}`);
/** The lead of a group, as who records for it. */
export const lead = (group: number): Actor => ({ personId: inspector(group, 0) });
const villagesOf = (group: number): readonly string[] => VILLAGES.flatMap(([, village], index) => (index % GROUPS === group ? [village] : []));
export const groupOfVillage = (village: string): number => VILLAGES.findIndex(([, name]) => name === village) % GROUPS;
export const household = (village: string, n: number): string => thingId('household', `${village}/${n}`);
const householdsOf = (village: string): readonly string[] => Array.from({ length: HOUSEHOLDS }, (_, n) => household(village, n));
export const members = (group: number): readonly string[] => Array.from({ length: GROUP_SIZE }, (_, seat) => inspector(group, seat));
const allGroups = Array.from({ length: GROUPS }, (_, group) => group);

/** 百名 is stated; 33 are on the roster: the view of the pool shows both. */
const pool = (): readonly Command[] => {
  const inspectors = allGroups.flatMap(members);
  return [
    ...inspectors.map((id, index) => ({
      type: 'RegisterPerson',
      data: { personId: id, name: { private: nameOf(PERSONS.length + index) }, partyMember: true, staffStatus: 'civil-servant' },
    })),
    {
      type: 'StateInspectorPool',
      data: {
        ...{ poolId: POOL, year: YEAR, zh: '百名干部大督查', statedNumber: 100, quantifier: 'about', statedGroups: GROUPS },
        ...{ date: '2016-09-01', documentRef: '岭脱贫指〔2016〕31号' },
      },
    },
    { type: 'ListInspectors', data: { poolId: POOL, personIds: inspectors, from: '2016-09-01', documentRef: '岭脱贫指〔2016〕31号附件' } },
  ];
};

const round = (): readonly Command[] => [
  {
    type: 'PublishChecklist',
    data: { checklistId: CHECKLIST, date: '2016-09-01', documentRef: '岭脱贫指〔2016〕32号', document: EXIT_STANDARDS_EXAMPLE },
  },
  ...VILLAGES.map(([, village]) => ({
    type: 'ListHouseholds',
    data: { villageId: villageId(village), year: YEAR, householdIds: householdsOf(village), documentRef: '岭扶办〔2016〕19号' },
  })),
  {
    type: 'PlanInspectionRound',
    data: {
      ...{ roundId: ROUND, year: YEAR, zh: '2016年第一轮脱贫攻坚督查', villageIds: VILLAGES.map(([, village]) => villageId(village)) },
      ...{ from: '2016-09-12', to: '2016-11-01', checklistId: CHECKLIST, checklistVersion: 1 },
      ...{ annualPlanRef: '岭办发〔2016〕9号', visitsPerVillageWeekMax: 2, roundsPerYearMax: 1 },
    },
  },
  { type: 'FileInspectionRound', data: { roundId: ROUND, filingNo: '岭督备〔2016〕2号', organUnitId: unitId(ORGANS.partyCommittee), date: '2016-09-05' } },
  ...allGroups.map((group) => ({
    type: 'FormInspectionGroup',
    data: {
      ...{ roundId: ROUND, groupId: groupOf(group), zh: `第${group + 1}督查组`, poolId: POOL, leadPersonId: inspector(group, 0) },
      ...{ memberPersonIds: members(group).slice(1), villageIds: villagesOf(group).map(villageId), from: '2016-09-06' },
    },
  })),
];

const opened = (): readonly Command[] => [{ type: 'OpenInspectionRound', data: { roundId: ROUND, date: '2016-09-12' } }];

/** Everybody is seen but one household, which stays on the list of what is missing. */
export const UNSEEN = household('龙洞村', HOUSEHOLDS - 1);
function visits(): readonly Step[] {
  return VILLAGES.flatMap(([, village], index) => {
    const group = groupOfVillage(village);
    const date = `2016-09-${13 + Math.floor(index / GROUPS) * 7}`;
    return sitting(at(date, 17, index), lead(group), [
      {
        type: 'RecordVillageVisit',
        data: {
          ...{ visitId: thingId('visit', `${village}/1`), roundId: ROUND, groupId: groupOf(group), villageId: villageId(village), date, mode: 'announced' },
          ...{ personIds: members(group), householdIds: householdsOf(village).filter((id) => id !== UNSEEN) },
        },
      },
    ]);
  });
}

/** One thing found: by which group, where, against which item. */
export type Found = Readonly<{ key: string; group: number; village: string; item: string; on: string; zh: string }>;
export const findingId = ({ key }: Pick<Found, 'key'>): string => thingId('finding', key);
export const townOf = (village: string): string => VILLAGES.find(([, name]) => name === village)![0];

export const FOUND = {
  dividend: { key: 'F-01', group: groupOfVillage('龙洞村'), village: '龙洞村', item: 'funds-arrive', on: '2016-09-20', zh: '产业分红有两户未足额到账' },
  again: { key: 'F-02', group: 0, village: '', item: 'funds-arrive', on: '2016-09-21', zh: '龙洞村分红未足额到账（另一组再次登记）' },
  files: { key: 'F-03', group: groupOfVillage('芦苇滩村'), village: '芦苇滩村', item: 'files-match', on: '2016-09-13', zh: '三户建档资料与实际不一致' },
  road: { key: 'F-04', group: groupOfVillage('高桥村'), village: '高桥村', item: 'road', on: '2016-09-20', zh: '通村路塌方一处未修复' },
  water: { key: 'F-05', group: groupOfVillage('云台村'), village: '云台村', item: 'safe-water', on: '2016-09-13', zh: '饮水管网末端三户断水' },
  insurance: { key: 'F-06', group: groupOfVillage('柳树湾村'), village: '柳树湾村', item: 'medical-insurance', on: '2016-09-13', zh: '一户参合证未发放' },
  housing: { key: 'F-07', group: groupOfVillage('芦苇滩村'), village: '芦苇滩村', item: 'safe-housing', on: '2016-09-14', zh: '一户住房鉴定为C级未改造' },
  practice: {
    key: 'G-01',
    group: groupOfVillage('石门沟村'),
    village: '石门沟村',
    item: 'measures-reach-household',
    on: '2016-09-13',
    zh: '干部进城帮助贫困户销售土鸡',
  },
} as const satisfies Readonly<Record<string, Found>>;

const log = (found: Found, type = 'LogFinding'): Step => {
  const proof: Paper = paper(`${found.key} ${found.zh}`);
  const [step] = sitting(at(found.on, 18, Number(found.key.slice(-2))), lead(found.group), [
    {
      type,
      data: {
        ...{
          findingId: findingId(found),
          roundId: ROUND,
          groupId: groupOf(found.group),
          unitId: unitId(found.village === '' ? '龙泉镇' : townOf(found.village)),
        },
        ...(found.village !== '' && { villageId: villageId(found.village) }),
        ...{ year: YEAR, checklistId: CHECKLIST, checklistVersion: 1, itemId: found.item, foundOn: found.on, statement: { private: found.zh } },
        ...{
          evidence: [{ evidenceId: thingId('evidence', found.key), zh: '现场照片', file: proof.file }],
          loggedByPersonIds: members(found.group).slice(0, 2),
        },
      },
    },
  ]);
  return { ...step!, files: [proof.bytes] };
};

/** Who answers for a town before an inspection group. */
const townHead = (town: string) => ({ personId: personId(`${town}/town-head`), postId: postId(`${town}/town-head`) });
const placed = (found: Found) => ({ findingId: findingId(found), unitId: unitId(found.village === '' ? '龙泉镇' : townOf(found.village)), year: YEAR });
const shown = (found: Found, date: string): Step =>
  sitting(at(date, 9, Number(found.key.slice(-2))), lead(found.group), [
    { type: 'ShowFindingToUnit', data: { ...placed(found), date, ...townHead(townOf(found.village)) } },
  ])[0]!;
const answered = (found: Found, type: string, date: string, more: object = {}): Step =>
  sitting(at(date, 15, Number(found.key.slice(-2))), townHead(townOf(found.village)), [
    { type, data: { ...placed(found), date, ...townHead(townOf(found.village)), ...more } },
  ])[0]!;

/** What the groups found, and what the towns said to it: agreed, disputed, logged twice, put right on the spot. */
function findings(): readonly Step[] {
  const { dividend, again, files, road, water, insurance, housing, practice } = FOUND;
  const fixed = paper('F-06 补发参合证签收单');
  return [
    ...[dividend, again, files, road, water, insurance, housing].map((found) => log(found)),
    log(practice, 'LogGoodPractice'),
    {
      ...sitting(at('2016-09-13', 19), lead(insurance.group), [
        {
          type: 'FixFindingOnTheSpot',
          data: {
            ...{ findingId: findingId(insurance), unitId: placed(insurance).unitId, date: '2016-09-13' },
            evidence: [{ evidenceId: thingId('evidence', 'F-06/fixed'), zh: '补发签收单', file: fixed.file }],
          },
        },
      ])[0]!,
      files: [fixed.bytes],
    },
    ...[dividend, files, road, water, housing].map((found) => shown(found, '2016-09-22')),
    ...[dividend, road, water].map((found) => answered(found, 'AgreeToFinding', '2016-09-23')),
    answered(files, 'DisputeFinding', '2016-09-23', { grounds: { private: '其中一户资料已于八月更新' } }),
    answered(housing, 'DisputeFinding', '2016-09-23', { grounds: { private: '该户六月已搬入安置房，旧房不再居住' } }),
    // Given up before anybody decided it, so that the finding costs points: what the appeal of 2017 turns on.
    answered(housing, 'AgreeToFinding', '2016-09-25'),
    ...sitting(at('2016-09-26', 11), commandOffice, [
      {
        type: 'MarkFindingDuplicate',
        data: { ...placed(again), duplicateOf: findingId(dividend), reason: '与第一次登记为同一事实', date: '2016-09-26' },
      },
      {
        type: 'DecideFindingObjection',
        data: { ...placed(files), date: '2016-09-26', stands: true, reason: '其余两户仍不一致', authorityRef: '岭脱贫指〔2016〕36号' },
      },
    ]),
  ];
}

const closed = (): readonly Step[] =>
  sitting(at('2016-10-31', 17), commandOffice, [{ type: 'CloseInspectionRound', data: { roundId: ROUND, date: '2016-10-31' } }]);
const reportIssued = (): readonly Step[] =>
  sitting(at('2016-11-04', 16), commandOffice, [
    {
      type: 'IssueInspectionRoundReport',
      data: {
        ...{ roundId: ROUND, documentNo: '岭督报〔2016〕1号', issuerUnitId: unitId(ORGANS.command) },
        ...{ sealRef: '指挥部办公室章', date: '2016-11-04' },
      },
    },
  ]);

/** September and October: a round of eleven groups through fifteen villages. */
export const inspection = (): readonly Step[] => [
  ...sitting(at('2016-09-01', 9), commandOffice, pool()),
  ...sitting(at('2016-09-06', 9), commandOffice, round()),
  ...sitting(at('2016-09-12', 8), commandOffice, opened()),
  ...visits(),
  ...findings(),
  ...closed(),
  ...reportIssued(),
];
