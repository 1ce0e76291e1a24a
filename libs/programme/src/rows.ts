import type { CalendarDate, ValidTime } from '#kernel';
import type { DutyKind } from '#registry';
import type { ExitEvent, ProgrammeTree } from './programme.events.js';

export type ExitStatus = 'planned' | 'adjusted' | 'exited' | 'failed' | 'false-exit';
export const EXIT_STATUS_ZH: Readonly<Record<ExitStatus, string>> = {
  planned: '计划退出',
  adjusted: '已调出计划',
  exited: '已退出',
  failed: '未如期退出',
  'false-exit': '假脱贫',
};

/** One act of an authority and the status it brought. */
export type ExitStep = Readonly<{
  type: ExitEvent['type'];
  status: ExitStatus;
  date: CalendarDate;
  organUnitId: string;
  documentNo: string;
  eventId: string;
  reason?: string;
}>;
/** `planned` without a determination says nothing: silence is not a miss (justice 4). `history` in the order of recording. */
export type ExitRow = Readonly<{ villageId: string; year: number; status: ExitStatus; cutOff: CalendarDate; toYear?: number; history: readonly ExitStep[] }>;

/** A village's time in the year's plan, by the dates of the documents. */
export type TargetRow = ValidTime & Readonly<{ villageId: string }>;
/** `count`: villages in the plan now, or on the date asked for. */
export type AnnualTargetsRow = Readonly<{ year: number; count: number; villageIds: readonly string[]; targets: readonly TargetRow[] }>;

export type ProgrammeTreeRow = Readonly<{
  programmeId: string;
  treeVersion: number;
  document: ProgrammeTree;
  /** Every name, alias or id, and the node it means. */ names: Readonly<Record<string, string>>;
}>;
export type InstructionRow = Readonly<{
  instructionId: string;
  date: CalendarDate;
  postId: string;
  personId: string;
  text: string;
  programmeId?: string;
  nodeIds: readonly string[];
}>;

/** What the programme has to know of registry's subjects. */
export type PlanningSubjectRow = Readonly<{ id: string; kind: 'village'; townUnitId: string } | { id: string; kind: 'unit' }>;
export type OfficeRow = Readonly<{ postId: string; holders: readonly (ValidTime & { readonly tenureId: string; readonly personId: string })[] }>;
/** A household on a village's file for a year; `kind` where the file says one. */
export type ListedHouseholdRow = Readonly<{ householdId: string; villageId: string; year: number; kind?: string }>;
/** Whoever has a duty for the village: a person or, for a paired department, a unit. */
export type VillageDutyHoldersRow = Readonly<{
  villageId: string;
  holders: readonly (ValidTime & Readonly<{ dutyId: string; kind: DutyKind; year: number; personId?: string; unitId?: string }>)[];
}>;
