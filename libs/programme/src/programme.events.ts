import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type EventKind } from '#kernel';

/** Who determined something, by which document and when it was issued. */
export type Authority = Readonly<{ organUnitId: string; documentNo: string; date: CalendarDate }>;
export type ExitPlanned = Event<'ExitPlanned', { villageId: string; year: number; cutOff: CalendarDate; authority: Authority }>;
/** 计划调整, with approval: the village leaves this year's plan. */
export type ExitPlanAdjusted = Event<'ExitPlanAdjusted', { villageId: string; year: number; toYear?: number; reason: string; authority: Authority }>;
export type VillageExitDetermined = Event<'VillageExitDetermined', { villageId: string; year: number; authority: Authority }>;
export type VillageExitFailureDetermined = Event<'VillageExitFailureDetermined', { villageId: string; year: number; authority: Authority }>;
/** 假脱贫: an exit once determined turns out false. */
export type FalseExitFound = Event<'FalseExitFound', { villageId: string; year: number; authority: Authority }>;
/** The authority takes its own determination back: the exit is open again. */
export type ExitDeterminationWithdrawn = Event<'ExitDeterminationWithdrawn', { villageId: string; year: number; reason: string; authority: Authority }>;
export type ExitEvent = ExitPlanned | ExitPlanAdjusted | VillageExitDetermined | VillageExitFailureDetermined | FalseExitFound | ExitDeterminationWithdrawn;

/** `group` holds other nodes together; the rest are what a programme counts: leadership, paths, goals, values, mechanisms. */
export type NodeKind = 'guidance' | 'path' | 'goal' | 'value' | 'mechanism' | 'group';
/** One node with several names: an alias leads to the node, a name never to two. */
export type ProgrammeNode = Readonly<{
  id: string;
  kind: NodeKind;
  zh: string;
  aliases?: readonly string[];
  parentId?: string;
  /** For goals: the year by which it is to be reached. */
  horizonYear?: number;
  /** For paths: set by province and city, or added by the county. */
  setBy?: 'provincial-city' | 'local';
  /** For values: whose conduct it tags. */
  actors?: 'leaders' | 'cadres' | 'masses';
  /** Where the node is a reading of the source, not its word. */
  note?: string;
}>;
/** `composition`: how many nodes of each kind the programme says it has. */
export type ProgrammeTree = Readonly<{
  zh: string;
  aliases?: readonly string[];
  source: string;
  composition: Readonly<Partial<Record<NodeKind, number>>>;
  nodes: readonly ProgrammeNode[];
}>;
export type ProgrammeTreePublished = Event<'ProgrammeTreePublished', { programmeId: string; treeVersion: number; document: ProgrammeTree }>;
/** 动员讲话, 指示: who said it in which post on that date; the words are public. */
export type InstructionRecorded = Event<
  'InstructionRecorded',
  { instructionId: string; date: CalendarDate; postId: string; personId: string; text: string; programmeId?: string; nodeIds?: readonly string[] }
>;
export type ProgrammeEvent = ExitEvent | ProgrammeTreePublished | InstructionRecorded;

export const NODE_KINDS: readonly NodeKind[] = ['guidance', 'path', 'goal', 'value', 'mechanism', 'group'];

const definition = (kind: EventKind, zh: string): EventDefinition => ({ kind, version: 1, zh, subjectsOf: subjectIdsIn });
export const programmeEvents: Readonly<Record<ProgrammeEvent['type'], EventDefinition>> = {
  ExitPlanned: definition('fact', '列入退出计划'),
  ExitPlanAdjusted: definition('fact', '退出计划调整'),
  VillageExitDetermined: definition('fact', '认定退出'),
  VillageExitFailureDetermined: definition('fact', '认定未如期退出'),
  FalseExitFound: definition('fact', '发现假脱贫'),
  ExitDeterminationWithdrawn: definition('fact', '撤回退出认定'),
  ProgrammeTreePublished: definition('act', '总体思路发布'),
  InstructionRecorded: definition('fact', '动员与指示'),
};
