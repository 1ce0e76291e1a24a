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
/**
 * Where the finding belongs, as its own log says: views keyed by unit and year, or by village, need it on every event. `villageId` stands where the finding
 * is about a village.
 */
type Placed = Readonly<{ findingId: string; unitId: string; villageId?: string }>;
type PlacedInYear = Placed & Readonly<{ year: number }>;
/** A person who answers for the unit, in the post held on that day. */
type ByUnit = PlacedInYear & Readonly<{ date: CalendarDate; personId: string; postId: string }>;
/** With `replaces` the earlier piece stays on record; without, the piece is added. */
export type FindingEvidenceReplaced = Event<
  'FindingEvidenceReplaced',
  Placed & { year?: number; evidenceId: string; replaces?: string; zh: string; file: EvidenceRef; reason: string }
>;
/** 立行立改: put right while the group was still there; nothing remains to be rectified. */
export type FindingFixedOnTheSpot = Event<'FindingFixedOnTheSpot', Placed & { year?: number; date: CalendarDate; evidence: readonly FindingEvidence[] }>;
/** Before a finding can cost points, the unit has seen it (justice 11). */
export type FindingShownToUnit = Event<'FindingShownToUnit', ByUnit>;
export type FindingAgreed = Event<'FindingAgreed', ByUnit>;
export type FindingDisputed = Event<'FindingDisputed', ByUnit & { grounds: Private }>;
export type FindingSignatureRefused = Event<'FindingSignatureRefused', PlacedInYear & { date: CalendarDate; witnessPersonIds: readonly string[] }>;
/** Somebody who did not log the finding settles the unit's objection: it stands, or it is withdrawn (a `FindingWithdrawn` follows in the same decision). */
export type FindingObjectionDecided = Event<
  'FindingObjectionDecided',
  PlacedInYear & { date: CalendarDate; stands: boolean; reason: string; authorityRef: string }
>;
/** The same fact as another finding of the unit and year: it is not counted twice. The other is no duplicate itself when the mark is set. */
export type FindingDuplicateMarked = Event<'FindingDuplicateMarked', PlacedInYear & { duplicateOf: string; reason: string; date: CalendarDate }>;
/** It was not the same fact after all; `agreed`: the unit had agreed to it, so it counts again. */
export type FindingDuplicateMarkLifted = Event<
  'FindingDuplicateMarkLifted',
  PlacedInYear & { duplicateOf: string; agreed: boolean; reason: string; authorityRef: string; date: CalendarDate }
>;
type Withdrawn = PlacedInYear & { reason: string; authorityRef: string; date: CalendarDate };
export type FindingWithdrawn = Event<'FindingWithdrawn', Withdrawn>;
/** A good practice that was none. It never counted, so nothing is given back. */
export type GoodPracticeWithdrawn = Event<'GoodPracticeWithdrawn', Withdrawn>;

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
  | FindingDuplicateMarkLifted
  | FindingWithdrawn
  | GoodPracticeWithdrawn;

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
  FindingDuplicateMarkLifted: define('fact', '解除重复认定'),
  FindingWithdrawn: define('fact', '撤回问题'),
  GoodPracticeWithdrawn: define('fact', '撤回好做法'),
};
