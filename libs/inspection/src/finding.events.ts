import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type EvidenceRef, type Private } from '#kernel';

/** A piece of evidence under one finding: replaced ones stay on record. */
export type FindingEvidence = Readonly<{ evidenceId: string; zh: string; file: EvidenceRef }>;
type Found = Readonly<{
  findingId: string;
  roundId: string;
  groupId: string;
  /** The unit that has to answer; it need not be the village's town. */
  unitId: string;
  villageId?: string;
  householdId?: string;
  year: number;
  checklistId: string;
  checklistVersion: number;
  itemId: string;
  foundOn: CalendarDate;
  /** A narrative may name a household: it never enters the hashed bytes. */
  statement: Private;
  evidence: readonly FindingEvidence[];
  loggedByPersonIds: readonly string[];
}>;
/** A fact against an item of the checklist. `disputesExit`: it speaks against the exit determined for its village in that year. */
export type FindingLogged = Event<'FindingLogged', Found & { disputesExit?: boolean }>;
export type GoodPracticeLogged = Event<'GoodPracticeLogged', Found>;
export type FindingEvidenceReplaced = Event<
  'FindingEvidenceReplaced',
  { findingId: string; unitId: string; evidenceId: string; replaces?: string; zh: string; file: EvidenceRef; reason: string }
>;
/** 立行立改: put right while the group was still there; nothing remains to be rectified. */
export type FindingFixedOnTheSpot = Event<
  'FindingFixedOnTheSpot',
  { findingId: string; unitId: string; date: CalendarDate; evidence: readonly FindingEvidence[] }
>;
/** Before a finding can cost points, the unit has seen it (justice 11). */
export type FindingShownToUnit = Event<
  'FindingShownToUnit',
  { findingId: string; unitId: string; year: number; date: CalendarDate; personId: string; postId: string }
>;
export type FindingAgreed = Event<'FindingAgreed', { findingId: string; unitId: string; year: number; date: CalendarDate; personId: string; postId: string }>;
export type FindingDisputed = Event<
  'FindingDisputed',
  { findingId: string; unitId: string; year: number; date: CalendarDate; personId: string; postId: string; grounds: Private }
>;
export type FindingSignatureRefused = Event<
  'FindingSignatureRefused',
  { findingId: string; unitId: string; year: number; date: CalendarDate; witnessPersonIds: readonly string[] }
>;
/** Somebody who did not log the finding settles the unit's objection: it stands, or it is withdrawn (a `FindingWithdrawn` follows in the same decision). */
export type FindingObjectionDecided = Event<
  'FindingObjectionDecided',
  { findingId: string; unitId: string; year: number; date: CalendarDate; stands: boolean; reason: string; authorityRef: string }
>;
/** The same fact as an earlier finding: it is not counted twice. */
export type FindingDuplicateMarked = Event<
  'FindingDuplicateMarked',
  { findingId: string; unitId: string; year: number; duplicateOf: string; reason: string; date: CalendarDate }
>;
export type FindingWithdrawn = Event<
  'FindingWithdrawn',
  { findingId: string; unitId: string; year: number; reason: string; authorityRef: string; date: CalendarDate }
>;

export type FindingEvent =
  | FindingLogged
  | GoodPracticeLogged
  | FindingEvidenceReplaced
  | FindingFixedOnTheSpot
  | FindingShownToUnit
  | FindingAgreed
  | FindingDisputed
  | FindingSignatureRefused
  | FindingObjectionDecided
  | FindingDuplicateMarked
  | FindingWithdrawn;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const findingEvents: Readonly<Record<FindingEvent['type'], EventDefinition>> = {
  FindingLogged: define('fact', '问题登记'),
  GoodPracticeLogged: define('fact', '好做法登记'),
  FindingEvidenceReplaced: define('fact', '问题证据替换'),
  FindingFixedOnTheSpot: define('fact', '立行立改'),
  FindingShownToUnit: define('fact', '问题反馈单位'),
  FindingAgreed: define('fact', '单位认可问题'),
  FindingDisputed: define('fact', '单位提出异议'),
  FindingSignatureRefused: define('fact', '单位拒签'),
  FindingObjectionDecided: define('act', '异议处理'),
  FindingDuplicateMarked: define('fact', '认定重复问题'),
  FindingWithdrawn: define('fact', '撤回问题'),
};
