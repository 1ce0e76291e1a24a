import * as decision from './decision.requests.js';
import * as investigation from './investigation.requests.js';

export * from './bodies.js';
export * from './decision.requests.js';
export * from './investigation.requests.js';

/** The public doors of accountability: one request class per command of persons. */
export const accountabilityRequests = [
  investigation.RecommendAccountabilityRequest,
  investigation.DismissClueRequest,
  investigation.ApproveInitiationRequest,
  investigation.FormInvestigationTeamRequest,
  investigation.RecuseMemberRequest,
  investigation.DraftFactsRequest,
  investigation.PresentFactsRequest,
  investigation.HearStatementRequest,
  investigation.ReportInvestigationRequest,
  investigation.TakeDirectPathRequest,
  decision.DecideCollectivelyRequest,
  decision.ReturnForFactsRequest,
  decision.ExemptFromAccountabilityRequest,
  decision.ConcludeWithoutAccountabilityRequest,
  decision.AnnounceDecisionRequest,
  decision.ServeDecisionRequest,
  decision.RecordCongressActRequest,
  decision.ExecuteMeasureRequest,
  decision.FileSelfCriticismRequest,
  decision.ArchiveCaseRequest,
  decision.CorrectDecisionRequest,
  decision.PublishDecisionRequest,
  decision.ScreenNominationRequest,
] as const;
