import { caseRowKey } from '#accountability';
import type { Actor, Command } from '#kernel';
import type { SeenRef } from '#ledger';
import { ORGANS, personId, postId, unitId, VILLAGES, villageId } from './cast.js';
import { at, type Step } from './ids.js';
import { acting, cadreOffice, countySecretary } from './setup.js';

const caseOfficer = acting(ORGANS.discipline, 'case-officer');
const investigators = [personId(`${ORGANS.discipline}/investigator`), personId(`${ORGANS.discipline}/investigator-2`)];
const committee = ['county-party-secretary', 'county-magistrate', 'county-deputy-secretary'].map((role) => personId(`${ORGANS.partyCommittee}/${role}`));
const congressClerk = acting(ORGANS.congress, 'congress-clerk');
const FAILED_VILLAGE = villageId(VILLAGES[0][1]);

/** A case of the story: who, in which post, on which ground. */
export type Subject = Readonly<{ personKey: string; postKey: string; clauseId: string; target: string }>;
export const SUBJECTS = {
  songpingSecretary: { personKey: '松坪镇/party-secretary/2', postKey: '松坪镇/party-secretary', clauseId: 'PL-D1', target: FAILED_VILLAGE },
  luchuanSecretary: { personKey: '芦川镇/party-secretary', postKey: '芦川镇/party-secretary', clauseId: 'PL-D3', target: unitId('芦川镇') },
  luchuanHead: { personKey: '芦川镇/town-head', postKey: '芦川镇/town-head', clauseId: 'PL-D3', target: unitId('芦川镇') },
  qinglanSecretary: { personKey: '青岚镇/party-secretary', postKey: '青岚镇/party-secretary', clauseId: 'PL-D3', target: unitId('青岚镇') },
} as const satisfies Readonly<Record<string, Subject>>;

const keyOf = ({ personKey, postKey }: Subject) => ({ personId: personId(personKey), postId: postId(postKey), year: 2016 });
const basesOf = ({ clauseId, target }: Subject) => [{ clauseId, target }];

/** Where a decision was made public, and a name is restored. */
export const PUBLISHED = { scope: '全县', channel: '县政府网站' } as const;

type Act = Readonly<{ on: string; hour?: number; by: Actor; type: string; data?: object; seen?: readonly SeenRef[] }>;
/** Acts of one case, each dated on the day on which it is recorded. */
const acts = (subject: Subject, list: readonly Act[]): readonly Step[] =>
  list.map(({ on, hour = 10, by, type, data = {}, seen }): Step => {
    const command: Command = { type, data: { ...keyOf(subject), date: on, ...data } };
    return { at: at(on, hour), by, command, ...(seen && { seen }) };
  });

const recommended = (subject: Subject, on: string): Act => ({
  on,
  by: caseOfficer,
  type: 'RecommendAccountability',
  data: { organUnitId: unitId(ORGANS.discipline), bases: basesOf(subject), proposedMeasure: 'RemovalFromPost', materialRefs: ['岭纪审〔2017〕材料卷'] },
});

/** From recommendation to the statement: the same path for everybody. */
const upToStatement = (
  subject: Subject,
  [recommend, initiate, team, facts, present, hear]: readonly [string, string, string, string, string, string],
  statement: string,
  accepted: readonly string[],
): readonly Act[] => [
  recommended(subject, recommend),
  { on: initiate, by: countySecretary, type: 'ApproveInitiation', data: { organUnitId: unitId(ORGANS.partyCommittee) } },
  { on: team, by: caseOfficer, type: 'FormInvestigationTeam', data: { memberIds: investigators, conflictsChecked: true, recused: [] } },
  {
    on: facts,
    by: caseOfficer,
    type: 'DraftFacts',
    data: { facts: { private: '年度考核结果及退出认定情况属实，见证据目录。' }, evidenceRefs: ['证据目录一'] },
  },
  { on: present, by: caseOfficer, type: 'PresentFacts', data: { signed: true } },
  {
    on: hear,
    by: caseOfficer,
    type: 'HearStatement',
    data: { signed: true, statement: { private: statement }, acceptedPoints: accepted.map((text) => ({ private: text })) },
  },
];

const decided = (subject: Subject, on: string, documentNo: string): Act => ({
  on,
  by: countySecretary,
  type: 'DecideCollectively',
  seen: [
    { view: 'scorecard', key: `${subject.target}-2016` },
    { view: 'accountability-cases', key: caseRowKey(keyOf(subject)) },
  ],
  data: {
    organUnitId: unitId(ORGANS.partyCommittee),
    bases: basesOf(subject),
    measure: 'RemovalFromPost',
    participantIds: committee,
    quorum: 2,
    dissents: [],
    minutesRef: '岭常纪〔2017〕6号',
    documentNo,
  },
});
const reported = (subject: Subject, on: string): Act => ({
  on,
  by: caseOfficer,
  type: 'ReportInvestigation',
  data: { bases: basesOf(subject), level: 'main', reportRef: '岭纪审〔2017〕报告', collectivelyDiscussed: true },
});
const announcedAndServed = (on: string, documentNo: string): readonly Act[] => [
  { on, hour: 15, by: cadreOffice, type: 'AnnounceDecision', data: { forum: '全县干部大会', documentNo } },
  { on, hour: 16, by: cadreOffice, type: 'ServeDecision', data: { mode: 'personal', receiptRef: `${documentNo}送达回证`, remedyStated: true, documentNo } },
];

/** 顾棠 took the town over in October; what he says is accepted, and the case ends without accountability, on the facts. */
const songping = (): readonly Step[] =>
  acts(SUBJECTS.songpingSecretary, [
    ...upToStatement(
      SUBJECTS.songpingSecretary,
      ['2017-01-18', '2017-01-19', '2017-01-20', '2017-02-06', '2017-02-08', '2017-02-10'],
      '本人十月十日到任，退出指标的缺口形成在前，到任后已组织补救。',
      ['到任前缺口已形成，到任后履职到位'],
    ),
    {
      on: '2017-02-14',
      by: countySecretary,
      type: 'ConcludeWithoutAccountability',
      data: {
        organUnitId: unitId(ORGANS.partyCommittee),
        ground: 'facts',
        reason: { private: '申辩属实，未如期退出与其履职无直接关系。' },
        minutesRef: '岭常纪〔2017〕4号',
      },
    },
  ]);

/** 卫澜: the whole way to removal, execution and the file. */
const luchuanSecretary = (): readonly Step[] =>
  acts(SUBJECTS.luchuanSecretary, [
    ...upToStatement(
      SUBJECTS.luchuanSecretary,
      ['2017-01-18', '2017-01-19', '2017-01-20', '2017-02-06', '2017-02-08', '2017-02-10'],
      '对考核结果没有异议。',
      [],
    ),
    reported(SUBJECTS.luchuanSecretary, '2017-02-16'),
    decided(SUBJECTS.luchuanSecretary, '2017-02-20', '岭问责〔2017〕1号'),
    ...announcedAndServed('2017-02-21', '岭问责〔2017〕1号'),
    { on: '2017-02-27', by: cadreOffice, type: 'ExecuteMeasure', data: { organUnitId: unitId(ORGANS.organization), tenureEndsOn: '2017-02-27' } },
    { on: '2017-03-03', by: cadreOffice, type: 'FileSelfCriticism', data: { text: { private: '书面检讨一份。' } } },
    {
      on: '2017-03-06',
      by: cadreOffice,
      type: 'ArchiveCase',
      data: { archiveRef: '岭组档〔2017〕12号', filedInPersonnelFile: true, reportedUpward: true, proposerInformed: true },
    },
  ]);

/** 沈峤 was elected: executing before the congress acts is turned down, after it is done. */
const luchuanHead = (): readonly Step[] => {
  const subject = SUBJECTS.luchuanHead;
  const execution: Act = {
    on: '2017-03-02',
    by: cadreOffice,
    type: 'ExecuteMeasure',
    data: { organUnitId: unitId(ORGANS.organization), tenureEndsOn: '2017-03-02' },
  };
  const [tooEarly] = acts(subject, [{ ...execution, on: '2017-02-27', hour: 11, data: { ...execution.data, tenureEndsOn: '2017-02-27' } }]);
  return [
    ...acts(subject, [
      ...upToStatement(subject, ['2017-01-18', '2017-01-19', '2017-01-20', '2017-02-06', '2017-02-08', '2017-02-10'], '服从组织处理。', []),
      reported(subject, '2017-02-16'),
      decided(subject, '2017-02-20', '岭问责〔2017〕2号'),
      ...announcedAndServed('2017-02-21', '岭问责〔2017〕2号'),
    ]),
    { ...tooEarly!, refused: 'accountability.congress-act-missing' },
    ...acts(subject, [
      { on: '2017-02-24', by: cadreOffice, type: 'PublishDecision', data: { ...PUBLISHED, documentNo: '岭问责〔2017〕2号' } },
      {
        on: '2017-03-01',
        by: congressClerk,
        type: 'RecordCongressAct',
        data: { organUnitId: unitId(ORGANS.congress), result: 'approved', documentNo: '岭人常〔2017〕7号' },
      },
      execution,
    ]),
  ];
};

/** 周砚: decided in February, then the score is corrected: what was decided is marked, and the formalities run out. */
const qinglanSecretary = (): readonly Step[] =>
  acts(SUBJECTS.qinglanSecretary, [
    ...upToStatement(
      SUBJECTS.qinglanSecretary,
      ['2017-02-03', '2017-02-04', '2017-02-06', '2017-02-13', '2017-02-15', '2017-02-17'],
      '认为考核漏计材料，请求复核。',
      [],
    ),
    reported(SUBJECTS.qinglanSecretary, '2017-02-22'),
    decided(SUBJECTS.qinglanSecretary, '2017-02-28', '岭问责〔2017〕3号'),
    ...announcedAndServed('2017-03-01', '岭问责〔2017〕3号'),
  ]);

/** The committee settles who 相关责任领导 is: the deputy in charge and the leader stationed with the village. */
const interpretation = (): readonly Step[] => [
  {
    at: at('2017-02-09', 9),
    by: countySecretary,
    command: {
      type: 'InterpretClause',
      data: {
        bookId: 'pingli-2016',
        term: 'responsible-leader',
        meaningZh: '分管扶贫工作的镇班子成员和包村的镇班子成员',
        posts: { of: 'self', duties: ['in-charge', 'stationed'] },
        organUnitId: unitId(ORGANS.partyCommittee),
        documentNo: '岭发〔2017〕8号',
        documentDate: '2017-02-08',
      },
    },
  },
];

/** A deputy head of 松坪镇 (一般) is put forward for another post: the department is told what the clauses say. */
const nomination = (): readonly Step[] => [
  {
    at: at('2017-01-24', 9),
    by: cadreOffice,
    command: {
      type: 'ScreenNomination',
      data: {
        personId: personId('松坪镇/town-leader'),
        date: '2017-01-24',
        aimedPostId: postId('农业局/department-deputy'),
        organUnitId: unitId(ORGANS.organization),
        documentNo: '岭组干〔2017〕2号',
      },
    },
  },
];

/** Everything that people do about responsibility, in the order of time. */
export function accountability(): readonly Step[] {
  const steps = [...songping(), ...luchuanSecretary(), ...luchuanHead(), ...qinglanSecretary(), ...interpretation(), ...nomination()];
  return [...steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
