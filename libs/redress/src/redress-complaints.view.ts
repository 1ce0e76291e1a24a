import type { View } from '#kernel';
import type { ComplaintConcluded, ComplaintReceived, ComplaintResult } from '#registry';

export type RedressComplaintRow = Readonly<{ personIds: readonly string[]; result: ComplaintResult | null }>;

/** About whom was a complaint, and what was found of it? Read by decisions. */
export const redressComplaints: View<RedressComplaintRow, ComplaintReceived | ComplaintConcluded> = {
  name: 'redress-complaints',
  version: 1,
  zh: '举报及其办结结果（澄清正名裁定用，仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.complaintId],
  on: {
    ComplaintReceived: (_, { data: { personIds } }) => ({ personIds, result: null }),
    ComplaintConcluded: (row, { data: { result } }) => row && { ...row, result },
  },
};
