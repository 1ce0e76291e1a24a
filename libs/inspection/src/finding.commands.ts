import type { Command } from '#kernel';
import type {
  FindingAgreed,
  FindingDisputed,
  FindingDuplicateMarked,
  FindingDuplicateMarkLifted,
  FindingEvidenceReplaced,
  FindingFixedOnTheSpot,
  FindingLogged,
  FindingObjectionDecided,
  FindingShownToUnit,
  FindingSignatureRefused,
  FindingWithdrawn,
  GoodPracticeLogged,
} from './finding.events.js';

/** What the event says beyond the command is known from the finding's own log. */
type Said<E extends { data: object }, Known extends keyof E['data'] = never> = Readonly<Omit<E['data'], 'villageId' | Known>>;

export type LogFinding = Command<'LogFinding', FindingLogged['data']>;
export type LogGoodPractice = Command<'LogGoodPractice', GoodPracticeLogged['data']>;
export type ReplaceFindingEvidence = Command<'ReplaceFindingEvidence', Said<FindingEvidenceReplaced, 'year'>>;
/** 边查边改. */
export type FixFindingOnTheSpot = Command<'FixFindingOnTheSpot', Said<FindingFixedOnTheSpot, 'year'>>;
export type ShowFindingToUnit = Command<'ShowFindingToUnit', Said<FindingShownToUnit>>;
export type AgreeToFinding = Command<'AgreeToFinding', Said<FindingAgreed>>;
export type DisputeFinding = Command<'DisputeFinding', Said<FindingDisputed>>;
export type RecordRefusalToSign = Command<'RecordRefusalToSign', Said<FindingSignatureRefused>>;
export type DecideFindingObjection = Command<'DecideFindingObjection', Said<FindingObjectionDecided>>;
export type MarkFindingDuplicate = Command<'MarkFindingDuplicate', Said<FindingDuplicateMarked>>;
export type LiftFindingDuplicateMark = Command<'LiftFindingDuplicateMark', Said<FindingDuplicateMarkLifted, 'duplicateOf' | 'agreed'>>;
/** Of a finding or of a good practice. */
export type WithdrawFinding = Command<'WithdrawFinding', Said<FindingWithdrawn>>;
export type FindingCommand =
  | LogFinding
  | LogGoodPractice
  | ReplaceFindingEvidence
  | FixFindingOnTheSpot
  | ShowFindingToUnit
  | AgreeToFinding
  | DisputeFinding
  | RecordRefusalToSign
  | DecideFindingObjection
  | MarkFindingDuplicate
  | LiftFindingDuplicateMark
  | WithdrawFinding;
