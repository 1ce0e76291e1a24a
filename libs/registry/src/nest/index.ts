import * as requests from './registry.requests.js';
import * as complaints from './complaint.requests.js';
import * as relations from './relation.requests.js';

export * from './registry.requests.js';
export * from './complaint.requests.js';
export * from './relation.requests.js';

/** The public doors of the registry: one request class per command of persons, by decider. */
export const registryRequests = [
  requests.RegisterUnitRequest,
  requests.RegisterVillageRequest,
  requests.RegisterPersonRequest,
  requests.ChangePersonStatusRequest,
  requests.SetPersonContactRequest,
  requests.StartSecondmentRequest,
  requests.EndSecondmentRequest,
  requests.RegisterPostRequest,
  requests.StartTenureRequest,
  requests.EndTenureRequest,
  requests.CorrectTenureRequest,
  requests.AssignDutyRequest,
  requests.EndDutyRequest,
  requests.CorrectDutyRequest,
  relations.DeclareRelationRequest,
  relations.EndRelationRequest,
  complaints.ReceiveComplaintRequest,
  complaints.LinkComplaintRequest,
  complaints.ConcludeComplaintRequest,
] as const;
