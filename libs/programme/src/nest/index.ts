import * as figures from './figures.requests.js';
import * as households from './households.requests.js';
import * as requests from './programme.requests.js';
import * as shares from './shares.requests.js';
import * as standards from './standards.requests.js';
import * as support from './support.requests.js';

export * from './figures.requests.js';
export * from './households.requests.js';
export * from './programme.requests.js';
export * from './shares.requests.js';
export * from './standards.requests.js';
export * from './support.requests.js';

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
  figures.StateFigureRequest,
  figures.SupersedeFigureRequest,
  figures.CorrectFigureRequest,
  figures.RecordPathFiguresRequest,
  figures.TagValueRequest,
  figures.RemoveValueTagRequest,
  figures.RecordClaimRequest,
  figures.WithdrawClaimRequest,
  households.ListHouseholdsRequest,
  households.AssignAssistanceRequest,
  households.EndAssistanceRequest,
  households.RecordRelocationStageRequest,
  households.AdoptVillagePolicyRequest,
  households.ReportResidentDaysRequest,
  households.CorrectResidentDaysRequest,
  households.RegisterEnterpriseRequest,
  households.LinkEnterpriseRequest,
  households.EndEnterpriseLinkRequest,
  support.DetermineVillageWeaknessRequest,
  support.AssignReinforcementRequest,
  support.RecordReinforcementArrivalRequest,
  support.EndReinforcementRequest,
  support.NameSupportGroupRequest,
  support.JoinSupportGroupRequest,
  support.LeaveSupportGroupRequest,
  support.OpenPairingCampaignRequest,
  support.PairSupporterRequest,
  support.UnpairSupporterRequest,
  shares.IssueShareRuleRequest,
  shares.AllotFundRequest,
  shares.ApplyShareRuleRequest,
  shares.PayDividendRequest,
  shares.FileShareApplicationRequest,
  shares.ExamineShareApplicationRequest,
  shares.DecideShareApplicationRequest,
  shares.WithdrawShareApplicationRequest,
  standards.IssueVillageStandardRequest,
  standards.CheckStandardItemRequest,
  standards.DetermineBeautifulVillageRequest,
  standards.WithdrawBeautifulVillageRequest,
  standards.DelistVillageRequest,
  standards.RevokeVillageDelistingRequest,
] as const;
