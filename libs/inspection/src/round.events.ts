import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind, type EvidenceRef, type Private } from '#kernel';
import type { Tie } from '#registry';

/** How a number was stated: 百名 is about a hundred, 余 means at least. */
export type Quantifier = 'exact' | 'about' | 'at-least';
export const QUANTIFIER_ZH: Readonly<Record<Quantifier, string>> = { exact: '', about: '约', 'at-least': '余（不少于）' };

/** Who says how many inspectors (and groups) there are; whoever they are comes with the roster. */
export type InspectorPoolStated = Event<
  'InspectorPoolStated',
  { poolId: string; year: number; zh: string; statedNumber: number; quantifier: Quantifier; statedGroups?: number; date: CalendarDate; documentRef: string }
>;
/** The whole roster each time, from a date. */
export type InspectorsListed = Event<
  'InspectorsListed',
  { poolId: string; year: number; personIds: readonly string[]; from: CalendarDate; documentRef: string }
>;
export type PoolEvent = InspectorPoolStated | InspectorsListed;

/** An act done elsewhere (on paper, before the product came) is recorded with its document, and where it was out of order with its breaches (justice 12a). */
export type Elsewhere = Readonly<{ doneElsewhere?: boolean; documentNo?: string }>;
type Act<Data> = Data & Elsewhere & Readonly<{ breaches?: readonly string[] }>;

/** `[from, to)` is what the annual plan foresees; the round itself runs from its opening to its closing. */
export type InspectionRoundPlanned = Event<
  'InspectionRoundPlanned',
  {
    roundId: string;
    year: number;
    zh: string;
    villageIds: readonly string[];
    from: CalendarDate;
    to: CalendarDate;
    checklistId: string;
    checklistVersion: number;
    annualPlanRef: string;
    visitsPerVillageWeekMax: number;
    roundsPerYearMax?: number;
  }
>;
/** 备案 with the organ that keeps the annual plan of inspections. */
export type InspectionRoundFiled = Event<'InspectionRoundFiled', Act<{ roundId: string; filingNo: string; organUnitId: string; date: CalendarDate }>>;
/** Year and villages as planned: what is now going to be inspected is open again. */
export type InspectionRoundOpened = Event<'InspectionRoundOpened', Act<{ roundId: string; date: CalendarDate; year: number; villageIds: readonly string[] }>>;
/** What nobody visited by the end is part of the act: a round is not closed over its gaps. */
export type InspectionRoundClosed = Event<
  'InspectionRoundClosed',
  Act<{ roundId: string; date: CalendarDate; year: number; unvisitedVillageIds: readonly string[] }>
>;

/** 督查轮次报告 with number, issuer and seal; without them it is a draft (justice 10). */
export type InspectionRoundReportIssued = Event<
  'InspectionRoundReportIssued',
  { roundId: string; documentNo: string; issuerUnitId: string; sealRef: string; date: CalendarDate }
>;

export type InspectionGroupFormed = Event<
  'InspectionGroupFormed',
  {
    roundId: string;
    groupId: string;
    zh: string;
    poolId: string;
    leadPersonId: string;
    memberPersonIds: readonly string[];
    villageIds: readonly string[];
    from: CalendarDate;
  }
>;
export type GroupRole = 'lead' | 'member';
/** The incoming person takes the outgoing one's place and role; a member who takes the lead's place leaves the own place empty. */
export type InspectionGroupMemberReplaced = Event<
  'InspectionGroupMemberReplaced',
  {
    roundId: string;
    groupId: string;
    outgoingPersonId: string;
    incomingPersonId: string;
    role: GroupRole;
    from: CalendarDate;
    poolId: string;
    reason: Private;
  }
>;
/**
 * A group gives over villages of a round with their open work, or all that it answers for in that round. Groups are of this round where not said otherwise:
 * once a round is closed, a group of a later one may take its work on.
 */
export type InspectionGroupHandedOver = Event<
  'InspectionGroupHandedOver',
  {
    handoverId: string;
    roundId: string;
    fromGroupId: string;
    fromRoundId?: string;
    toGroupId: string;
    toRoundId?: string;
    scope: 'villages' | 'all';
    villageIds: readonly string[];
    from: CalendarDate;
    fromLeadPersonId: string;
    toLeadPersonId: string;
    /** 交接记录. */
    record?: EvidenceRef;
  }
>;
/** Somebody related takes part by a decision that is on record; `ties` is what relates them. Comes with the act that puts them there. */
export type InspectionRecusalOverridden = Event<
  'InspectionRecusalOverridden',
  {
    roundId: string;
    groupId: string;
    personId: string;
    ties: readonly Omit<Tie, 'personId'>[];
    organUnitId: string;
    documentNo: string;
    decidedOn: CalendarDate;
    reason: Private;
  }
>;
export type RoundEvent =
  | InspectionRoundPlanned
  | InspectionRoundFiled
  | InspectionRoundOpened
  | InspectionRoundClosed
  | InspectionRoundReportIssued
  | InspectionGroupFormed
  | InspectionGroupMemberReplaced
  | InspectionGroupHandedOver
  | InspectionRecusalOverridden;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });

/** Manifest of the events; the compiler names a forgotten one. */
export const poolEvents: Readonly<Record<PoolEvent['type'], EventDefinition>> = {
  InspectorPoolStated: define('fact', '督查干部队伍'),
  InspectorsListed: define('fact', '督查干部名册'),
};
export const roundEvents: Readonly<Record<RoundEvent['type'], EventDefinition>> = {
  InspectionRoundPlanned: define('act', '督查立项'),
  InspectionRoundFiled: define('act', '督查备案'),
  InspectionRoundOpened: define('act', '督查启动'),
  InspectionRoundClosed: define('act', '督查结束'),
  InspectionRoundReportIssued: define('act', '签发督查报告'),
  InspectionGroupFormed: define('act', '成立督查组'),
  InspectionGroupMemberReplaced: define('act', '督查组换人'),
  InspectionGroupHandedOver: define('act', '督查组交接'),
  InspectionRecusalOverridden: define('act', '督查不予回避决定'),
};
