import type { CalendarDate, Recorded } from '#kernel';
import type { Against } from './against.js';
import type { AppealClockKind, AppealOutcome } from './appeal.commands.js';
import type { AppealDue, AppealEvent, AppealLodged, Filing, OutcomeEvent } from './appeal.events.js';

/** Where an appeal stands. `ended`: served and, where there was something to carry out, carried out. */
export type AppealPhase =
  'none' | 'lodged' | 'supplement-requested' | 'admitted' | 'panel-formed' | 'reported' | 'decided' | 'served' | 'ended' | 'not-admitted' | 'withdrawn';
export const APPEAL_PHASE_ZH: Readonly<Record<AppealPhase, string>> = {
  none: '未提出',
  lodged: '已提出，待受理',
  'supplement-requested': '待补正',
  admitted: '已受理',
  'panel-formed': '复查中',
  reported: '复查报告已提交',
  decided: '已作出处理决定',
  served: '已送达，待执行',
  ended: '已办结',
  'not-admitted': '不予受理',
  withdrawn: '已撤回',
};

export type AppealState = Readonly<{
  phase: AppealPhase;
  /** The latest date of an act that moved the phase. */
  movedOn?: CalendarDate;
  against?: Against;
  appellantId?: string;
  track?: string;
  /** The organ that has the appeal now. */
  organUnitId?: string;
  filing?: Filing;
  panel: readonly string[];
  recused: readonly string[];
  /** The clocks that run; one that was met or has run out is none any more. */
  dues: Readonly<Partial<Record<AppealClockKind, AppealDue>>>;
  overrun: readonly AppealClockKind[];
  extended: boolean;
  outcome?: AppealOutcome;
  /** The day of the outcome: what carries it out comes after. */
  decidedOn?: CalendarDate;
}>;
export const initialAppeal: AppealState = { phase: 'none', panel: [], recused: [], dues: {}, overrun: [], extended: false };

export const APPEAL_OUTCOME_ZH: Readonly<Record<AppealOutcome, string>> = {
  maintained: '维持原决定',
  varied: '变更原决定',
  revoked: '撤销原决定',
  'redecision-ordered': '责令重新作出决定',
};
export const OUTCOME_OF: Readonly<Record<OutcomeEvent['type'], AppealOutcome>> = {
  DecisionMaintained: 'maintained',
  DecisionVaried: 'varied',
  DecisionRevoked: 'revoked',
  RedecisionOrdered: 'redecision-ordered',
};

const moved = (state: AppealState, phase: AppealPhase, date: CalendarDate): AppealState => ({
  ...state,
  phase,
  // An act done elsewhere out of order may bear an earlier date; what the product does next still follows all that was done.
  movedOn: state.movedOn !== undefined && state.movedOn > date ? state.movedOn : date,
});
const without = ({ dues, ...state }: AppealState, met: readonly AppealClockKind[]): AppealState => ({
  ...state,
  dues: Object.fromEntries(Object.entries(dues).filter(([clock]) => !met.includes(clock as AppealClockKind))),
});
const running = (state: AppealState, dues: readonly AppealDue[]): AppealState => ({
  ...state,
  dues: { ...state.dues, ...Object.fromEntries(dues.map((due) => [due.clock, due])) },
});
const ALL_CLOCKS: readonly AppealClockKind[] = ['admission', 'supplement', 'answer', 'service'];

function lodged(state: AppealState, { data }: Recorded<AppealLodged>): AppealState {
  const { against, appellantId, track, organUnitId, filedOn, established } = data;
  return running(moved({ ...state, against, appellantId, track, organUnitId, filing: established }, 'lodged', filedOn), established.dues);
}

function decided(state: AppealState, { type, data }: Recorded<OutcomeEvent>): AppealState {
  const after = moved({ ...without(state, ALL_CLOCKS), outcome: OUTCOME_OF[type], decidedOn: data.decidedOn }, 'decided', data.decidedOn);
  return running(after, data.established.dues);
}

/** Before admission the new organ admits anew; after it, its panel is another one. A refusal to admit that was taken up is open again. */
const phaseAfterTransfer = (phase: AppealPhase): AppealPhase =>
  ['panel-formed', 'reported', 'admitted'].includes(phase) ? 'admitted' : phase === 'supplement-requested' ? phase : 'lodged';

type Step<Type extends AppealEvent['type']> = (state: AppealState, event: Recorded<Extract<AppealEvent, { type: Type }>>) => AppealState;
/** What was done on the way and is recorded only after the outcome undoes nothing of it. */
const onTheWay =
  <Type extends AppealEvent['type']>(step: Step<Type>): Step<Type> =>
  (state, event) =>
    state.outcome === undefined ? step(state, event) : state;

/** What the acts of people and the findings of policies make of an appeal. */
export const evolveAppeal: { readonly [Type in AppealEvent['type']]: Step<Type> } = {
  AppealLodged: lodged,
  // Whoever has to bring more makes the clock of the authority stand still.
  AppealSupplementRequested: onTheWay((state, { data: { date, established } }) =>
    running(moved(without(state, ['admission']), 'supplement-requested', date), established.dues),
  ),
  AppealSupplemented: onTheWay((state, { data: { date, established } }) => running(moved(without(state, ['supplement']), 'lodged', date), established.dues)),
  AppealAdmitted: onTheWay((state, { data: { date, established } }) =>
    running(moved(without(state, ['admission', 'supplement']), 'admitted', date), established.dues),
  ),
  AppealNotAdmitted: onTheWay((state, { data: { date } }) => moved(without(state, ALL_CLOCKS), 'not-admitted', date)),
  AppealWithdrawn: onTheWay((state, { data: { date } }) => moved(without(state, ALL_CLOCKS), 'withdrawn', date)),
  AppealTransferred: (state, { data: { date, toUnitId, established } }) =>
    running(moved({ ...state, organUnitId: toUnitId, panel: [] }, phaseAfterTransfer(state.phase), date), established.dues),
  ReviewPanelFormed: onTheWay((state, { data: { date, memberIds } }) => ({ ...moved(state, 'panel-formed', date), panel: memberIds })),
  ReviewPanelMemberRecused: (state, { data: { memberId, replacementId } }) => ({
    ...state,
    panel: [...state.panel.filter((member) => member !== memberId), ...(replacementId === undefined ? [] : [replacementId])],
    recused: [...state.recused, memberId],
  }),
  ReviewReported: onTheWay((state, { data: { date } }) => moved(state, 'reported', date)),
  AppealReviewExtended: onTheWay((state, { data: { established } }) => ({ ...running(state, established.dues), extended: true })),
  DecisionMaintained: decided,
  DecisionVaried: decided,
  DecisionRevoked: decided,
  RedecisionOrdered: decided,
  // Nothing is left to do where the decision was maintained.
  AppealDecisionServed: (state, { data: { date } }) => moved(without(state, ['service']), state.outcome === 'maintained' ? 'ended' : 'served', date),
  AppealDecisionCarriedOut: (state, { data: { date } }) => moved(state, 'ended', date),
  AppealClockOverrun: (state, { data: { clock } }) => ({ ...without(state, [clock]), overrun: [...state.overrun, clock] }),
};
