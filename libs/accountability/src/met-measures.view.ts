import { byCodePoint, sameJson, type Basis, type CalendarDate, type Recorded, type View } from '#kernel';
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

type Outcome = Recorded<ClauseOutcomeChanged>;

/** Further evidence does not move the day on which the clause came to be met. */
function metNow({ data, validAt }: Outcome, before: MetMeasure | undefined): readonly MetMeasure[] {
  const { target, targetKind, year, clauseId, consequence, outcome, bookId, bookVersion, clauseHash, evidence } = data;
  if (outcome !== 'met' || consequence.kind !== 'measure') return [];
  const { measure, posts, targetAt } = consequence;
  const basis = { bookId, bookVersion, clauseId, clauseHash, events: evidence };
  return [{ clauseId, target, targetKind, year, measure, posts, targetAt, since: before?.since ?? validAt.from, basis }];
}

function afterOutcome(row: MetMeasuresRow | undefined, event: Outcome): MetMeasuresRow | undefined {
  const { target, year, clauseId, consequence } = event.data;
  if (!row && consequence.kind !== 'measure') return undefined;
  const { clauses, met } = row ?? { clauses: [], met: [] };
  const others = met.filter((one) => one.clauseId !== clauseId);
  const before = met.find((one) => one.clauseId === clauseId);
  const now = [...others, ...metNow(event, before)].sort((a, b) => byCodePoint(a.clauseId, b.clauseId));
  const known = consequence.kind === 'measure' ? [...new Set([...clauses, clauseId])].sort(byCodePoint) : clauses;
  return { target, year, clauses: known, met: now };
}

/** Which clauses flag a measure for a village or unit in a year? */
export const metMeasures: View<MetMeasuresRow, ClauseOutcomeChanged> = {
  name: 'met-measures',
  version: 1,
  zh: '已触发处理条款',
  keysOf: ({ data }) => [metMeasuresKey(data)],
  on: { ClauseOutcomeChanged: afterOutcome },
};

/** Evidence is a set: its order says nothing. */
export const sameBasis = (a: Basis | undefined, b: Basis | undefined): boolean =>
  sameJson(a && { ...a, events: [...a.events].sort() }, b && { ...b, events: [...b.events].sort() });
