import { kindOf, must, Rejection, type FactValue, type Message } from '#kernel';
import type { TriggerRow } from '#accountability';
import { bookForYear, clauseHash, evaluate, type Clause, type ClauseOutcome, type KnownFacts, type RuleBookRow } from '#rulebook';

/** One clause about one target: what it says, on what, and if nothing follows, why not. */
export type ClauseExplanation = Readonly<{
  clauseId: string;
  zh: string;
  sourceQuote: string;
  clauseHash: string;
  bookId: string;
  bookVersion: number;
  status: 'evaluated' | 'off' | 'not-about-this-target';
  outcome: ClauseOutcome['outcome'] | null;
  values: Readonly<Record<string, FactValue>>;
  missing: readonly string[];
  /** Ids of the events on which the outcome rests. */
  events: readonly string[];
  consequence: ClauseOutcome['consequence'];
}>;
export type Explanation = Readonly<{
  subject: string;
  year: number;
  position: number;
  book: Readonly<{ bookId: string; bookVersion: number; title: string }> | null;
  /** Why there are no clauses: silence would look as if nothing had been found. */
  note: Message | null;
  clauses: readonly ClauseExplanation[];
}>;
/** A person: what flags them, and every clause for each unit and village that they answered for in the year: also why nothing follows. */
export type PersonExplanation = Readonly<{ subject: string; year: number; position: number; triggers: readonly TriggerRow[]; targets: readonly Explanation[] }>;

export type ExplainRows = Readonly<{ position: number; books: readonly RuleBookRow[]; facts: KnownFacts }>;

/**
 * Every clause of the book that judges the year, for a unit or village: met, not met or undetermined, with the values, the clause's own words and hash, and the
 * events. Clauses that are switched off or speak of other targets are listed as such: silence would look like approval.
 * @throws Rejection `subject.unknown` for anything but a unit or village
 */
export function explainTarget(subject: string, year: number, { position, books, facts }: ExplainRows): Explanation {
  const targetKind = kindOf(subject);
  if (targetKind !== 'unit' && targetKind !== 'village')
    throw new Rejection('subject.unknown', { zh: '条款只针对单位和村', en: 'clauses speak of units and villages' });
  const inForce = bookForYear(books, year);
  if (!inForce) return { subject, year, position, book: null, note: withoutBook(year), clauses: [] };
  const { book } = inForce;
  const outcomes = new Map(evaluate(facts, inForce, { targetKind, year }).map((outcome) => [outcome.clauseId, outcome]));
  return {
    subject,
    year,
    position,
    book: { bookId: book.id, bookVersion: book.version, title: book.title },
    note: null,
    clauses: book.clauses.map((clause) => explainClause(clause, outcomes.get(clause.id), { bookId: book.id, bookVersion: book.version })),
  };
}

const withoutBook = (year: number): Message => ({
  zh: `没有适用于${year}年度的规则：该年度不作任何条款结论`,
  en: `no rule book covers the year ${year}: no clause says anything of it`,
});

function explainClause(clause: Clause, outcome: ClauseOutcome | undefined, book: Readonly<{ bookId: string; bookVersion: number }>): ClauseExplanation {
  const { id, zh, sourceQuote, consequence, status } = clause;
  const known = { clauseId: id, zh, sourceQuote, clauseHash: clauseHash(clause), ...book };
  if (!outcome)
    return { ...known, status: status === 'off' ? 'off' : 'not-about-this-target', outcome: null, values: {}, missing: [], events: [], consequence };
  return {
    ...known,
    status: 'evaluated',
    outcome: outcome.outcome,
    values: outcome.values,
    missing: outcome.missing,
    events: outcome.evidence,
    consequence: outcome.consequence,
  };
}

/** A year as a question has it. */
export function mustBeYear(year: number): void {
  must(Number.isInteger(year) && year >= 1949 && year <= 2200, 'query.year', { zh: '年度不正确', en: `not a year: ${year}` });
}
