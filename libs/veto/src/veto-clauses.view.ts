import type { View } from '#kernel';
import type { ClauseOutcomeChanged } from '#rulebook';

export type VetoClauseRow = Readonly<{ clauseId: string; bookId: string; bookVersion: number; vetoes: boolean }>;

/** Which clauses veto, or once did? A later book may give a clause another consequence: its vetoes then lose their ground. */
export const vetoClauses: View<VetoClauseRow, ClauseOutcomeChanged> = {
  name: 'veto-clauses',
  version: 1,
  zh: '哪些条款实行（或曾实行）一票否决？',
  keysOf: ({ data }) => [data.clauseId],
  on: {
    ClauseOutcomeChanged: (row, { data: { clauseId, bookId, bookVersion, consequence } }) => {
      const vetoes = consequence.kind === 'veto';
      return row || vetoes ? { clauseId, bookId, bookVersion, vetoes } : undefined;
    },
  },
};
