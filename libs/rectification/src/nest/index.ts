import type { RequestClass } from '#ledger/nest';
import {
  ConcludeSignerReviewRequest,
  DiscardSupervisionRequest,
  DismissSignerReviewRequest,
  GrantRectificationExtensionRequest,
  IssueRectificationPaperRequest,
  IssueSupervisionRequest,
  OpenSignerReviewRequest,
  RefuseRectificationExtensionRequest,
  RequestRectificationExtensionRequest,
} from './pressing.requests.js';
import {
  AcknowledgeRectificationRequest,
  AssignRectificationRequest,
  CancelRectificationRequest,
  CloseRectificationRequest,
  LookBackOnRectificationRequest,
  ReplaceRectificationEvidenceRequest,
  ReportRectificationRequest,
  ReturnRectificationRequest,
  StartRectificationVerificationRequest,
} from './rectification.requests.js';

export * from './bodies.js';
export * from './pressing.requests.js';
export * from './rectification.requests.js';

/** Every command of a person in this context. */
export const rectificationRequests: readonly RequestClass[] = [
  AssignRectificationRequest,
  AcknowledgeRectificationRequest,
  ReportRectificationRequest,
  ReplaceRectificationEvidenceRequest,
  StartRectificationVerificationRequest,
  ReturnRectificationRequest,
  CloseRectificationRequest,
  RequestRectificationExtensionRequest,
  GrantRectificationExtensionRequest,
  RefuseRectificationExtensionRequest,
  LookBackOnRectificationRequest,
  CancelRectificationRequest,
  IssueRectificationPaperRequest,
  IssueSupervisionRequest,
  DiscardSupervisionRequest,
  OpenSignerReviewRequest,
  DismissSignerReviewRequest,
  ConcludeSignerReviewRequest,
];
