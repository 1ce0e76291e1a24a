import type { Command } from '#kernel';
import { ORGANS, personId, unitId, villageId } from './cast.js';
import { at, sitting, thingId, type Step } from './ids.js';
import { household, inspector } from './inspection.js';
import { paper, type Paper } from './papers.js';
import { commandOffice } from './setup.js';

const YEAR = 2016;
const PROGRAMME = 'pingli-11236';
/** The pilot of shares: 100万元 in five enterprises, a quota of one 万元 a head. */
const PILOT = '清水湾村';
const of = { villageId: villageId(PILOT), year: YEAR };
const by = (date: string, documentNo: string) => ({ organUnitId: unitId(ORGANS.command), documentNo, date });
const home = (n: number): string => household(PILOT, n);
const enterprise = (n: number): string => thingId('enterprise', `${PILOT}/${n}`);
const fund = thingId('fund', PILOT);
const rule = thingId('rule', '2016');
const standard = thingId('standard', '2016');
/** 100 heads in the six households on file: exactly what the money comes to. */
const HEADS = [20, 18, 17, 16, 15, 14];
const TERMS = {
  ...{ perPersonFen: 1_000_000, guaranteedBasisPoints: 500, secondBasisPointsMin: 200, dueMonthDay: '11-30', excludedKinds: ['five-guarantees'] },
  ...{ modes: ['流转土地', '务工就业', '订单收购'].map((zh, index) => ({ id: ['land', 'work', 'orders'][index]!, zh })), modesMin: 1 },
};
const command = (type: string, data: object): Command => ({ type, data });

const assistance = (): readonly Command[] => [
  command('AdoptVillagePolicy', {
    ...of,
    programmeId: PROGRAMME,
    pathNames: ['产业扶持', '易地搬迁'],
    text: '先搬迁，后产业',
    date: '2016-09-08',
    documentRef: '岭村策〔2016〕9号',
  }),
  ...[0, 1, 2].map((n) =>
    command('AssignAssistance', {
      ...{ ...of, assistanceId: thingId('assistance', `${PILOT}/${n}`), householdId: home(n), programmeId: PROGRAMME },
      ...{
        pathName: n === 2 ? '易地搬迁' : '产业扶持',
        assistance: n === 2 ? '集中安置一套' : '发放蚕种',
        persons: 4,
        from: '2016-09-08',
        documentRef: '一户一法',
      },
    }),
  ),
  ...['relocated', 'settled'].map((stage, index) =>
    command('RecordRelocationStage', { ...of, householdId: home(2), stage, date: `2016-09-0${8 + index}`, documentRef: '入住验收单' }),
  ),
  command('ReportResidentDays', { ...of, month: 8, personId: personId(`${PILOT}/first-secretary`), days: 22, documentRef: '驻村考勤' }),
  ...Array.from({ length: 5 }, (_, n) =>
    command('RegisterEnterprise', { enterpriseId: enterprise(n), name: `${PILOT}第${n + 1}合作社（虚构）`, kind: '合作社' }),
  ),
  command('LinkEnterprise', {
    ...of,
    enterpriseId: enterprise(0),
    householdId: home(0),
    modes: ['work'],
    persons: 4,
    from: '2016-09-08',
    documentRef: '带动协议',
  }),
];

/** The pilot came before the rule that orders such pilots: on record, and flagged. */
const shares = (): readonly Command[] => [
  command('AllotFund', {
    ...{ ...of, fundId: fund, amountFen: 100_000_000, terms: TERMS, ownerUnitId: unitId(ORGANS.command), authority: by('2016-09-10', '岭扶资〔2016〕3号') },
    parts: Array.from({ length: 5 }, (_, n) => ({ enterpriseId: enterprise(n), amountFen: 20_000_000, modes: ['work'] })),
    holders: HEADS.map((persons, n) => ({ householdId: home(n), persons })),
  }),
];
const rules = (): readonly Command[] => [
  command('IssueShareRule', { ruleId: rule, zh: '产业扶贫资金配股试点办法（示例）', terms: TERMS, authority: by('2016-10-14', '岭政办〔2016〕60号') }),
  command('ApplyShareRule', { fundId: fund, ruleId: rule, date: '2016-10-20' }),
  command('FileShareApplication', {
    ...{ ...of, applicationId: thingId('application', PILOT), enterpriseId: enterprise(1), ruleId: rule, date: '2016-10-20', documentRef: '配股申报表' },
  }),
];

const support = (): readonly Command[] => [
  command('DetermineVillageWeakness', { ...of, weaknesses: ['weak-force'], reason: '驻村力量不足', authority: by('2016-09-10', '岭脱贫指〔2016〕33号') }),
  command('AssignReinforcement', {
    ...{ ...of, reinforcementId: thingId('reinforcement', PILOT), unitId: unitId('农业局'), weaknesses: ['weak-force'], dueOn: '2016-09-20' },
    authority: by('2016-09-10', '岭脱贫指〔2016〕33号'),
  }),
  command('NameSupportGroup', { groupId: thingId('group', 'university'), zh: '高校帮扶团（示例）', statedCount: 9, source: '示例' }),
  command('JoinSupportGroup', { groupId: thingId('group', 'university'), bodyId: thingId('body', 'university/1'), name: '示例大学', from: '2016-03-01' }),
  command('OpenPairingCampaign', {
    ...{
      campaignId: thingId('campaign', 'women'),
      zh: '百名会员包帮千名妇女（示例）',
      statedSupporters: 100,
      statedHelped: 1_000,
      source: '示例',
      date: '2016-03-08',
    },
  }),
  command('PairSupporter', {
    ...{ campaignId: thingId('campaign', 'women'), supporterId: thingId('supporter', '1'), date: '2016-03-10', documentRef: '结对书' },
    helpedIds: Array.from({ length: 10 }, (_, n) => thingId('helped', `1/${n}`)),
  }),
];

const SCORES = ['一条硬化路', '一处安全饮水', '一个卫生室', '一个文化广场', '一处垃圾池', '一排路灯', '一片绿化', '一支保洁队', '一本台账', '一块公示栏'];
const villageStandard = (): readonly Command[] => [
  command('IssueVillageStandard', {
    ...{
      standardId: standard,
      zh: '脱贫村“十个一”标准（示例）',
      year: YEAR,
      statedItems: 10,
      priorities: ['先急后缓'],
      authority: by('2016-09-10', '岭村整〔2016〕1号'),
    },
    items: SCORES.map((zh, index) => ({ id: `item-${index + 1}`, zh })),
  }),
];
const checks = (proof: Paper): readonly Command[] =>
  SCORES.slice(0, 9).map((_, index) =>
    command('CheckStandardItem', {
      ...{ ...of, standardId: standard, standardVersion: 1, itemId: `item-${index + 1}`, met: true, date: '2016-11-28' },
      ...{ checkedByPersonIds: [inspector(8, 0)], evidence: [proof.file] },
    }),
  );

const figures = (): readonly Command[] => [
  command('StateFigure', {
    ...{ figureId: thingId('figure', 'donations'), programmeId: PROGRAMME, nodeName: '投入保障机制', measure: 'donations', zh: '社会帮扶累计投入' },
    ...{ role: 'reported', unit: 'fen', value: 2_429_000_000, quantifier: 'at-least', status: 'preliminary', source: '据初步统计', asOf: '2016-12-07' },
  }),
  command('TagValue', {
    ...{ tagId: thingId('tag', '1'), programmeId: PROGRAMME, nodeName: '苦帮', actors: 'cadres', note: '进城卖鸡' },
    on: { kind: 'evidence', ref: paper('G-01 干部进城帮助贫困户销售土鸡').file.sha256 },
  }),
  command('RecordClaim', {
    ...{ ...of, claimId: thingId('claim', PILOT), claim: '仅此3项便能脱贫', source: '记者采访（示例）', statedOn: '2016-12-07' },
    inputs: {
      ...{ population: 1_249, populationRef: '户籍册', named: ['蚕茧', '魔芋', '茶叶'] },
      items: [
        { name: '蚕茧', quantity: 100_000, unit: '斤', priceFen: 1_800, estimated: true, evidenceRef: '估算表' },
        { name: '魔芋', quantity: 1_000_000, unit: '斤', priceFen: 170, estimated: true, evidenceRef: '估算表' },
      ],
      ratios: [{ name: '每张产茧', numerator: 100_000, numeratorUnit: '斤', denominator: 1_303, denominatorUnit: '张', evidenceRef: '蚕种发放单' }],
    },
  }),
];

const delisting = (): readonly Command[] => [
  command('DelistVillage', {
    ...{ villageId: villageId('云台村'), year: YEAR, doneElsewhere: true, authority: by('2016-12-30', '岭脱贫指〔2016〕90号') },
  }),
];

/** Autumn: what was done for one village besides inspecting it: assistance, shares, reinforcement, the ten-item standard, and the claims that were made. */
export function assistanceYear(): readonly Step[] {
  const proof = paper('“十个一”验收照片');
  return [
    ...sitting(at('2016-09-10', 9), commandOffice, [...assistance(), ...shares(), ...support(), ...villageStandard()]),
    ...sitting(at('2016-10-20', 9), commandOffice, rules()),
    ...sitting(at('2016-11-28', 9), commandOffice, checks(proof)).map((step) => ({ ...step, files: [proof.bytes] })),
    ...sitting(at('2016-12-08', 11), commandOffice, figures()),
    ...sitting(at('2016-12-30', 9), commandOffice, delisting()),
  ];
}
