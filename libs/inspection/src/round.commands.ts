import type { Command, Private } from '#kernel';
import type { RecusalOverride } from '#registry';
import type {
  Elsewhere,
  InspectionGroupFormed,
  InspectionGroupHandedOver,
  InspectionGroupMemberReplaced,
  InspectionRoundPlanned,
  InspectionRoundReportIssued,
  InspectorPoolStated,
  InspectorsListed,
} from './round.events.js';

export type StateInspectorPool = Command<'StateInspectorPool', InspectorPoolStated['data']>;
/** The year is the pool's. */
export type ListInspectors = Command<'ListInspectors', Omit<InspectorsListed['data'], 'year'>>;
export type PoolCommand = StateInspectorPool | ListInspectors;

export type PlanInspectionRound = Command<'PlanInspectionRound', InspectionRoundPlanned['data']>;
export type FileInspectionRound = Command<'FileInspectionRound', { roundId: string; filingNo: string; organUnitId: string; date: string } & Elsewhere>;
export type OpenInspectionRound = Command<'OpenInspectionRound', { roundId: string; date: string } & Elsewhere>;
export type CloseInspectionRound = Command<'CloseInspectionRound', { roundId: string; date: string } & Elsewhere>;
export type IssueInspectionRoundReport = Command<'IssueInspectionRoundReport', InspectionRoundReportIssued['data']>;
/** Decisions by which somebody takes part who would have to stand aside (回避). */
type Overriding = Readonly<{ recusalOverrides?: readonly RecusalOverride[] }>;
export type FormInspectionGroup = Command<'FormInspectionGroup', InspectionGroupFormed['data'] & Overriding>;
/** The role is the outgoing person's. */
export type ReplaceInspectionGroupMember = Command<
  'ReplaceInspectionGroupMember',
  Omit<InspectionGroupMemberReplaced['data'], 'role' | 'reason'> & { reason: Private } & Overriding
>;
/** `villageIds` where not everything is given over. */
export type HandOverInspectionGroup = Command<
  'HandOverInspectionGroup',
  Omit<InspectionGroupHandedOver['data'], 'villageIds'> & { villageIds?: readonly string[] } & Overriding
>;
export type RoundCommand =
  | PlanInspectionRound
  | FileInspectionRound
  | OpenInspectionRound
  | CloseInspectionRound
  | IssueInspectionRoundReport
  | FormInspectionGroup
  | ReplaceInspectionGroupMember
  | HandOverInspectionGroup;
