import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EvidenceRef, type Private } from '#kernel';

/** How a group came: announced, unannounced (暗访), at night (夜访). No location, no track (justice 22). */
export type VisitMode = 'announced' | 'unannounced' | 'night';
export const VISIT_MODES = ['announced', 'unannounced', 'night'] as const satisfies readonly VisitMode[];
export const VISIT_MODE_ZH: Readonly<Record<VisitMode, string>> = { announced: '明查', unannounced: '暗访', night: '夜访' };
/**
 * A group was in a village; `householdIds`: the households it saw (户户过). The year and the limit of visits per week are the round's. A visit that broke a
 * rule happened all the same: it is recorded with its paper and its breaches (justice 12a).
 */
export type VillageVisited = Event<
  'VillageVisited',
  {
    visitId: string;
    roundId: string;
    groupId: string;
    villageId: string;
    date: CalendarDate;
    mode: VisitMode;
    personIds: readonly string[];
    householdIds: readonly string[];
    note?: EvidenceRef;
    year: number;
    visitsPerVillageWeekMax: number;
    doneElsewhere?: boolean;
    documentNo?: string;
    breaches?: readonly string[];
  }
>;
/**
 * A visit that was recorded and never was: it covers nothing any more, and stays on record. `stillVisited`: another visit of the round to the village stands;
 * `roundClosed`: nobody is going to come any more.
 */
export type VillageVisitWithdrawn = Event<
  'VillageVisitWithdrawn',
  {
    visitId: string;
    roundId: string;
    groupId: string;
    villageId: string;
    visitedOn: CalendarDate;
    date: CalendarDate;
    documentRef: string;
    reason: Private;
    year: number;
    stillVisited: boolean;
    roundClosed: boolean;
  }
>;
/** A leader's own visit to a paired village: work, not inspection. */
export type LeaderVisitRecorded = Event<
  'LeaderVisitRecorded',
  { visitId: string; personId: string; postId?: string; villageId: string; date: CalendarDate; night?: boolean }
>;
export type VisitEvent = VillageVisited | VillageVisitWithdrawn | LeaderVisitRecorded;

const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
/** Manifest of the events; the compiler names a forgotten one. */
export const visitEvents: Readonly<Record<VisitEvent['type'], EventDefinition>> = {
  VillageVisited: fact('督查组进村'),
  VillageVisitWithdrawn: fact('撤回进村记录'),
  LeaderVisitRecorded: fact('包抓领导进村'),
};
