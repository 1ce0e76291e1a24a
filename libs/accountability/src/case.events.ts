import type { Event, Private } from '#kernel';
import type { Tie } from '#registry';
import type {
  AnnounceDecision,
  ApproveInitiation,
  ArchiveCase,
  CaseKey,
  ConcludeWithoutAccountability,
  CorrectDecision,
  DecideCollectively,
  DismissClue,
  DraftFacts,
  ExecuteMeasure,
  ExemptFromAccountability,
  FileSelfCriticism,
  FormInvestigationTeam,
  HearStatement,
  OrderRedecision,
  PresentFacts,
  PublishDecision,
  RecommendAccountability,
  RecordCongressAct,
  RecuseMember,
  ReportInvestigation,
  ReturnForFacts,
  ServeDecision,
  TakeDirectPath,
} from './case.commands.js';
import type { TriggerState } from './trigger.events.js';

/**
 * Clauses that the act breached: clause ids where the book has one for the step, else the code of the rule. An act that the product performs is refused
 * instead; what was done elsewhere is recorded as it was (justice 12a). Being late is always a breach and never a refusal.
 */
type Act<Data> = Data & { breaches?: readonly string[] };

type CaseGround = CaseKey & { clauseId: string; target: string; measure: string };
/** A met clause became a ground of the case (case = person + post + year). */
export type CaseBasisAdded = Event<'CaseBasisAdded', CaseGround & { state: TriggerState; days: number }>;
export type CaseBasisChanged = Event<'CaseBasisChanged', CaseGround & { state: TriggerState; days: number }>;
/** One ground of several fell, or one that the decision did not rely on. */
export type CaseBasisRemoved = Event<'CaseBasisRemoved', CaseGround>;
/** The last ground fell before anything was decided: the triggers are withdrawn. */
export type CaseBasisWithdrawn = Event<'CaseBasisWithdrawn', CaseGround>;
/** The last ground that a decided measure relied on fell: marked; what was decided stands until people act. */
export type MeasureBasisLost = Event<'MeasureBasisLost', CaseGround & { decidedMeasure: string }>;
export type MeasureBasisRegained = Event<'MeasureBasisRegained', CaseGround & { decidedMeasure: string; state: TriggerState; days: number }>;

export type AccountabilityRecommended = Event<'AccountabilityRecommended', Act<RecommendAccountability['data']>>;
export type ClueDismissed = Event<'ClueDismissed', Act<DismissClue['data']>>;
export type InitiationApproved = Event<'InitiationApproved', Act<ApproveInitiation['data']>>;
export type InvestigationTeamFormed = Event<'InvestigationTeamFormed', Act<Omit<FormInvestigationTeam['data'], 'recusalOverrides'>>>;
export type MemberRecused = Event<'MemberRecused', Act<Omit<RecuseMember['data'], 'recusalOverrides'>>>;
/** Somebody related investigates by a decision that is on record; `ties` is what relates them. Comes with the act that puts them there. */
export type InvestigationRecusalOverridden = Event<
  'InvestigationRecusalOverridden',
  CaseKey & {
    memberId: string;
    ties: readonly Omit<Tie, 'personId'>[];
    organUnitId: string;
    documentNo: string;
    decidedOn: string;
    reason: Private;
  }
>;
export type FactsDrafted = Event<'FactsDrafted', Act<DraftFacts['data']>>;
export type FactsPresentedToSubject = Event<'FactsPresentedToSubject', Act<PresentFacts['data']>>;
export type StatementHeard = Event<'StatementHeard', Act<HearStatement['data']>>;
export type InvestigationReported = Event<'InvestigationReported', Act<ReportInvestigation['data']>>;
export type DirectPathTaken = Event<'DirectPathTaken', Act<TakeDirectPath['data']>>;
/** `established`: what the book's clocks make of the decision, so that due times and effect periods can be read off the event itself. */
export type CollectivelyDecided = Event<
  'CollectivelyDecided',
  Act<DecideCollectively['data']> & { established: { formalitiesDueOn?: string; effectUntil?: string; openForms: readonly OpenForm[] } }
>;
export type CaseReturnedForFacts = Event<'CaseReturnedForFacts', Act<ReturnForFacts['data']>>;
export type AccountabilityExempted = Event<'AccountabilityExempted', Act<ExemptFromAccountability['data']>>;
export type ConcludedWithoutAccountability = Event<'ConcludedWithoutAccountability', Act<ConcludeWithoutAccountability['data']>>;
export type DecisionAnnounced = Event<'DecisionAnnounced', Act<AnnounceDecision['data']>>;
/** `effectiveOn`: when service counts; a public notice takes 60 days (justice 13). */
export type DecisionServed = Event<'DecisionServed', Act<ServeDecision['data']> & { established: { effectiveOn: string } }>;
export type CongressActRecorded = Event<'CongressActRecorded', Act<RecordCongressAct['data']>>;
export type MeasureExecuted = Event<'MeasureExecuted', Act<ExecuteMeasure['data']> & { established: { measure: string } }>;
export type SelfCriticismFiled = Event<'SelfCriticismFiled', Act<FileSelfCriticism['data']>>;
export type CaseArchived = Event<'CaseArchived', Act<ArchiveCase['data']>>;
/** `publications`: each scope and channel in which the decision was made public, so that the correction goes to each (justice 18). */
export type DecisionCorrected = Event<
  'DecisionCorrected',
  Act<CorrectDecision['data']> & { established: { publications: readonly Publication[]; formalitiesDueOn?: string; effectUntil?: string } }
>;
export type DecisionPublished = Event<'DecisionPublished', Act<PublishDecision['data']>>;
/** A text under which the measure could be decided; several are several open paths (justice 6). */
export type OpenForm = Readonly<{ source: string; article: string }>;
export type Publication = Readonly<{ scope: string; channel: string; date: string }>;

/** The case is open again for a decision anew: what was decided stays to be seen, and stands until people decide, conclude or correct. */
export type CaseRedecisionOrdered = Event<'CaseRedecisionOrdered', OrderRedecision['data']>;
export type FormalitiesOverdue = Event<'FormalitiesOverdue', CaseKey & { dueOn: string; breaches: readonly string[] }>;
export type EffectPeriodEnded = Event<'EffectPeriodEnded', CaseKey & { measure: string; endedOn: string }>;

export type CaseBasisEvent = CaseBasisAdded | CaseBasisChanged | CaseBasisRemoved | CaseBasisWithdrawn | MeasureBasisLost | MeasureBasisRegained;
export type CaseActEvent =
  | AccountabilityRecommended
  | ClueDismissed
  | InitiationApproved
  | InvestigationTeamFormed
  | MemberRecused
  | FactsDrafted
  | FactsPresentedToSubject
  | StatementHeard
  | InvestigationReported
  | DirectPathTaken
  | CollectivelyDecided
  | CaseReturnedForFacts
  | AccountabilityExempted
  | ConcludedWithoutAccountability
  | DecisionAnnounced
  | DecisionServed
  | CongressActRecorded
  | MeasureExecuted
  | SelfCriticismFiled
  | CaseArchived
  | DecisionCorrected
  | DecisionPublished;
export type CaseClockEvent = FormalitiesOverdue | EffectPeriodEnded;
export type CaseEvent = CaseBasisEvent | CaseActEvent | CaseClockEvent | CaseRedecisionOrdered | InvestigationRecusalOverridden;
