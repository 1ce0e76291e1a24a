import { decide, evolve, type Actor } from '#kernel';
import { caseDecider } from '../../libs/accountability/src/case.decider.js';
import type { CaseActCommand, CaseCommand, SetCaseBasis } from '../../libs/accountability/src/case.commands.js';
import { PROCEDURE } from '../../libs/accountability/src/procedure.js';
import { GU, HE, inForce, inventedBook, missedExit, rows } from './accountability.js';
import { factsFrom, recorded, specification, type Past } from './specification.js';

/** Clause ids of the invented book by step: what a refusal or a breach names. */
export const STEP_CLAUSES = {
  'S-HEAR': PROCEDURE.statement,
  'S-VOTE': PROCEDURE.collective,
  'S-ELECT': PROCEDURE.elected,
  'S-DOC': PROCEDURE.document,
  'S-MONTH': PROCEDURE.formalities,
};
export const book = inForce(inventedBook(STEP_CLAUSES));
export const discipline: Actor = { personId: 'person-jw01', postId: 'post-jw01' };
export const organization: Actor = { personId: 'person-zz01', postId: 'post-zz01' };
export const committee: Actor = { personId: 'person-cp01', postId: 'post-cp01' };
export const world = { actor: discipline, recordedAt: '2017-04-30T02:00:00.000Z', rows, book };
/** As `specification`; an act in an organ's name is by that organ's own people unless a spec says who. */
export const given = (...history: readonly Past[]) => {
  const spec = specification(caseDecider, world)(...history);
  return { when: (command: CaseCommand, more: Parameters<typeof spec.when>[1] = {}) => spec.when(command, { actor: actorFor(command), ...more }) };
};

/** The town's secretary in office, and the elected head. */
export const SECRETARY = { personId: GU, postId: 'post-sec1', year: 2016 };
export const HEAD = { personId: HE, postId: 'post-head', year: 2016 };
export const ground = { clauseId: 'X-1', target: 'village-vil1' };
const secret = (value: string) => ({ private: value });

export const basisOf = (clauseId = 'X-1', events: readonly string[] = ['e7']) => ({ ...missedExit.basis, clauseId, events });
export function setBasis(of: typeof SECRETARY = SECRETARY, more: Partial<SetCaseBasis['data']> = {}): SetCaseBasis {
  return { type: 'SetCaseBasis', data: { ...of, ...ground, measure: 'RemovalFromPost', state: 'triggered', days: 83, basis: basisOf(more.clauseId), ...more } };
}

type Sample = { readonly [Type in CaseActCommand['type']]: Omit<Extract<CaseActCommand, { type: Type }>['data'], keyof typeof SECRETARY> };
/** One sound example of each act. */
export const samples: Sample = {
  RecommendAccountability: { date: '2017-01-24', organUnitId: 'unit-jiwei', bases: [ground], materialRefs: ['材料一'] },
  DismissClue: { date: '2017-01-24', organUnitId: 'unit-jiwei', reason: secret('不属实') },
  ApproveInitiation: { date: '2017-01-25', organUnitId: 'unit-jiwei' },
  FormInvestigationTeam: { date: '2017-01-26', memberIds: ['person-inv1', 'person-inv2'], conflictsChecked: true, recused: [] },
  RecuseMember: { date: '2017-01-27', memberId: 'person-inv1', ground: secret('近亲属'), replacementId: 'person-inv3' },
  DraftFacts: { date: '2017-02-01', facts: secret('事实'), evidenceRefs: ['证据一'] },
  PresentFacts: { date: '2017-02-02', signed: true },
  HearStatement: { date: '2017-02-03', signed: true, statement: secret('陈述'), acceptedPoints: [] },
  ReportInvestigation: { date: '2017-02-06', bases: [ground], level: 'main', reportRef: '报告一', collectivelyDiscussed: true },
  TakeDirectPath: { date: '2017-01-26', ground: secret('事实清楚') },
  DecideCollectively: {
    date: '2017-02-10',
    organUnitId: 'unit-cpc1',
    bases: [ground],
    measure: 'RemovalFromPost',
    participantIds: ['person-cp01', 'person-cp02', 'person-cp03'],
    quorum: 2,
    dissents: [],
    minutesRef: '纪要一',
    documentNo: '示例问〔2017〕1号',
  },
  ReturnForFacts: { date: '2017-02-08', reason: secret('证据不足') },
  ExemptFromAccountability: { date: '2017-02-08', organUnitId: 'unit-cpc1', circumstance: '改革试验', reason: secret('先行先试'), minutesRef: '纪要二' },
  ConcludeWithoutAccountability: { date: '2017-02-08', organUnitId: 'unit-jiwei', ground: 'facts', reason: secret('申辩成立'), minutesRef: '纪要三' },
  AnnounceDecision: { date: '2017-02-13', forum: '镇干部会', documentNo: '示例问〔2017〕1号' },
  ServeDecision: { date: '2017-02-13', mode: 'personal', receiptRef: '回证一', remedyStated: true, documentNo: '示例问〔2017〕1号' },
  RecordCongressAct: { date: '2017-02-20', organUnitId: 'unit-renda', result: 'approved', documentNo: '示例人〔2017〕3号' },
  ExecuteMeasure: { date: '2017-02-24', organUnitId: 'unit-zuzhi', tenureEndsOn: '2017-02-24' },
  FileSelfCriticism: { date: '2017-02-27', text: secret('检讨') },
  ArchiveCase: { date: '2017-03-01', archiveRef: '卷一', filedInPersonnelFile: true, reportedUpward: true, proposerInformed: true },
  CorrectDecision: { date: '2017-03-20', organUnitId: 'unit-cpc1', kind: 'revoked', authorityRef: '示例纠〔2017〕1号', reason: secret('事实不清') },
  PublishDecision: { date: '2017-02-15', scope: '全县', channel: '县政府网站' },
};

/** An act with the sample's data, or something else of it. */
export function act<Type extends CaseActCommand['type']>(
  type: Type,
  more: Record<string, unknown> = {},
  of: typeof SECRETARY = SECRETARY,
): Extract<CaseActCommand, { type: Type }> {
  return { type, data: { ...of, ...samples[type], ...more } } as unknown as Extract<CaseActCommand, { type: Type }>;
}

/** The events of commands one after another, decided as the product would: a history that can really happen. */
export function play(...commands: readonly CaseCommand[]): readonly Past[] {
  const history: Past[] = [];
  let state = caseDecider.initialState;
  for (const command of commands) {
    const facts = factsFrom(rows, caseDecider.needs?.[command.type]?.(command as never) ?? []);
    for (const event of decide(caseDecider, command, state, {
      actor: actorFor(command),
      recordedAt: world.recordedAt,
      commandId: 'c',
      readAt: 0,
      facts,
      book,
    })) {
      const past = { ...event, actor: actorFor(command) };
      history.push(past);
      state = evolve(caseDecider, state, recorded(past, history.length));
    }
  }
  return history;
}
const IN_NAME_OF: readonly string[] = [
  'DecideCollectively',
  'ExemptFromAccountability',
  'ConcludeWithoutAccountability',
  'ExecuteMeasure',
  'CorrectDecision',
] satisfies readonly CaseCommand['type'][];
const PEOPLE_OF: Readonly<Record<string, Actor>> = { 'unit-cpc1': committee, 'unit-zuzhi': organization };
function actorFor({ type, data }: CaseCommand): Actor {
  const organ = IN_NAME_OF.includes(type) && 'organUnitId' in data ? data.organUnitId : undefined;
  return (organ === undefined ? undefined : PEOPLE_OF[organ]) ?? discipline;
}

const toReport = [
  'RecommendAccountability',
  'ApproveInitiation',
  'FormInvestigationTeam',
  'DraftFacts',
  'PresentFacts',
  'HearStatement',
  'ReportInvestigation',
] as const;
/** The ordinary way, up to and including a step. */
export function until(last: CaseActCommand['type'], of: typeof SECRETARY = SECRETARY): readonly CaseCommand[] {
  const order: readonly CaseActCommand['type'][] = [
    ...toReport,
    'DecideCollectively',
    'AnnounceDecision',
    'ServeDecision',
    ...(of.postId === 'post-head' ? (['RecordCongressAct'] as const) : []),
    'ExecuteMeasure',
    'FileSelfCriticism',
    'ArchiveCase',
  ];
  return [setBasis(of), ...order.slice(0, order.indexOf(last) + 1).map((type) => act(type, {}, of))];
}
