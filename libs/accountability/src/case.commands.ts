import type { Basis, CalendarDate, Command, Private } from '#kernel';
import type { RecusalOverride } from '#registry';
import type { ResponsibilityLevel } from './chain.events.js';
import type { TriggerState } from './trigger.events.js';

/** One case: a person, in a post, for a year. Clauses are its bases. */
export type CaseKey = { personId: string; postId: string; year: number };
/** A ground of the case, by natural key. */
export type BasisRef = Readonly<{ clauseId: string; target: string }>;
/**
 * An act of people, on its own date. `doneElsewhere`: it was done on paper, in another system or in the past, and is recorded with its document and,
 * where it was out of order, with its breaches (justice 12a).
 */
type Act = CaseKey & { date: CalendarDate; documentNo?: string; doneElsewhere?: boolean };
type Signature = { signed: boolean; refusalNote?: string };

/** By policy: the whole word on one clause about one target, for this case. `state: 'fallen'`: it no longer flags this person. */
export type SetCaseBasis = Command<
  'SetCaseBasis',
  CaseKey & { clauseId: string; target: string; measure: string; state: TriggerState | 'fallen'; days: number; basis: Basis }
>;
export type MarkFormalitiesOverdue = Command<'MarkFormalitiesOverdue', CaseKey & { dueOn: CalendarDate }>;
export type EndEffectPeriod = Command<'EndEffectPeriod', CaseKey & { endedOn: CalendarDate }>;
/**
 * By policy: an appeal ended in an order to decide anew (责令重新作出决定). `reviewerIds`: who ever sat on the panel that reviewed; `nonAggravation`: the text by
 * which nothing gets worse by an appeal, law or declared house rule.
 */
export type OrderRedecision = Command<
  'OrderRedecision',
  CaseKey & {
    appealId: string;
    organUnitId: string;
    documentNo: string;
    orderedOn: CalendarDate;
    reviewerIds: readonly string[];
    nonAggravation?: Readonly<{ by: 'law' | 'house-rule'; source: string; article: string }>;
  }
>;

/** 问责建议 (2009 rules, Art. 12–13): with the material on the facts. */
export type RecommendAccountability = Command<
  'RecommendAccountability',
  Act & { organUnitId: string; bases: readonly BasisRef[]; proposedMeasure?: string; materialRefs: readonly string[] }
>;
export type DismissClue = Command<'DismissClue', Act & { organUnitId: string; reason: Private }>;
export type ApproveInitiation = Command<'ApproveInitiation', Act & { organUnitId: string }>;
/** Decisions by which somebody investigates who would have to stand aside (回避). */
type Overriding = { recusalOverrides?: readonly RecusalOverride[] };
/** `conflictsChecked`: each member was asked about kinship, interest and earlier roles; who had one is in `recused`. */
export type FormInvestigationTeam = Command<
  'FormInvestigationTeam',
  Act & Overriding & { memberIds: readonly string[]; conflictsChecked: boolean; recused: readonly Readonly<{ personId: string; ground: Private }>[] }
>;
export type RecuseMember = Command<'RecuseMember', Act & Overriding & { memberId: string; ground: Private; replacementId?: string }>;
export type DraftFacts = Command<'DraftFacts', Act & { facts: Private; evidenceRefs: readonly string[] }>;
export type PresentFacts = Command<'PresentFacts', Act & Signature>;
/** 陈述和申辩 (2009 rules, Art. 14): what is reasonable is adopted. */
export type HearStatement = Command<'HearStatement', Act & Signature & { statement: Private; acceptedPoints: readonly Private[] }>;
export type ReportInvestigation = Command<
  'ReportInvestigation',
  Act & { bases: readonly BasisRef[]; level: ResponsibilityLevel; reportRef: string; collectivelyDiscussed: boolean }
>;
/** Facts are clear, no investigation is needed (2009 rules, Art. 15); hearing and collective decision still are. */
export type TakeDirectPath = Command<'TakeDirectPath', Act & { ground: Private }>;
export type DecideCollectively = Command<
  'DecideCollectively',
  Act & {
    organUnitId: string;
    bases: readonly BasisRef[];
    measure: string;
    participantIds: readonly string[];
    quorum: number;
    dissents: readonly Readonly<{ personId: string; reason?: Private }>[];
    minutesRef: string;
  }
>;
export type ReturnForFacts = Command<'ReturnForFacts', Act & { reason: Private }>;
/** `circumstance`: the exempting circumstance of the text in force. */
export type ExemptFromAccountability = Command<
  'ExemptFromAccountability',
  Act & { organUnitId: string; circumstance: string; reason: Private; minutesRef: string }
>;
export type ConcludeWithoutAccountability = Command<
  'ConcludeWithoutAccountability',
  Act & { organUnitId: string; ground: 'facts' | 'responsibility'; reason: Private; minutesRef: string }
>;
export type AnnounceDecision = Command<'AnnounceDecision', Act & { forum: string }>;
/** 送达回证. Service without a receipt starts no clock. */
export type ServiceMode = 'personal' | 'left' | 'posted' | 'public-notice';
export type ServeDecision = Command<'ServeDecision', Act & { mode: ServiceMode; receiptRef: string; remedyStated: boolean }>;
/** `tenureEndsOn`: the first day no longer in post, where a resignation was accepted, or the measure takes the post away. */
export type RecordCongressAct = Command<
  'RecordCongressAct',
  Act & { organUnitId: string; result: 'approved' | 'refused' | 'resigned'; tenureEndsOn?: CalendarDate }
>;
export type ExecuteMeasure = Command<'ExecuteMeasure', Act & { organUnitId: string; tenureEndsOn?: CalendarDate }>;
export type FileSelfCriticism = Command<'FileSelfCriticism', Act & { text: Private }>;
export type ArchiveCase = Command<
  'ArchiveCase',
  Act & { archiveRef: string; filedInPersonnelFile: boolean; reportedUpward: boolean; proposerInformed: boolean }
>;
export type CorrectDecision = Command<
  'CorrectDecision',
  Act & { organUnitId: string; kind: 'varied' | 'revoked'; measure?: string; authorityRef: string; reason: Private }
>;
export type PublishDecision = Command<'PublishDecision', Act & { scope: string; channel: string }>;

export type CasePolicyCommand = SetCaseBasis | MarkFormalitiesOverdue | EndEffectPeriod | OrderRedecision;
export type CaseActCommand =
  | RecommendAccountability
  | DismissClue
  | ApproveInitiation
  | FormInvestigationTeam
  | RecuseMember
  | DraftFacts
  | PresentFacts
  | HearStatement
  | ReportInvestigation
  | TakeDirectPath
  | DecideCollectively
  | ReturnForFacts
  | ExemptFromAccountability
  | ConcludeWithoutAccountability
  | AnnounceDecision
  | ServeDecision
  | RecordCongressAct
  | ExecuteMeasure
  | FileSelfCriticism
  | ArchiveCase
  | CorrectDecision
  | PublishDecision;
export type CaseCommand = CaseActCommand | CasePolicyCommand;
