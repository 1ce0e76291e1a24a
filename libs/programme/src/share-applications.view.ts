import type { CalendarDate, View } from '#kernel';
import type { ShareApplicationEvent } from './funds.events.js';

export type ShareApplicationStatus = 'filed' | 'under-examination' | 'approved' | 'refused' | 'withdrawn';
type Step = Readonly<{ status: ShareApplicationStatus; date: CalendarDate; reason?: string }>;
export type ShareApplicationRow = Readonly<{
  applicationId: string;
  villageId: string;
  year: number;
  enterpriseId: string;
  ruleId: string;
  status: ShareApplicationStatus;
  steps: readonly Step[];
}>;

const stepped = (row: ShareApplicationRow | undefined, step: Step): ShareApplicationRow | undefined =>
  row && { ...row, status: step.status, steps: [...row.steps, step] };

/** How far has each application for shares come? */
export const shareApplications: View<ShareApplicationRow, ShareApplicationEvent> = {
  name: 'share-applications',
  version: 1,
  zh: '配股申报与审查',
  keysOf: ({ data }) => [`${data.villageId}-${data.year}/${data.applicationId}`],
  on: {
    ShareApplicationFiled: (_, { data: { applicationId, villageId, year, enterpriseId, ruleId, date } }) => ({
      applicationId,
      villageId,
      year,
      enterpriseId,
      ruleId,
      status: 'filed',
      steps: [{ status: 'filed', date }],
    }),
    ShareApplicationExamined: (row, { data: { date } }) => stepped(row, { status: 'under-examination', date }),
    ShareApplicationDecided: (row, { data: { outcome, date, reason } }) => stepped(row, { status: outcome, date, reason }),
    ShareApplicationWithdrawn: (row, { data: { date, reason } }) => stepped(row, { status: 'withdrawn', date, reason }),
  },
  validOn: (row, date) => {
    const steps = row.steps.filter((step) => step.date <= date);
    const last = steps.at(-1);
    return last && { ...row, status: last.status, steps };
  },
};
