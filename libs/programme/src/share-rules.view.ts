import type { CalendarDate, View } from '#kernel';
import type { ShareRuleIssued, ShareTerms } from './funds.events.js';

export type ShareRuleRow = Readonly<{ ruleId: string; zh: string; terms: ShareTerms; date: CalendarDate; documentNo: string; organUnitId: string }>;

/** Which rules on shares are there, and what do they say? */
export const shareRules: View<ShareRuleRow, ShareRuleIssued> = {
  name: 'share-rules',
  version: 1,
  zh: '配股办法',
  keysOf: ({ data }) => [data.ruleId],
  on: {
    ShareRuleIssued: (_, { data: { ruleId, zh, terms, authority } }) => ({
      ruleId,
      zh,
      terms,
      date: authority.date,
      documentNo: authority.documentNo,
      organUnitId: authority.organUnitId,
    }),
  },
  validOn: (row, date) => (row.date <= date ? row : undefined),
};
