import * as lodging from './lodging.requests.js';
import * as review from './review.requests.js';

export * from './bodies.js';
export * from './lodging.requests.js';
export * from './review.requests.js';

/** The public doors of appeal: one request class per command of persons. */
export const appealRequests = [
  lodging.LodgeAppealRequest,
  lodging.RequestAppealSupplementRequest,
  lodging.SupplementAppealRequest,
  lodging.AdmitAppealRequest,
  lodging.DeclineAppealRequest,
  lodging.WithdrawAppealRequest,
  lodging.TransferAppealRequest,
  review.FormReviewPanelRequest,
  review.RecuseReviewMemberRequest,
  review.ReportReviewRequest,
  review.ExtendAppealReviewRequest,
  review.DecideAppealRequest,
  review.ServeAppealDecisionRequest,
  review.RecordAppealCarriedOutRequest,
] as const;
