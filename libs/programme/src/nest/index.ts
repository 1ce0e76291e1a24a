import * as requests from './programme.requests.js';

export * from './programme.requests.js';

/** The public doors of the programme: one request class per command of persons. */
export const programmeRequests = [
  requests.PlanVillageExitRequest,
  requests.AdjustExitPlanRequest,
  requests.DetermineVillageExitRequest,
  requests.DetermineVillageExitFailureRequest,
  requests.FindFalseExitRequest,
  requests.WithdrawExitDeterminationRequest,
  requests.PublishProgrammeTreeRequest,
  requests.RecordInstructionRequest,
] as const;
