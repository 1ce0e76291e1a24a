import * as erasure from './erasure.requests.js';
import * as papers from './paper.requests.js';
import * as requests from './redress.requests.js';

export * from './erasure.requests.js';
export * from './paper.requests.js';
export * from './redress.requests.js';

/** The public doors of redress: one request class per command of persons. */
export const redressRequests = [
  requests.RestoreEntitlementRequest,
  requests.RestoreNameRequest,
  requests.IssueCorrectionNoticeRequest,
  requests.RestoreUnitResultRequest,
  requests.DeclareItemInapplicableRequest,
  requests.ReleaseRecordRequest,
  requests.OpenClearingRequest,
  requests.RecordClearingConsentRequest,
  requests.ClearNameRequest,
  papers.IssueAppealRecordRequest,
  papers.IssueCorrectionPaperRequest,
  erasure.ProposeErasureRequest,
  erasure.ApproveErasureRequest,
  erasure.RefuseErasureRequest,
] as const;
