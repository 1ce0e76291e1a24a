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
export type * from './assistance.decider.js';
export type * from './claims.decider.js';
export type * from './delisting.decider.js';
export type * from './enterprises.decider.js';
export type * from './figures.decider.js';
export type * from './funds.decider.js';
export type * from './households.decider.js';
export type * from './partners.decider.js';
export type * from './path-figures.decider.js';
export type * from './reinforcement.decider.js';
export type * from './resident-days.decider.js';
export type * from './share-applications.decider.js';
export type * from './share-rules.decider.js';
export type * from './standards.decider.js';
export type * from './values.decider.js';
export type * from './village-policy.decider.js';
export type * from './village-standard.decider.js';
