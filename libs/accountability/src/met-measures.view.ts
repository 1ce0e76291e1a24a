import { sameJson, type Basis, type CalendarDate, type View } from '#kernel';
import type { ClauseOutcomeChanged, PostSelector } from '#rulebook';

/** A clause that now flags a measure; `since`: the valid date on which it came to be met. */
export type MetMeasure = Readonly<{
  clauseId: string;
  target: string;
  targetKind: 'unit' | 'village';
  year: number;
  measure: string;
  posts: PostSelector;
  targetAt: 'period' | 'trigger';
  since: CalendarDate;
  basis: Basis;
}>;
/** `clauses`: every clause that ever named a measure for the target-year; `met` only those that do now. */
export type MetMeasuresRow = Readonly<{ target: string; year: number; clauses: readonly string[]; met: readonly MetMeasure[] }>;

export const metMeasuresKey = ({ target, year }: Readonly<{ target: string; year: number }>): string => `${target}:${year}`;

/** Which clauses flag a measure for a village or unit in a year? */
export const metMeasures: View<MetMeasuresRow, ClauseOutcomeChanged> = {
  name: 'met-measures',
  version: 1,
  zh: '已触发处理条款',
  keysOf: ({ data }) => [metMeasuresKey(data)],
  on: {
    ClauseOutcomeChanged: (row, { data, validAt }) => {
      const { target, targetKind, year, clauseId, consequence, outcome, bookId, bookVersion, clauseHash, evidence } = data;
      const others = row?.met.filter((one) => one.clauseId !== clauseId) ?? [];
      const known = row?.clauses ?? [];
      if (consequence.kind !== 'measure') return row && { ...row, met: others };
      const clauses = known.includes(clauseId) ? known : [...known, clauseId].sort();
      if (outcome !== 'met') return { target, year, clauses, met: others };
      // Further evidence does not move the day on which the clause came to be met.
      const since = row?.met.find((one) => one.clauseId === clauseId)?.since ?? validAt.from;
      const { measure, posts, targetAt } = consequence;
      const met: MetMeasure = {
        clauseId,
        target,
        targetKind,
        year,
        measure,
        posts,
        targetAt,
        since,
        basis: { bookId, bookVersion, clauseId, clauseHash, events: evidence },
      };
      return { target, year, clauses, met: [...others, met].sort((a, b) => (a.clauseId < b.clauseId ? -1 : 1)) };
    },
  },
};

/** Evidence is a set: its order says nothing. */
export const sameBasis = (a: Basis | undefined, b: Basis | undefined): boolean =>
  sameJson(a && { ...a, events: [...a.events].sort() }, b && { ...b, events: [...b.events].sort() });
