import type { View } from '#kernel';
import type { ClauseOutcomeChanged } from './rulebook.events.js';

/** `since`: the position of the event that said so last. */
export type ClauseOutcomeRow = ClauseOutcomeChanged['data'] & Readonly<{ eventId: string; since: number }>;

export const clauseOutcomeKey = ({ target, year, clauseId }: Readonly<{ target: string; year: number; clauseId: string }>): string =>
  `${target}:${year}:${clauseId}`;

/** What did the book say of a target, clause by clause, and on what did that rest? Clauses still undetermined from the start have no row. */
export const clauseOutcomes: View<ClauseOutcomeRow, ClauseOutcomeChanged> = {
  name: 'clause-outcomes',
  version: 1,
  zh: '条款结论（按对象、年度和条款）',
  keysOf: ({ data }) => [clauseOutcomeKey(data)],
  on: { ClauseOutcomeChanged: (_, { id, position, data }) => ({ ...data, eventId: id, since: position }) },
};
