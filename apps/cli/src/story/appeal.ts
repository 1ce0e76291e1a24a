import type { Actor } from '#kernel';
import { caseRowKey } from '#accountability';
import { eventIdOf } from '#ledger';
import { PUBLISHED, SUBJECTS } from './accountability.js';
import { ORGANS, personId, postId, unitId } from './cast.js';
import { at, thingId, type Step } from './ids.js';
import { findingId, FOUND } from './inspection.js';
import { acting, cadreOffice, countySecretary } from './setup.js';

const APPELLANT = SUBJECTS.luchuanHead;
export const APPEAL = thingId('appeal', '2017-1');
/** The decision appealed against: 沈峤's removal. */
export const AGAINST = { kind: 'measure', personId: personId(APPELLANT.personKey), postId: postId(APPELLANT.postKey), year: 2016 } as const;
/** The finding whose fall the replay imagines. */
export const DOUBTED = findingId(FOUND.housing);
const COMMITTEE = unitId(ORGANS.partyCommittee);
const secretariat = acting(ORGANS.partyCommittee, 'county-deputy-secretary');
/** Three who handled nothing of the case, its findings or its scores. */
const PANEL = [`${ORGANS.discipline}/discipline-secretary`, `${ORGANS.organization}/organization-head`, '财政局/department-head'].map(personId);
const DECIDERS = ['county-party-secretary', 'county-magistrate', 'county-deputy-secretary'].map((role) => personId(`${ORGANS.partyCommittee}/${role}`));

type Act = Readonly<{ on: string; hour?: number; by?: Actor; type: string; data?: object; seen?: Step['seen'] }>;
const act = ({ on, hour = 10, by = secretariat, type, data = {}, seen }: Act): Step => ({
  at: at(on, hour),
  by,
  command: { type, data: { appealId: APPEAL, against: AGAINST, ...data } },
  ...(seen && { seen }),
});
const byOrgan = (on: string, type: string, data: object = {}, more: Partial<Act> = {}): Step =>
  act({ on, type, data: { organUnitId: COMMITTEE, date: on, ...data }, ...more });

const lodged = (): Step =>
  act({
    on: '2017-03-06',
    by: { personId: AGAINST.personId },
    type: 'LodgeAppeal',
    data: {
      ...{ appellantId: AGAINST.personId, track: 'PARTY-2009', step: 'appeal-2009', organUnitId: COMMITTEE, filedOn: '2017-03-06' },
      ...{ request: { private: '住房问题所列农户早已搬入安置房，请求撤销据此作出的免职决定。' }, receiptRef: '岭委申〔2017〕1号回执' },
    },
  });

const reviewed = (): readonly Step[] => [
  byOrgan('2017-03-10', 'AdmitAppeal', { documentNo: '岭委申〔2017〕1号' }),
  // Who voted for the removal cannot review it.
  {
    ...byOrgan('2017-03-14', 'FormReviewPanel', { memberIds: [...PANEL.slice(1), DECIDERS[1]!], conflictsChecked: true, overrides: [] }),
    refused: 'appeal.reviewer-barred',
  },
  byOrgan('2017-03-14', 'FormReviewPanel', { memberIds: PANEL, conflictsChecked: true, overrides: [] }, { hour: 11 }),
  byOrgan('2017-04-05', 'ReportReview', {
    reportRef: '岭委申〔2017〕1号复查报告',
    findings: { private: '所列农户2016年6月已入住安置房，该问题不实；其余属实。' },
  }),
];

/** The removal falls with the finding; what the town did about its households' files stays, and asks for a lighter answer. */
const decided = (): readonly Step[] => [
  act({
    on: '2017-04-07',
    by: countySecretary,
    type: 'DecideAppeal',
    data: {
      ...{ outcome: 'varied', measure: 'PublicApology', decidedOn: '2017-04-07', organUnitId: COMMITTEE, documentNo: '岭委申〔2017〕2号' },
      ...{ participantIds: DECIDERS, grounds: ['facts-unclear'] },
      reason: { private: '扣分所依据的问题不实，免职决定依据不足，予以撤销；户档问题逾期整改属实，改为责令公开道歉。' },
    },
    seen: [
      { view: 'scorecard', key: `${APPELLANT.target}-2016` },
      { view: 'accountability-cases', key: caseRowKey(AGAINST) },
    ],
  }),
  byOrgan('2017-04-10', 'ServeAppealDecision', { mode: 'personal', receiptRef: '岭委申〔2017〕2号送达回证', remedyStated: true }),
];

/** What puts an outcome into effect is the case's own act. */
const corrected = (): Step => ({
  at: at('2017-04-11', 10),
  by: countySecretary,
  command: {
    type: 'CorrectDecision',
    data: {
      ...{ personId: AGAINST.personId, postId: AGAINST.postId, year: AGAINST.year, date: '2017-04-11', organUnitId: COMMITTEE },
      ...{
        kind: 'varied',
        measure: 'PublicApology',
        authorityRef: '岭委申〔2017〕2号',
        reason: { private: '执行申诉处理决定。' },
        documentNo: '岭问责〔2017〕4号',
      },
    },
  },
});

const owed = (on: string, type: string, data: object): Step => ({
  at: at(on, 10),
  by: cadreOffice,
  command: { type, data: { appealId: APPEAL, date: on, ...data } },
});
/** Equivalent, not the same: in the town somebody else may be in post by now. */
const EQUIVALENT = postId('农业局/department-deputy');
const restored = (): readonly Step[] => [
  owed('2017-04-14', 'RestoreName', { ...PUBLISHED, documentNo: '岭委申〔2017〕3号' }),
  owed('2017-04-18', 'RestoreEntitlement', { kind: 'pay', amountFen: 612_000, documentNo: '岭组工〔2017〕21号' }),
  owed('2017-04-19', 'RestoreEntitlement', { kind: 'seniority', documentNo: '岭组工〔2017〕21号' }),
  owed('2017-04-20', 'RestoreEntitlement', { kind: 'post', givenPostId: EQUIVALENT, documentNo: '岭组干〔2017〕9号' }),
];
/** The outcome was carried out: which event did it, the story as a whole knows (`withCorrection`). */
const carriedOut = (): Step => byOrgan('2017-04-12', 'RecordAppealCarriedOut', { eventIds: [] });

/** 沈峤 appeals in March; in April the removal is varied, his name restored where the decision had been published, and what was withheld given back. */
export const appeal = (): readonly Step[] => [lodged(), ...reviewed(), ...decided(), corrected(), carriedOut(), ...restored()];

/** An event is named by the id of its command, and that follows from the command's place among all steps. */
export function withCorrection(steps: readonly Step[], commandIdOf: (step: Step, index: number) => string): readonly Step[] {
  const index = steps.findIndex(({ command }) => command.type === 'CorrectDecision');
  if (index === -1) return steps;
  const eventIds = [eventIdOf(commandIdOf(steps[index]!, index), 0)];
  return steps.map((step) =>
    step.command.type === 'RecordAppealCarriedOut' ? { ...step, command: { ...step.command, data: { ...step.command.data, eventIds } } } : step,
  );
}
