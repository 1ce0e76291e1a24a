import type { View } from '#kernel';
import type { ClauseOutcomeChanged } from '#rulebook';

/** The last word on each clause that costs this target points, or once did; by `<clause id>@<year>`. */
export type DeductionOutcomesRow = Readonly<{ target: string; clauses: Readonly<Record<string, ClauseOutcomeChanged['data']>> }>;

/** Where a clause stands in a target's row. */
export const deductionKey = ({ clauseId, year }: Readonly<{ clauseId: string; year: number }>): string => `${clauseId}@${year}`;

/** Which deduction clauses concern a unit or village, and how do they stand? A clause stays listed when a later book takes its price away. */
export const deductionOutcomes: View<DeductionOutcomesRow, ClauseOutcomeChanged> = {
  name: 'deduction-outcomes',
  version: 1,
  zh: '某单位或村涉及哪些扣分条款，现状如何？',
  keysOf: ({ data }) => [data.target],
  on: {
    ClauseOutcomeChanged: (row, { data }) => {
      const key = deductionKey(data);
      if (data.consequence.kind !== 'deduction' && !row?.clauses[key]) return row;
      return { target: data.target, clauses: { ...row?.clauses, [key]: data } };
    },
  },
};
