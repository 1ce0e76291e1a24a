import type { Command } from '#kernel';
import type {
  ExitDeterminationWithdrawn,
  ExitPlanAdjusted,
  ExitPlanned,
  FalseExitFound,
  InstructionRecorded,
  ProgrammeTreePublished,
  VillageExitDetermined,
  VillageExitFailureDetermined,
} from './programme.events.js';

export type PlanVillageExit = Command<'PlanVillageExit', ExitPlanned['data']>;
export type AdjustExitPlan = Command<'AdjustExitPlan', ExitPlanAdjusted['data']>;
export type DetermineVillageExit = Command<'DetermineVillageExit', VillageExitDetermined['data']>;
export type DetermineVillageExitFailure = Command<'DetermineVillageExitFailure', VillageExitFailureDetermined['data']>;
export type FindFalseExit = Command<'FindFalseExit', FalseExitFound['data']>;
export type WithdrawExitDetermination = Command<'WithdrawExitDetermination', ExitDeterminationWithdrawn['data']>;
export type ExitCommand = PlanVillageExit | AdjustExitPlan | DetermineVillageExit | DetermineVillageExitFailure | FindFalseExit | WithdrawExitDetermination;

/** The version is the stream's own count. */
export type PublishProgrammeTree = Command<'PublishProgrammeTree', Omit<ProgrammeTreePublished['data'], 'treeVersion'>>;
export type RecordInstruction = Command<'RecordInstruction', InstructionRecorded['data']>;
export type ProgrammeCommand = ExitCommand | PublishProgrammeTree | RecordInstruction;
