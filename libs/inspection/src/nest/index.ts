import type { RequestClass } from '#ledger/nest';
import * as draws from './draw.requests.js';
import * as findings from './finding.requests.js';
import * as rounds from './round.requests.js';
import * as visits from './visit.requests.js';

export * from './draw.requests.js';
export * from './finding.requests.js';
export * from './round.requests.js';
export * from './visit.requests.js';

const roundRequests: readonly RequestClass[] = [
  rounds.PublishChecklistRequest,
  rounds.StateInspectorPoolRequest,
  rounds.ListInspectorsRequest,
  rounds.PlanInspectionRoundRequest,
  rounds.FileInspectionRoundRequest,
  rounds.OpenInspectionRoundRequest,
  rounds.CloseInspectionRoundRequest,
  rounds.IssueInspectionRoundReportRequest,
  rounds.FormInspectionGroupRequest,
  rounds.ReplaceInspectionGroupMemberRequest,
  rounds.HandOverInspectionGroupRequest,
  visits.RecordVillageVisitRequest,
  visits.WithdrawVillageVisitRequest,
  visits.RecordLeaderVisitRequest,
];

const findingRequests: readonly RequestClass[] = [
  findings.LogFindingRequest,
  findings.LogGoodPracticeRequest,
  findings.ReplaceFindingEvidenceRequest,
  findings.FixFindingOnTheSpotRequest,
  findings.ShowFindingToUnitRequest,
  findings.AgreeToFindingRequest,
  findings.DisputeFindingRequest,
  findings.RecordRefusalToSignRequest,
  findings.DecideFindingObjectionRequest,
  findings.MarkFindingDuplicateRequest,
  findings.LiftFindingDuplicateMarkRequest,
  findings.WithdrawFindingRequest,
];

const drawRequests: readonly RequestClass[] = [
  draws.AnnounceDrawRequest,
  draws.CommitDrawSeedRequest,
  draws.RevealDrawSeedRequest,
  draws.CompleteSealedDrawRequest,
  draws.UnsealDrawRequest,
  draws.VoidDrawRequest,
  draws.AssignDrawnVillageRequest,
];

/** Every command of a person in this context. */
export const inspectionRequests: readonly RequestClass[] = [...roundRequests, ...findingRequests, ...drawRequests];
