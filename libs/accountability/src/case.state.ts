import type { Basis, CalendarDate, Recorded } from '#kernel';
import type { BasisRef } from './case.commands.js';
import type {
  CaseBasisAdded,
  CaseBasisChanged,
  CaseEvent,
  CaseRedecisionOrdered,
  CaseReturnedForFacts,
  DecisionCorrected,
  MeasureBasisRegained,
  Publication,
} from './case.events.js';
import type { TriggerState } from './trigger.events.js';

/** Where a case stands (generic procedure). `open`: flagged or not, nobody has acted. */
export type Phase =
  | 'open'
  | 'recommended'
  | 'initiated'
  | 'investigating'
  | 'facts-drafted'
  | 'facts-presented'
  | 'points-accepted'
  | 'heard'
  | 'direct'
  | 'reported'
  | 'decided'
  | 'executed'
  | 'dismissed'
  | 'exempted'
  | 'concluded'
  | 'corrected'
  | 'archived';
/** Acts whose dates later acts are measured against. */
export type Step = 'recommended' | 'initiated' | 'heard' | 'reported' | 'announced' | 'served' | 'executed' | 'selfCriticism';

export type Ground = BasisRef & Readonly<{ measure: string; state: TriggerState; days: number; basis?: Basis }>;
export type Decision = Readonly<{
  measure: string;
  /** Keys of the grounds that the decision relied on. */
  reliedOn: readonly string[];
  date: CalendarDate;
  organUnitId: string;
  formalitiesDueOn?: CalendarDate;
  effectUntil?: CalendarDate;
  basisLost: boolean;
  overdueMarked: boolean;
  effectEnded: boolean;
}>;
/** An order to decide anew, until it is carried out. */
export type Redecision = Readonly<{ appealId: string; orderedOn: CalendarDate; reviewerIds: readonly string[]; nonAggravation?: string }>;
export type CaseState = Readonly<{
  phase: Phase;
  /** The latest date of an act that moved the phase: no later step can be dated before it. */
  movedOn?: CalendarDate;
  grounds: Readonly<Record<string, Ground>>;
  /** Grounds that the case had when it ended without a measure: only another one opens it again. */
  judged: readonly string[];
  dates: Readonly<Partial<Record<Step, CalendarDate>>>;
  team: readonly string[];
  recused: readonly string[];
  proposerId?: string;
  decision?: Decision;
  redecision?: Redecision;
  /** What was decided before it was decided anew, oldest first. */
  earlier?: readonly Decision[];
  congress?: 'approved' | 'refused' | 'resigned';
  publications: readonly Publication[];
}>;
export const initialCase: CaseState = { phase: 'open', grounds: {}, judged: [], dates: {}, team: [], recused: [], publications: [] };

export const groundKey = ({ clauseId, target }: BasisRef): string => `${clauseId}@${target}`;

/** Investigating a case that was already decided, on paper and recorded late, does not undo the decision. */
const to = (state: CaseState, phase: Phase, date: CalendarDate): CaseState => (isSettled(state) ? state : moved(state, phase, date));
const isSettled = ({ decision, redecision }: CaseState): boolean => decision !== undefined && redecision === undefined;
const moved = (state: CaseState, phase: Phase, date: CalendarDate): CaseState => ({
  ...state,
  phase,
  // An act done elsewhere out of order may bear an earlier date; what the product does next still follows all that was done.
  movedOn: state.movedOn !== undefined && state.movedOn > date ? state.movedOn : date,
});
const on = (state: CaseState, step: Step, date: CalendarDate): CaseState => ({ ...state, dates: { ...state.dates, [step]: date } });
const ended = (state: CaseState, phase: Phase, date: CalendarDate): CaseState => ({
  ...superseded(to(state, phase, date)),
  judged: [...new Set([...state.judged, ...Object.keys(state.grounds)])].sort(),
});
const decided = (state: CaseState, change: Partial<Decision>): CaseState => ({
  ...state,
  ...(state.decision && { decision: { ...state.decision, ...change } }),
});

/** What was decided and is decided anew stays to be seen; its announcement, service and execution are none of what comes in its place. */
function superseded(state: CaseState): CaseState {
  const { redecision, decision, congress: _congress, ...rest } = state;
  if (!redecision || !decision) return state;
  const { announced: _announced, served: _served, executed: _executed, selfCriticism: _criticism, ...dates } = rest.dates;
  return { ...rest, dates, earlier: [...(rest.earlier ?? []), decision] };
}

/** As if returned for facts: drawn up, shown, heard and reported anew, by the team or another. What was decided stands meanwhile. */
function reopened(state: CaseState, { data: { appealId, orderedOn, reviewerIds, nonAggravation: rule } }: Recorded<CaseRedecisionOrdered>): CaseState {
  const { heard: _heard, reported: _reported, ...dates } = state.dates;
  const nonAggravation = rule && `${rule.source}/${rule.article}`;
  return {
    ...moved(state, state.team.length > 0 ? 'investigating' : 'initiated', orderedOn),
    dates,
    redecision: { appealId, orderedOn, reviewerIds, ...(nonAggravation !== undefined && { nonAggravation }) },
  };
}

function hold(state: CaseState, { data, basis }: Recorded<CaseBasisAdded | CaseBasisChanged | MeasureBasisRegained>): CaseState {
  const { clauseId, target, measure, state: trigger, days } = data;
  const key = groundKey(data);
  const over: readonly Phase[] = ['dismissed', 'exempted', 'concluded', 'corrected', 'archived'];
  const reopened = !state.decision && over.includes(state.phase) && !state.judged.includes(key);
  return {
    ...state,
    // Opened again on another ground, nothing done under the earlier ones counts: not the hearing, not the team, not the congress.
    ...(reopened && { phase: 'open' as const, dates: {}, team: [], recused: [], proposerId: undefined, congress: undefined }),
    grounds: { ...state.grounds, [key]: { clauseId, target, measure, state: trigger, days, basis: basis?.[0] } },
  };
}
function fall(state: CaseState, ref: BasisRef): CaseState {
  const { [groundKey(ref)]: _fallen, ...grounds } = state.grounds;
  return { ...state, grounds };
}

/** A varied decision is announced, served and executed anew; a revoked one is none any more, and what stood on it is settled by people. */
function correct({ redecision: _carriedOut, ...state }: CaseState, { data: { kind, measure, date, established } }: DecisionCorrected): CaseState {
  if (kind === 'revoked') {
    // A ground that had fallen before the revocation was judged all the same.
    const judged = [...new Set([...state.judged, ...Object.keys(state.grounds), ...(state.decision?.reliedOn ?? [])])].sort();
    return { ...moved(state, 'corrected', date), decision: undefined, judged };
  }
  const { announced: _announced, served: _served, executed: _executed, ...dates } = state.dates;
  const { formalitiesDueOn, effectUntil } = established;
  return {
    ...decided(moved(state, 'decided', date), {
      measure: measure ?? state.decision?.measure,
      formalitiesDueOn,
      effectUntil,
      overdueMarked: false,
      effectEnded: false,
    }),
    dates,
  };
}

/** Facts that are drawn up anew are heard and reported anew, unless they were returned on paper after the decision. */
function returned(state: CaseState, { data: { date } }: CaseReturnedForFacts): CaseState {
  if (isSettled(state)) return state;
  const { heard: _heard, reported: _reported, ...dates } = state.dates;
  return { ...to(state, state.team.length > 0 ? 'investigating' : 'initiated', date), dates };
}

/** What the acts of people and the findings of policies make of a case. */
export const evolveCase: { readonly [Type in CaseEvent['type']]: (state: CaseState, event: Recorded<Extract<CaseEvent, { type: Type }>>) => CaseState } = {
  CaseBasisAdded: hold,
  CaseBasisChanged: hold,
  CaseBasisRemoved: (state, { data }) => fall(state, data),
  CaseBasisWithdrawn: (state, { data }) => fall(state, data),
  MeasureBasisLost: (state, { data }) => decided(fall(state, data), { basisLost: true }),
  MeasureBasisRegained: (state, event) => decided(hold(state, event), { basisLost: false }),
  AccountabilityRecommended: (state, { data: { date }, actor }) => ({ ...on(to(state, 'recommended', date), 'recommended', date), proposerId: actor.personId }),
  ClueDismissed: (state, { data: { date } }) => ended(state, 'dismissed', date),
  InitiationApproved: (state, { data: { date } }) => on(to(state, 'initiated', date), 'initiated', date),
  InvestigationTeamFormed: (state, { data: { date, memberIds, recused } }) => ({
    ...to(state, 'investigating', date),
    team: memberIds,
    recused: recused.map(({ personId }) => personId),
  }),
  MemberRecused: (state, { data: { memberId, replacementId } }) => ({
    ...state,
    team: [...state.team.filter((member) => member !== memberId), ...(replacementId === undefined ? [] : [replacementId])],
    recused: [...state.recused, memberId],
  }),
  // Who is in the team is said by the act beside it.
  InvestigationRecusalOverridden: (state) => state,
  FactsDrafted: (state, { data: { date } }) => to(state, 'facts-drafted', date),
  FactsPresentedToSubject: (state, { data: { date } }) => to(state, 'facts-presented', date),
  // Points that were accepted send the facts back: they are drawn up and shown anew, unless the case ends on them.
  StatementHeard: (state, { data: { date, acceptedPoints } }) =>
    on(
      to(state, state.phase === 'direct' ? 'direct' : acceptedPoints.length > 0 ? 'points-accepted' : 'heard', date),
      'heard',
      earlier(state.dates.heard, date),
    ),
  InvestigationReported: (state, { data: { date } }) => on(to(state, 'reported', date), 'reported', date),
  DirectPathTaken: (state, { data: { date } }) => to(state, 'direct', date),
  CollectivelyDecided: (state, { data: { measure, bases, date, organUnitId, established } }) => ({
    ...moved(superseded(state), 'decided', date),
    decision: {
      measure,
      reliedOn: bases.map(groundKey),
      date,
      organUnitId,
      formalitiesDueOn: established.formalitiesDueOn,
      effectUntil: established.effectUntil,
      basisLost: false,
      overdueMarked: false,
      effectEnded: false,
    },
  }),
  CaseReturnedForFacts: returned,
  AccountabilityExempted: (state, { data: { date } }) => ended(state, 'exempted', date),
  ConcludedWithoutAccountability: (state, { data: { date } }) => ended(state, 'concluded', date),
  DecisionAnnounced: (state, { data: { date } }) => on(state, 'announced', date),
  // A public notice has served nobody until its days have run (justice 13).
  DecisionServed: (state, { data: { established } }) => on(state, 'served', established.effectiveOn),
  CongressActRecorded: (state, { data: { result } }) => ({ ...state, congress: result }),
  MeasureExecuted: (state, { data: { date } }) => on(moved(state, 'executed', date), 'executed', date),
  SelfCriticismFiled: (state, { data: { date } }) => on(state, 'selfCriticism', date),
  CaseArchived: (state, { data: { date } }) => moved(state, 'archived', date),
  DecisionCorrected: correct,
  DecisionPublished: (state, { data: { scope, channel, date } }) => ({ ...state, publications: [...state.publications, { scope, channel, date }] }),
  CaseRedecisionOrdered: reopened,
  FormalitiesOverdue: (state) => decided(state, { overdueMarked: true }),
  EffectPeriodEnded: (state) => decided(state, { effectEnded: true }),
};

const earlier = (a: CalendarDate | undefined, b: CalendarDate): CalendarDate => (a !== undefined && a < b ? a : b);
