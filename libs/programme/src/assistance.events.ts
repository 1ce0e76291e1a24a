import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind } from '#kernel';

type OfHousehold = Readonly<{ householdId: string; villageId: string; year: number }>;
/** 一户一法: a household on a path; it may be on several. `persons`: how many of its members the measure reaches. */
export type AssistanceAssigned = Event<
  'AssistanceAssigned',
  OfHousehold &
    Readonly<{
      assistanceId: string;
      programmeId: string;
      pathName: string;
      nodeId: string;
      assistance: string;
      persons?: number;
      from: CalendarDate;
      documentRef: string;
    }>
>;
export type AssistanceEnded = Event<
  'AssistanceEnded',
  OfHousehold & Readonly<{ assistanceId: string; programmeId: string; nodeId: string; from: CalendarDate; to: CalendarDate; reason: string }>
>;
/** 搬迁一户、安居一户、脱贫一户, in that order. */
export const RELOCATION_STAGES = ['relocated', 'settled', 'out-of-poverty'] as const;
export type RelocationStage = (typeof RELOCATION_STAGES)[number];
export const RELOCATION_STAGE_ZH: Readonly<Record<RelocationStage, string>> = { relocated: '搬迁', settled: '安居', 'out-of-poverty': '脱贫' };
export type RelocationStageReached = Event<
  'RelocationStageReached',
  OfHousehold & Readonly<{ stage: RelocationStage; date: CalendarDate; documentRef: string }>
>;
export type AssistanceEvent = AssistanceAssigned | AssistanceEnded | RelocationStageReached;

/** 一村一策: what a village goes for this year, and by which paths; the whole policy each time. */
export type VillagePolicyAdopted = Event<
  'VillagePolicyAdopted',
  Readonly<{
    villageId: string;
    year: number;
    programmeId: string;
    pathNames: readonly string[];
    nodeIds: readonly string[];
    text: string;
    date: CalendarDate;
    documentRef: string;
  }>
>;

/** Days that somebody on duty in the village lived there in a month, from the village's own record; no location, no track (justice 22). */
type Days = Readonly<{ villageId: string; year: number; month: number; personId: string; days: number; documentRef: string }>;
export type ResidentDaysReported = Event<'ResidentDaysReported', Days>;
export type ResidentDaysCorrected = Event<'ResidentDaysCorrected', Days & Readonly<{ reason: string }>>;
export type ResidentDaysEvent = ResidentDaysReported | ResidentDaysCorrected;

const define = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });
export const assistanceEvents: Readonly<Record<(AssistanceEvent | VillagePolicyAdopted | ResidentDaysEvent)['type'], EventDefinition>> = {
  AssistanceAssigned: define('fact', '落实帮扶措施'),
  AssistanceEnded: define('fact', '帮扶措施结束'),
  RelocationStageReached: define('fact', '搬迁户进展'),
  VillagePolicyAdopted: define('act', '确定一村一策'),
  ResidentDaysReported: define('fact', '驻村天数'),
  ResidentDaysCorrected: define('fact', '驻村天数更正'),
};
