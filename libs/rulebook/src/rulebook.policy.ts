import { ALL, type AnyPolicy, type Event, type FactContribution, type Facts, type Need, type Policy, type Recorded } from '#kernel';
import { bookForYear, type RuleBookRow } from './book-in-force.js';
import { assertionsIn, CLAUSE_FACTS, clauseFactsKey, contributedTypes, knownFactsOf, type ClauseFactsRow } from './clause-facts.view.js';
import { evaluate } from './evaluate.js';
import { outcomesStream, type RecordClauseOutcomes } from './outcomes.decider.js';
import { RULE_BOOKS } from './rule-books.view.js';
import type { ClauseInterpreted, RuleBookPublished, RuleBookSuperseded } from './rulebook.events.js';

const BOOKS: Need = { view: RULE_BOOKS, key: ALL };

/** All that the book of the year says of a target. */
export function outcomesFor(row: ClauseFactsRow, books: readonly RuleBookRow[]): RecordClauseOutcomes {
  const { target, targetKind, year } = row;
  const inForce = bookForYear(books, year);
  const outcomes = inForce ? evaluate(knownFactsOf(row), inForce, { targetKind, year }) : [];
  return {
    type: 'RecordClauseOutcomes',
    data: { target, targetKind, year, bookId: inForce?.book.id ?? null, bookVersion: inForce?.book.version ?? null, outcomes },
  };
}

const booksIn = (facts: Facts): readonly RuleBookRow[] => facts.all<RuleBookRow>(RULE_BOOKS).map(([, row]) => row);

/** A new word of the law may concern everybody. */
function everybody(_: Recorded<Event>, facts: Facts): readonly RecordClauseOutcomes[] {
  const books = booksIn(facts);
  return facts.all<ClauseFactsRow>(CLAUSE_FACTS).map(([, row]) => outcomesFor(row, books));
}
const needsAll = (): readonly Need[] => [BOOKS, { view: CLAUSE_FACTS, key: ALL }];

export const onRuleBookChanged: Policy<RuleBookPublished | RuleBookSuperseded | ClauseInterpreted, RecordClauseOutcomes> = {
  name: 'onRuleBookChanged',
  needs: { RuleBookPublished: needsAll, RuleBookSuperseded: needsAll, ClauseInterpreted: needsAll },
  on: { RuleBookPublished: everybody, RuleBookSuperseded: everybody, ClauseInterpreted: everybody },
};

/** The one evaluator: reacts to whatever any context contributes, for the targets and years that the event speaks of. */
export function clausePolicies(contributions: readonly FactContribution[]): readonly AnyPolicy[] {
  const keysOf = (event: Recorded<Event>): readonly string[] => [...new Set(assertionsIn(contributions, event).map(clauseFactsKey))];
  const needs = (event: Recorded<Event>): readonly Need[] => {
    const keys = keysOf(event);
    return keys.length === 0 ? [] : [BOOKS, ...keys.map((key) => ({ view: CLAUSE_FACTS, key }))];
  };
  const judge = (event: Recorded<Event>, facts: Facts): readonly RecordClauseOutcomes[] => {
    const rows = keysOf(event).flatMap((key) => facts.get<ClauseFactsRow>(CLAUSE_FACTS, key) ?? []);
    return rows.length === 0 ? [] : rows.map((row) => outcomesFor(row, booksIn(facts)));
  };
  const types = contributedTypes(contributions);
  const onFactsContributed: AnyPolicy = {
    name: 'onFactsContributed',
    needs: Object.fromEntries(types.map((type) => [type, needs])),
    on: Object.fromEntries(types.map((type) => [type, judge])),
    reaches: (event: Recorded<Event>) => assertionsIn(contributions, event).map(outcomesStream),
  };
  return [onFactsContributed, onRuleBookChanged];
}
