import { decide, evolve, type Actor } from '#kernel';
import type { RuleBook } from '#rulebook';
import pingli from '../../libs/rulebook/books/pingli-2016.json';
import { appealDecider } from '../../libs/appeal/src/appeal.decider.js';
import type { AppealActCommand, AppealCommand } from '../../libs/appeal/src/appeal.commands.js';
import { againstKey } from '../../libs/appeal/src/against.js';
import type { BarredRow } from '../../libs/appeal/src/bars.js';
import type { RemedyRow } from '../../libs/appeal/src/remedies.view.js';
import { GU, inForce, persons, posts, units } from './accountability.js';
import { factsFrom, recorded, specification, type Past } from './specification.js';

/** An invented case whose decision was served, and the county's organs: the ground on which specs of appeals stand. */
export const book = pingli as unknown as RuleBook;
export const AGAINST = { kind: 'measure', personId: GU, postId: 'post-sec1', year: 2016 } as const;
export const UNIT_GRADE = { kind: 'grade', unitId: 'unit-town1', year: 2016 } as const;
export const UNIT_VETO = { kind: 'veto', unitId: 'unit-town1', year: 2016 } as const;
export const APPEAL = { appealId: 'appeal-one', against: AGAINST };
export const ORGAN = 'unit-cpc1';
/** They handled nothing. */
export const PANEL = ['person-rv01', 'person-rv02', 'person-rv03'];
export const HANDLER = 'person-inv1';

export const committee: Actor = { personId: 'person-cp01', postId: 'post-cp01' };
export const discipline: Actor = { personId: 'person-jw01', postId: 'post-jw01' };
export const appellant: Actor = { personId: GU };
const secret = (value: string) => ({ private: value });

export const decision = { eventId: 'e-decided', decidedOn: '2017-02-10', organUnitId: ORGAN, measure: 'RemovalFromPost' };
export const remedy: RemedyRow & { decision: NonNullable<RemedyRow['decision']> } = {
  key: againstKey(AGAINST),
  against: AGAINST,
  decision,
  served: { on: '2017-02-13', mode: 'personal', receiptRef: '回证一', eventId: 'e-served' },
  corrections: [],
  appeals: [],
};
const unitRemedy = (against: typeof UNIT_GRADE | typeof UNIT_VETO, of: object): RemedyRow => ({
  key: againstKey(against),
  against,
  decision: { eventId: 'e-unit', decidedOn: '2017-01-20', ...of },
  corrections: [],
  appeals: [],
});
const barredRow: BarredRow = {
  key: againstKey(AGAINST),
  targets: ['facts-village-vil1-2016'],
  persons: {
    [GU]: [{ role: 'named', eventId: 'e-ground', eventType: 'CaseBasisAdded' }],
    [HANDLER]: [{ role: 'investigated', eventId: 'e-team', eventType: 'InvestigationTeamFormed' }],
    'person-cp01': [{ role: 'voted', eventId: 'e-decided', eventType: 'CollectivelyDecided' }],
    'person-cp02': [{ role: 'voted', eventId: 'e-decided', eventType: 'CollectivelyDecided', dissented: true }],
  },
};
const factsRow: BarredRow = {
  key: 'facts-village-vil1-2016',
  targets: [],
  persons: { 'person-log1': [{ role: 'logged', eventId: 'e-finding', eventType: 'FindingLogged' }] },
};
const asRows = <Row>(list: readonly (readonly [string, Row])[]): Record<string, Row> => Object.fromEntries(list);
const outsiders = ['person-rv01', 'person-rv02', 'person-rv03', 'person-rv04'];
const seatable = [
  ...[...outsiders, 'person-rv05', 'person-cp01', 'person-cp02', 'person-cp03', 'person-jw01', 'person-jw02', 'person-city', 'person-ass1', 'person-ass2'],
  ...[HANDLER, 'person-log1', 'person-kin1'],
];
/** Rows of `appeal-persons`: people whom the registry knows. */
export const knownPersons = (personIds: readonly string[]) =>
  asRows(personIds.map((personId) => [personId, { personId, statuses: [{ from: '', partyMember: true, staffStatus: 'civil-servant' }] }]));

/** Rows of the appeal context's own views. */
export const rows = {
  'appeal-posts': {
    ...posts,
    'post-city1': {
      postId: 'post-city1',
      unitId: 'unit-city',
      role: 'clerk',
      tenures: [{ tenureId: 'tenure-city', personId: 'person-city', from: '2010-01-01' }],
    },
    'post-dp01': {
      postId: 'post-dp01',
      unitId: 'unit-dept1',
      role: 'clerk',
      tenures: [{ tenureId: 'tenure-dp01', personId: 'person-dp01', from: '2010-01-01' }],
    },
  },
  'appeal-organs': {
    ...units,
    'unit-ass1': { unitId: 'unit-ass1', parentUnitId: 'unit-coun', competences: ['assessment-office'] },
    'unit-coun': { unitId: 'unit-coun', competences: [] },
  },
  'appeal-persons': {
    ...knownPersons(seatable),
    ...asRows(
      Object.values(persons).map(({ personId, partyMember, staffStatus }) => [personId, { personId, statuses: [{ from: '', partyMember, staffStatus }] }]),
    ),
  },
  'appeal-designations': { 'person-rv04': { personId: 'person-rv04', targets: [{ dutyId: 'duty-1', target: 'village-vil1', year: 2016 }] } },
  'review-relations': { [HANDLER]: { personId: HANDLER, relations: [{ relationId: 'relation-1', to: 'person-kin1', eventId: 'e-kin', from: '2001-01-01' }] } },
  'barred-from-review': { [barredRow.key]: barredRow, [factsRow.key]: factsRow },
  remedies: {
    [remedy.key]: remedy,
    [againstKey(UNIT_GRADE)]: unitRemedy(UNIT_GRADE, { grade: 'poor' }),
    [againstKey(UNIT_VETO)]: unitRemedy(UNIT_VETO, { actorPostId: 'post-cp01' }),
  },
};
export const world = { actor: committee, recordedAt: '2018-04-30T02:00:00.000Z', rows, book: inForce(book) };
export const OUTSIDERS = outsiders;

type Sample = { readonly [Type in AppealActCommand['type']]: Omit<Extract<AppealActCommand, { type: Type }>['data'], 'appealId' | 'against'> };
/** One sound example of each act, in the order of time. */
export const samples: Sample = {
  LodgeAppeal: {
    appellantId: GU,
    track: 'PARTY-2009',
    step: 'appeal-2009',
    organUnitId: ORGAN,
    filedOn: '2017-02-20',
    request: secret('请求撤销'),
    receiptRef: '收据一',
  },
  RequestAppealSupplement: { date: '2017-02-21', organUnitId: ORGAN, missing: secret('缺决定书') },
  SupplementAppeal: { date: '2017-02-23', organUnitId: ORGAN, materialRefs: ['决定书复印件'] },
  AdmitAppeal: { date: '2017-02-24', organUnitId: ORGAN },
  DeclineAppeal: { date: '2017-02-24', organUnitId: ORGAN, ground: 'not-appealable', reason: secret('不属申诉范围'), turnTo: '信访' },
  WithdrawAppeal: { date: '2017-02-24', organUnitId: ORGAN },
  TransferAppeal: {
    date: '2017-02-24',
    organUnitId: ORGAN,
    toUnitId: 'unit-city',
    direction: 'up',
    reason: secret('均曾经办'),
    authorityRef: '示例移〔2017〕1号',
  },
  FormReviewPanel: { date: '2017-02-27', organUnitId: ORGAN, memberIds: PANEL, conflictsChecked: true, overrides: [] },
  RecuseReviewMember: { date: '2017-02-28', organUnitId: ORGAN, memberId: 'person-rv01', ground: secret('旧识'), replacementId: 'person-rv05', overrides: [] },
  ReportReview: { date: '2017-03-13', organUnitId: ORGAN, reportRef: '复查报告一', findings: secret('陈述在表决之后') },
  ExtendAppealReview: { date: '2017-03-13', organUnitId: ORGAN, reason: secret('案情复杂') },
  DecideAppeal: {
    outcome: 'revoked',
    decidedOn: '2017-03-16',
    organUnitId: ORGAN,
    documentNo: '示例申决〔2017〕1号',
    participantIds: ['person-cp01', 'person-cp03'],
    reason: secret('程序违法'),
    grounds: ['procedure'],
  },
  ServeAppealDecision: { date: '2017-03-17', organUnitId: ORGAN, mode: 'personal', receiptRef: '回证二', remedyStated: true },
  RecordAppealCarriedOut: { date: '2017-03-24', organUnitId: ORGAN, eventIds: ['e-corrected'] },
};

/** An act with the sample's data, or something else of it. */
export function act<Type extends AppealActCommand['type']>(type: Type, more: object = {}): Extract<AppealActCommand, { type: Type }> {
  return { type, data: { ...APPEAL, ...samples[type], ...more } } as unknown as Extract<AppealActCommand, { type: Type }>;
}

/** The way to an outcome, and what may come in between. */
const WAY = ['LodgeAppeal', 'AdmitAppeal', 'FormReviewPanel', 'ReportReview', 'DecideAppeal', 'ServeAppealDecision', 'RecordAppealCarriedOut'] as const;
export const until = (last: (typeof WAY)[number], more: object = {}): readonly AppealCommand[] =>
  WAY.slice(0, WAY.indexOf(last) + 1).map((type) => act(type, type === last ? more : {}));

export type World = Readonly<{ rows?: typeof rows; actor?: Actor }>;
/** The events of commands one after another, decided as the product would: a history that can really happen. */
export function play(commands: readonly AppealCommand[], more: World = {}): readonly Past[] {
  const history: Past[] = [];
  let state = appealDecider.initialState;
  for (const command of commands) {
    const needs = appealDecider.needs?.[command.type as AppealActCommand['type']]?.(command as never) ?? [];
    const facts = factsFrom(more.rows ?? rows, needs);
    const input = { actor: more.actor ?? committee, recordedAt: world.recordedAt, commandId: 'c', readAt: 0, facts, book: world.book };
    for (const event of decide(appealDecider, command, state, input)) {
      history.push({ ...event, actor: input.actor });
      state = evolve(appealDecider, state, recorded(history.at(-1)!, history.length));
    }
  }
  return history;
}
export const given = (...history: readonly Past[]) => specification(appealDecider, world)(...history);
