import type { Basis, Decider, DecisionInput, NewEvent, Recorded } from '#kernel';
import { basesRelied, decisionRules } from './case.decision.js';
import { endEffect, markOverdue, setBasis } from './case.bases.js';
import type { CaseActCommand, CaseCommand } from './case.commands.js';
import type { CaseActEvent, CaseEvent } from './case.events.js';
import { executionRules } from './case.execution.js';
import { actNeeds, actorPost, breachesOf, knownTo, mustBeSound } from './case.guards.js';
import { investigationRules } from './case.investigation.js';
import { orderRedecision } from './case.redecision.js';
import { COMPLAINT_NEEDS, overridesIn, RECUSAL_NEEDS } from './case.recusal.js';
import type { ActRules, Bench, Finding } from './case.rules.js';
import { evolveCase, initialCase, type CaseState } from './case.state.js';

const rules: ActRules<CaseActCommand['type']> = { ...investigationRules, ...decisionRules, ...executionRules };

/** Each act is one command and one event; what overrides a recusal stands beside it. */
export const EVENT_OF: { readonly [Type in CaseActCommand['type']]: CaseActEvent['type'] } = {
  RecommendAccountability: 'AccountabilityRecommended',
  DismissClue: 'ClueDismissed',
  ApproveInitiation: 'InitiationApproved',
  FormInvestigationTeam: 'InvestigationTeamFormed',
  RecuseMember: 'MemberRecused',
  DraftFacts: 'FactsDrafted',
  PresentFacts: 'FactsPresentedToSubject',
  HearStatement: 'StatementHeard',
  ReportInvestigation: 'InvestigationReported',
  TakeDirectPath: 'DirectPathTaken',
  DecideCollectively: 'CollectivelyDecided',
  ReturnForFacts: 'CaseReturnedForFacts',
  ExemptFromAccountability: 'AccountabilityExempted',
  ConcludeWithoutAccountability: 'ConcludedWithoutAccountability',
  AnnounceDecision: 'DecisionAnnounced',
  ServeDecision: 'DecisionServed',
  RecordCongressAct: 'CongressActRecorded',
  ExecuteMeasure: 'MeasureExecuted',
  FileSelfCriticism: 'SelfCriticismFiled',
  ArchiveCase: 'CaseArchived',
  CorrectDecision: 'DecisionCorrected',
  PublishDecision: 'DecisionPublished',
};
const ZH: { readonly [Type in CaseActCommand['type']]: string } = {
  RecommendAccountability: '提出问责建议',
  DismissClue: '不予受理线索',
  ApproveInitiation: '审批启动问责',
  FormInvestigationTeam: '成立调查组',
  RecuseMember: '调查人员回避',
  DraftFacts: '形成事实材料',
  PresentFacts: '事实材料见面',
  HearStatement: '听取陈述申辩',
  ReportInvestigation: '提交调查报告',
  TakeDirectPath: '直接作出决定',
  DecideCollectively: '集体讨论决定',
  ReturnForFacts: '退回补充事实',
  ExemptFromAccountability: '免予问责',
  ConcludeWithoutAccountability: '终结（不予问责）',
  AnnounceDecision: '宣布决定',
  ServeDecision: '送达决定书',
  RecordCongressAct: '登记人大（常委会）程序',
  ExecuteMeasure: '办结处理手续',
  FileSelfCriticism: '提交书面检讨',
  ArchiveCase: '归档',
  CorrectDecision: '纠正决定',
  PublishDecision: '公开决定',
};
const ACTS = Object.keys(EVENT_OF) as readonly CaseActCommand['type'][];

type Decide = Decider<CaseState, CaseCommand, CaseEvent>['decide'];
const record = <V>(valueOf: (type: CaseActCommand['type']) => V) =>
  Object.fromEntries(ACTS.map((type) => [type, valueOf(type)])) as Record<CaseActCommand['type'], V>;

/** What the rules of an act say of it. @throws Rejection for what no act may be, wherever it was done */
export function findingOf(command: CaseActCommand, state: CaseState, bench: Bench): Finding {
  const rule = rules[command.type] as (command: CaseActCommand, state: CaseState, bench: Bench) => Finding;
  return rule(command, state, bench);
}

/** One act of people: sound, by somebody competent, in order; recorded with what it breached and what the book's clocks make of it. */
function decideAct(command: CaseActCommand, state: CaseState, input: DecisionInput): readonly NewEvent<CaseEvent>[] {
  mustBeSound(command.data, input);
  const known = knownTo(command.data, input);
  const post = actorPost(command, input, known);
  const { established, beside = [], ...found } = findingOf(command, state, { input, known, post });
  const basis: readonly Basis[] = 'bases' in command.data ? basesRelied(state, command.data.bases) : [];
  // What overrides a recusal is an event of its own.
  const { recusalOverrides: _apart, ...said } = command.data as CaseActCommand['data'] & Readonly<{ recusalOverrides?: unknown }>;
  const event = {
    type: EVENT_OF[command.type],
    data: { ...said, ...breachesOf(command.data, found), ...(established && { established }) },
    validAt: { from: command.data.date },
    ...(basis.length > 0 && { basis }),
  };
  return [event as unknown as NewEvent<CaseEvent>, ...beside];
}

/** What people said is the event's data less what the decider found. */
export function commandFrom(type: CaseActCommand['type'], { data }: Recorded<CaseEvent>, events: readonly Recorded<CaseEvent>[]): CaseCommand {
  const { breaches: _breaches, established: _established, ...said } = data as Record<string, unknown>;
  return { type, data: { ...said, ...overridesIn(events) } } as unknown as CaseCommand;
}

/** One accountability case: clauses are its grounds, people its only deciders. */
export const caseDecider: Decider<CaseState, CaseCommand, CaseEvent> = {
  category: 'case',
  streamOf: ({ data: { personId, postId, year } }) => `case-${personId}-${postId}-${year}`,
  initialState: initialCase,
  commands: {
    ...record((type) => ({ by: 'person' as const, zh: ZH[type] })),
    SetCaseBasis: { by: 'policy', zh: '更新案件依据' },
    MarkFormalitiesOverdue: { by: 'policy', zh: '标记手续逾期' },
    EndEffectPeriod: { by: 'policy', zh: '标记影响期满' },
    OrderRedecision: { by: 'policy', zh: '案件重新决定' },
  },
  needs: {
    ...record(() => actNeeds),
    DecideCollectively: (command) => [...actNeeds(command), ...COMPLAINT_NEEDS],
    FormInvestigationTeam: (command) => [...actNeeds(command), ...RECUSAL_NEEDS],
    RecuseMember: (command) => [...actNeeds(command), ...RECUSAL_NEEDS],
  },
  // The law of the day of the act.
  bookOn: {
    ...record(
      () =>
        ({ data }: CaseActCommand) =>
          data.date,
    ),
    MarkFormalitiesOverdue: ({ data }) => data.dueOn,
  },
  decide: {
    ...(record(() => decideAct) as unknown as Pick<Decide, CaseActCommand['type']>),
    SetCaseBasis: setBasis,
    MarkFormalitiesOverdue: markOverdue,
    EndEffectPeriod: endEffect,
    OrderRedecision: orderRedecision,
  },
  evolve: evolveCase,
  commandOf: Object.fromEntries(
    ACTS.map((type) => [EVENT_OF[type], (events: readonly Recorded<CaseEvent>[], first: Recorded<CaseEvent>) => commandFrom(type, first, events)]),
  ),
};
