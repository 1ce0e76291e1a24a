import type { Recorded, View } from '#kernel';
import type { AppealLodged, Filing, ReviewPanelFormed, ReviewPanelMemberRecused } from './appeal.events.js';

export type ReviewedAppealRow = Readonly<{ appealId: string; nonAggravation: Filing['nonAggravation']; reviewerIds: readonly string[] }>;
type Seating = ReviewPanelFormed | ReviewPanelMemberRecused;

function seated(row: ReviewedAppealRow | undefined, { type, data }: Recorded<Seating>): ReviewedAppealRow | undefined {
  const joining = type === 'ReviewPanelFormed' ? data.memberIds : data.replacementId === undefined ? [] : [data.replacementId];
  return row && { ...row, reviewerIds: [...new Set([...row.reviewerIds, ...joining])].sort() };
}

/** Who ever sat on the panel of an appeal, and by which text nothing may get worse by it? Read by policies. */
export const reviewedAppeals: View<ReviewedAppealRow, AppealLodged | Seating> = {
  name: 'reviewed-appeals',
  version: 1,
  zh: '申诉复查人员及不加重依据（重新决定用，仅限办理机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.appealId],
  on: {
    AppealLodged: (_, { data: { appealId, established } }) => ({ appealId, nonAggravation: established.nonAggravation, reviewerIds: [] }),
    ReviewPanelFormed: seated,
    ReviewPanelMemberRecused: seated,
  },
};
