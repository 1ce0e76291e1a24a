import type { RequestClass } from '#ledger/nest';
import * as requests from './cadence.requests.js';

export * from './cadence.requests.js';

/** Every command of a person in this context. */
export const cadenceRequests: readonly RequestClass[] = [
  requests.PublishCadenceSchemeRequest,
  requests.SetWeeklyTasksRequest,
  requests.SubmitWeeklyReportRequest,
  requests.CorrectWeeklyReportRequest,
  requests.RecordAbsenceRequest,
  requests.CorrectAbsenceRequest,
  requests.WithdrawAbsenceRequest,
];
