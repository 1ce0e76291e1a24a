import { yearOf, type Basis, type CalendarDate, type View } from '#kernel';
import type { ClauseOutcomeChanged, Outcome } from '#rulebook';

/** What one nomination clause says of a unit for one year; `since`: the valid date of that word. */
export type NominationOutcome = Readonly<{ clauseId: string; year: number; says: 'priority' | 'barred'; outcome: Outcome; since: CalendarDate; basis: Basis }>;
export type NominationOutcomesRow = Readonly<{ unitId: string; outcomes: readonly NominationOutcome[] }>;

/** What do the nomination clauses say of a unit? */
export const nominationOutcomes: View<NominationOutcomesRow, ClauseOutcomeChanged> = {
  name: 'nomination-outcomes',
  version: 1,
  zh: '推荐提名条款认定',
  keysOf: ({ data }) => [data.target],
  on: {
    ClauseOutcomeChanged: (row, { data, validAt }) => {
      const { target, year, clauseId, consequence, outcome, bookId, bookVersion, clauseHash, evidence } = data;
      const others = row?.outcomes.filter((one) => one.clauseId !== clauseId || one.year !== year) ?? [];
      if (consequence.kind !== 'nomination') return row && { ...row, outcomes: others };
      const now: NominationOutcome = {
        clauseId,
        year,
        says: consequence.says,
        outcome,
        since: validAt.from,
        basis: { bookId, bookVersion, clauseId, clauseHash, events: evidence },
      };
      return { unitId: target, outcomes: [...others, now].sort((a, b) => (`${a.clauseId}${a.year}` < `${b.clauseId}${b.year}` ? -1 : 1)) };
    },
  },
};

/** Grades hold until the next year's: of each clause, the word for the last year that has one by the date. An undetermined year does not end the one before. */
export function outcomesOn({ outcomes }: NominationOutcomesRow, date: CalendarDate): readonly NominationOutcome[] {
  const known = outcomes.filter(({ year, since }) => year <= yearOf(date) && since <= date);
  return known.filter(({ clauseId, year }) => !known.some((other) => other.clauseId === clauseId && other.year > year && other.outcome !== 'undetermined'));
}
