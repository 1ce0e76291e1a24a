import type { Decider, DecisionInput, Need, NewEvent, Recorded } from '#kernel';
import { dayOf, type AppealActCommand, type AppealCommand, type MarkAppealOverdue } from './appeal.commands.js';
import type { AppealActEvent, AppealEvent } from './appeal.events.js';
import { actNeeds, barNeeds, knownTo, mustBeSound, type ActRules, type Found } from './appeal.guards.js';
import { lodgingRules } from './appeal.lodging.js';
import { outcomeRules } from './appeal.outcome.js';
import { reviewRules } from './appeal.review.js';
import { evolveAppeal, initialAppeal, OUTCOME_OF, type AppealState } from './appeal.state.js';

type ActType = AppealActCommand['type'];
const rules: ActRules<ActType> = { ...lodgingRules, ...reviewRules, ...outcomeRules };

/** Each act is one command and one event; an outcome is the event that its command names. */
const EVENT_OF: { readonly [Type in Exclude<ActType, 'DecideAppeal'>]: AppealActEvent['type'] } = {
  LodgeAppeal: 'AppealLodged',
  RequestAppealSupplement: 'AppealSupplementRequested',
  SupplementAppeal: 'AppealSupplemented',
  AdmitAppeal: 'AppealAdmitted',
  DeclineAppeal: 'AppealNotAdmitted',
  WithdrawAppeal: 'AppealWithdrawn',
  TransferAppeal: 'AppealTransferred',
  FormReviewPanel: 'ReviewPanelFormed',
  RecuseReviewMember: 'ReviewPanelMemberRecused',
  ReportReview: 'ReviewReported',
  ExtendAppealReview: 'AppealReviewExtended',
  ServeAppealDecision: 'AppealDecisionServed',
  RecordAppealCarriedOut: 'AppealDecisionCarriedOut',
};
const OUTCOMES = Object.entries(OUTCOME_OF) as [keyof typeof OUTCOME_OF, (typeof OUTCOME_OF)[keyof typeof OUTCOME_OF]][];
const ZH: { readonly [Type in ActType]: string } = {
  LodgeAppeal: '提出申诉',
  RequestAppealSupplement: '通知补正',
  SupplementAppeal: '补正材料',
  AdmitAppeal: '受理申诉',
  DeclineAppeal: '不予受理申诉',
  WithdrawAppeal: '撤回申诉',
  TransferAppeal: '移送申诉',
  FormReviewPanel: '成立复查组',
  RecuseReviewMember: '复查组成员回避',
  ReportReview: '提交复查报告',
  ExtendAppealReview: '复查延期',
  DecideAppeal: '作出申诉处理决定',
  ServeAppealDecision: '送达申诉处理决定',
  RecordAppealCarriedOut: '登记申诉处理决定的执行',
};
const ACTS = Object.keys(ZH) as readonly ActType[];
/** Acts that turn on who handled what. */
const BARRING: readonly ActType[] = ['FormReviewPanel', 'RecuseReviewMember', 'DecideAppeal'];

function eventOf(command: AppealActCommand): Readonly<{ type: AppealActEvent['type']; said: object }> {
  if (command.type !== 'DecideAppeal') return { type: EVENT_OF[command.type], said: command.data };
  const { outcome, ...said } = command.data;
  return { type: OUTCOMES.find(([, word]) => word === outcome)![0], said };
}

/** One act of people: sound, by somebody who may, in order; recorded with what it breached and what the book's clocks make of it. */
function decideAct(command: AppealActCommand, state: AppealState, input: DecisionInput): readonly NewEvent<AppealEvent>[] {
  mustBeSound(command, state, input);
  const rule = rules[command.type] as (command: AppealActCommand, state: AppealState, bench: unknown) => Found;
  const found = rule(command, state, { input, known: knownTo(command, input) });
  const { type, said } = eventOf(command);
  return [{ type, data: { ...said, ...found }, validAt: { from: dayOf(command) } } as unknown as NewEvent<AppealEvent>];
}

/** The clock ran out and what it waits for has not happened: the breach is recorded, and nothing is closed by it. Harmless when it no longer matters. */
function markOverdue({ data }: MarkAppealOverdue, { dues, organUnitId }: AppealState): readonly NewEvent<AppealEvent>[] {
  const due = dues[data.clock];
  if (!due || due.on !== data.dueOn || organUnitId === undefined) return [];
  return [{ type: 'AppealClockOverrun', data: { ...data, organUnitId, breaches: [due.clause.id] } }];
}

/** What people said is the event's data less what the decider found. */
function commandFrom(type: ActType, { type: happened, data }: Recorded<AppealEvent>): AppealCommand {
  const { breaches: _breaches, established: _established, ...said } = data as Record<string, unknown>;
  const outcome = type === 'DecideAppeal' ? { outcome: OUTCOME_OF[happened as keyof typeof OUTCOME_OF] } : {};
  return { type, data: { ...said, ...outcome } } as unknown as AppealCommand;
}

type Decide = Decider<AppealState, AppealCommand, AppealEvent>['decide'];
const record = <V>(valueOf: (type: ActType) => V) => Object.fromEntries(ACTS.map((type) => [type, valueOf(type)])) as Record<ActType, V>;
const needsOf = (type: ActType): ((command: AppealActCommand) => readonly Need[]) => (BARRING.includes(type) ? barNeeds : actNeeds);
const typesBehind = [...Object.entries(EVENT_OF), ...OUTCOMES.map(([event]) => ['DecideAppeal', event] as const)] as readonly (readonly [ActType, string])[];

/** One appeal against one decision, from filing to its being carried out. */
export const appealDecider: Decider<AppealState, AppealCommand, AppealEvent> = {
  category: 'appeal',
  streamOf: ({ data: { appealId } }) => (appealId.startsWith('appeal-') ? appealId : `appeal-${appealId}`),
  initialState: initialAppeal,
  commands: {
    ...record((type) => ({ by: 'person' as const, zh: ZH[type] })),
    MarkAppealOverdue: { by: 'policy', zh: '标记申诉办理逾期' },
  },
  needs: record(needsOf),
  // The law of the day of the act.
  bookOn: record(() => dayOf),
  decide: { ...(record(() => decideAct) as unknown as Pick<Decide, ActType>), MarkAppealOverdue: markOverdue },
  evolve: evolveAppeal,
  commandOf: Object.fromEntries(typesBehind.map(([type, event]) => [event, (_events: unknown, first: Recorded<AppealEvent>) => commandFrom(type, first)])),
};
