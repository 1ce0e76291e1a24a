import type { View } from '#kernel';
import type { ClaimEvent, ClaimRecorded } from './claims.events.js';

export type IncomeClaimRow = ClaimRecorded['data'] & Readonly<{ withdrawn?: string }>;

/** What was claimed of a village's income, and what do the claim's own inputs come to? */
export const incomeClaims: View<IncomeClaimRow, ClaimEvent> = {
  name: 'income-claims',
  version: 1,
  zh: '增收说法核算',
  keysOf: ({ data }) => [`${data.villageId}-${data.year}/${data.claimId}`],
  on: {
    ClaimRecorded: (_, { data }) => ({ ...data }),
    ClaimWithdrawn: (row, { data }) => row && { ...row, withdrawn: data.reason },
  },
  validOn: (row, date) => (row.statedOn <= date ? row : undefined),
};
