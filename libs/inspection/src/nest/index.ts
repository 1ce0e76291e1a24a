import type { RequestClass } from '#ledger/nest';
import * as rounds from './round.requests.js';
import * as visits from './visit.requests.js';

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
  rounds.FormInspectionGroupRequest,
  rounds.ReplaceInspectionGroupMemberRequest,
  rounds.HandOverInspectionGroupRequest,
  visits.RecordVillageVisitRequest,
  visits.WithdrawVillageVisitRequest,
  visits.RecordLeaderVisitRequest,
];

/** Every command of a person in this context. */
export const inspectionRequests: readonly RequestClass[] = [...roundRequests];
