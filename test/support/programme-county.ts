import { PROOF } from './proof.js';
import { COUNTY, PERSON } from './small-county.js';

/** A county's programme at work, every kind of record once: another county than the one the product was conceived from, with paths, standard and rules of its own. Invented. */
export const PROGRAMME_ID = 'yunhe-plan';
const { organ, department, village, year } = COUNTY;
export const VILLAGE = village;
const of = { villageId: village, year };
const by = (date: string, documentNo = '示例〔2016〕9号') => ({ organUnitId: organ, documentNo, date });
export const HOUSEHOLDS = ['household-a1', 'household-a2', 'household-a3', 'household-a4'] as const;
const [first, second, , fourth] = HOUSEHOLDS;
const kinds = [{ kind: 'ward', householdIds: [fourth] }];

const tree = {
  zh: '云河三条路',
  source: '示例',
  composition: { path: 3, value: 1 },
  nodes: [
    { id: 'bees', kind: 'path', zh: '养蜂增收', aliases: ['甜蜜产业'] },
    { id: 'roads', kind: 'path', zh: '修路务工' },
    { id: 'resettlement', kind: 'path', zh: '下山安居' },
    { id: 'early-rising', kind: 'value', zh: '早起', actors: 'cadres' },
  ],
};
const terms = {
  perPersonFen: 50_000,
  guaranteedBasisPoints: 600,
  secondBasisPointsMin: 100,
  dueMonthDay: '10-31',
  excludedKinds: ['ward'],
  modes: [{ id: 'hives-on-loan', zh: '借蜂箱' }],
  modesMin: 1,
};
const figures = {
  asOf: '2016-11-01',
  documentRef: '示例通报',
  source: '云河示例通报',
  paths: [
    {
      id: '甜蜜产业',
      name: '养蜂',
      stated: { households: 10, persons: 30 },
      lines: [
        { name: '意蜂', households: 8, persons: 24 },
        { name: '土蜂', households: 5, persons: 16 },
      ],
    },
    {
      id: 'roads',
      name: '修路务工',
      stated: { households: 6, persons: 12 },
      ofWhole: { households: 9 },
      lines: [{ name: '日工', households: 6, persons: 6, unit: 'workers' }],
      routesNamed: ['日工', '包段'],
      linked: { households: 4, persons: 8, by: [{ name: '施工队', value: 2, quantifier: 'exact' }] },
      counters: [{ name: 'jobs', value: 40, quantifier: 'at-least' }],
      rates: [{ name: 'paidRate', numerator: 95, denominator: 100 }],
    },
  ],
};
const said = { quantifier: 'exact', status: 'preliminary', source: '示例', asOf: '2016-10-01' };
const claim = {
  claimId: 'claim-honey',
  ...of,
  claim: '光靠蜂蜜就能脱贫',
  source: '示例访谈',
  statedOn: '2016-11-02',
  inputs: {
    population: 7,
    populationRef: '示例户籍',
    named: ['蜂蜜', '蜂蜡'],
    items: [{ name: '蜂蜜', quantity: 100, unit: '斤', priceFen: 4_500, estimated: true, evidenceRef: '示例收购单' }],
    ratios: [{ name: '每箱产蜜', numerator: 100, numeratorUnit: '斤', denominator: 30, denominatorUnit: '箱', evidenceRef: '示例收购单' }],
  },
};
const item = (itemId: string, met: boolean, date: string) => ({
  type: 'CheckStandardItem',
  data: {
    ...of,
    standardId: 'standard-yunhe',
    standardVersion: 1,
    itemId,
    met,
    date,
    checkedByPersonIds: [PERSON.head],
    evidence: [PROOF],
  },
});
const duty = { dutyId: 'duty-first', kind: 'first-secretary', targetId: village, year, personId: PERSON.successor, from: '2016-01-01' };

/** Commands in an order in which all are taken, after `SmallCounty.settle`. */
export const PROGRAMME_COMMANDS: readonly Readonly<{ type: string; data: object }>[] = [
  { type: 'PublishProgrammeTree', data: { programmeId: PROGRAMME_ID, document: tree } },
  { type: 'PlanVillageExit', data: { ...of, cutOff: '2016-12-31', authority: by('2016-01-04') } },
  { type: 'AssignDuty', data: duty },
  { type: 'AssignDuty', data: { dutyId: 'duty-paired', kind: 'paired-department', targetId: village, year, unitId: department, from: '2016-01-01' } },
  { type: 'ListHouseholds', data: { ...of, householdIds: [...HOUSEHOLDS], documentRef: '示例名册', kinds } },
  {
    type: 'ListHouseholds',
    data: { ...of, householdIds: [first, second, fourth], documentRef: '示例名册二', kinds },
  },
  {
    type: 'AdoptVillagePolicy',
    data: { ...of, programmeId: PROGRAMME_ID, pathNames: ['甜蜜产业', 'roads'], text: '先养蜂，再修路', date: '2016-02-01', documentRef: '示例村策' },
  },
  ...[
    ['assistance-1', first, '甜蜜产业'],
    ['assistance-2', first, 'roads'],
    ['assistance-3', second, 'bees'],
  ].map(([assistanceId, householdId, pathName]) => ({
    type: 'AssignAssistance',
    data: {
      ...of,
      assistanceId,
      householdId,
      programmeId: PROGRAMME_ID,
      pathName,
      assistance: '送蜂箱',
      persons: 3,
      from: '2016-03-01',
      documentRef: '示例户法',
    },
  })),
  { type: 'EndAssistance', data: { householdId: first, year, assistanceId: 'assistance-2', to: '2016-06-01', reason: '完工' } },
  ...['relocated', 'settled', 'out-of-poverty'].map((stage, index) => ({
    type: 'RecordRelocationStage',
    data: { ...of, householdId: second, stage, date: `2016-0${4 + index}-01`, documentRef: '示例验收' },
  })),
  { type: 'ReportResidentDays', data: { ...of, month: 3, personId: PERSON.successor, days: 20, documentRef: '示例考勤' } },
  { type: 'CorrectResidentDays', data: { ...of, month: 3, personId: PERSON.successor, days: 21, documentRef: '示例考勤', reason: '漏记一天' } },
  { type: 'RegisterEnterprise', data: { enterpriseId: 'enterprise-bees', name: '示例蜂业合作社', kind: '合作社' } },
  ...[first, second].map((householdId) => ({
    type: 'LinkEnterprise',
    data: { ...of, enterpriseId: 'enterprise-bees', householdId, modes: ['hives-on-loan'], persons: 3, from: '2016-03-01', documentRef: '示例协议' },
  })),
  { type: 'EndEnterpriseLink', data: { enterpriseId: 'enterprise-bees', householdId: second, year, to: '2016-09-01', reason: '协议到期' } },
  {
    type: 'StateFigure',
    data: {
      ...said,
      figureId: 'figure-hives',
      programmeId: PROGRAMME_ID,
      nodeName: '甜蜜产业',
      measure: 'hives',
      zh: '蜂箱',
      role: 'reported',
      unit: 'hives',
      value: 30,
    },
  },
  { type: 'SupersedeFigure', data: { ...said, figureId: 'figure-hives', value: 32, status: 'final', asOf: '2016-11-01' } },
  {
    type: 'CorrectFigure',
    data: { ...said, figureId: 'figure-hives', value: 33, status: 'final', asOf: '2016-11-01', reason: '漏计', documentRef: '示例更正' },
  },
  { type: 'RecordPathFigures', data: { programmeId: PROGRAMME_ID, year, ...figures } },
  {
    type: 'TagValue',
    data: { tagId: 'tag-1', programmeId: PROGRAMME_ID, nodeName: '早起', actors: 'cadres', on: { kind: 'evidence', ref: PROOF.sha256 }, note: '四点送蜂' },
  },
  { type: 'RemoveValueTag', data: { tagId: 'tag-1', programmeId: PROGRAMME_ID, reason: '照片有误' } },
  { type: 'RecordClaim', data: claim },
  { type: 'WithdrawClaim', data: { claimId: 'claim-honey', ...of, reason: '本人更正' } },
  { type: 'DetermineVillageWeakness', data: { ...of, weaknesses: ['heavy-task', 'weak-force'], reason: '人手不足', authority: by('2016-03-01') } },
  {
    type: 'AssignReinforcement',
    data: { ...of, reinforcementId: 'reinforcement-1', unitId: organ, weaknesses: ['weak-force'], dueOn: '2016-03-20', authority: by('2016-03-10') },
  },
  {
    type: 'RecordReinforcementArrival',
    data: { ...of, reinforcementId: 'reinforcement-1', date: '2016-03-25', personIds: [PERSON.clerk], documentRef: '示例签到' },
  },
  { type: 'EndReinforcement', data: { ...of, reinforcementId: 'reinforcement-1', to: '2016-08-01', reason: '任务完成' } },
  {
    type: 'AllotFund',
    data: {
      fundId: 'fund-bees',
      ...of,
      amountFen: 350_000,
      terms,
      parts: [{ enterpriseId: 'enterprise-bees', amountFen: 350_000, modes: ['hives-on-loan'] }],
      holders: [
        { householdId: first, persons: 3 },
        { householdId: second, persons: 4 },
      ],
      ownerUnitId: organ,
      authority: by('2016-04-01'),
    },
  },
  { type: 'IssueShareRule', data: { ruleId: 'rule-honey', zh: '云河配股办法（示例）', terms, authority: by('2016-05-15') } },
  { type: 'ApplyShareRule', data: { fundId: 'fund-bees', ruleId: 'rule-honey', date: '2016-06-01' } },
  { type: 'PayDividend', data: { fundId: 'fund-bees', year, kind: 'guaranteed', amountFen: 21_000, date: '2016-10-20', documentRef: '示例银行回单' } },
  ...['application-1', 'application-2'].map((applicationId) => ({
    type: 'FileShareApplication',
    data: { applicationId, ...of, enterpriseId: 'enterprise-bees', ruleId: 'rule-honey', date: '2016-06-10', documentRef: '示例申报表' },
  })),
  { type: 'ExamineShareApplication', data: { applicationId: 'application-1', unitId: department, date: '2016-06-20' } },
  {
    type: 'DecideShareApplication',
    data: { applicationId: 'application-1', outcome: 'approved', reason: '条件成熟', date: '2016-07-01', authority: by('2016-07-01') },
  },
  { type: 'WithdrawShareApplication', data: { applicationId: 'application-2', reason: '材料不齐', date: '2016-06-15' } },
  { type: 'NameSupportGroup', data: { groupId: 'group-school', zh: '示例高校帮扶团', statedCount: 2, source: '示例' } },
  ...['body-a', 'body-b'].map((bodyId) => ({
    type: 'JoinSupportGroup',
    data: { groupId: 'group-school', bodyId, name: `示例单位${bodyId}`, from: '2016-02-01' },
  })),
  { type: 'LeaveSupportGroup', data: { groupId: 'group-school', bodyId: 'body-b', to: '2016-09-01', reason: '机构调整' } },
  {
    type: 'OpenPairingCampaign',
    data: { campaignId: 'campaign-sisters', zh: '姐妹结对（示例）', statedSupporters: 2, statedHelped: 4, source: '示例', date: '2016-03-08' },
  },
  {
    type: 'PairSupporter',
    data: {
      campaignId: 'campaign-sisters',
      supporterId: 'supporter-1',
      helpedIds: ['helped-1', 'helped-2', 'helped-3'],
      date: '2016-03-10',
      documentRef: '示例结对书',
    },
  },
  {
    type: 'UnpairSupporter',
    data: { campaignId: 'campaign-sisters', supporterId: 'supporter-1', helpedIds: ['helped-3'], date: '2016-09-01', reason: '外出' },
  },
  {
    type: 'IssueVillageStandard',
    data: {
      standardId: 'standard-yunhe',
      zh: '云河村貌标准（示例）',
      year,
      statedItems: 2,
      items: [
        { id: 'lamps', zh: '一盏路灯' },
        { id: 'bins', zh: '一组垃圾箱' },
      ],
      priorities: ['先净后美'],
      authority: by('2016-02-01'),
    },
  },
  item('lamps', true, '2016-11-01'),
  item('bins', false, '2016-11-01'),
  item('bins', true, '2016-11-20'),
  { type: 'DetermineBeautifulVillage', data: { ...of, standardId: 'standard-yunhe', standardVersion: 1, authority: by('2016-12-01') } },
  { type: 'DetermineVillageExit', data: { ...of, authority: by('2016-12-01') } },
  { type: 'DelistVillage', data: { ...of, authority: by('2016-12-01') } },
  { type: 'RevokeVillageDelisting', data: { ...of, reason: '材料须补', authority: by('2016-12-05') } },
  { type: 'WithdrawBeautifulVillage', data: { ...of, reason: '路灯不亮', authority: by('2016-12-06') } },
];
