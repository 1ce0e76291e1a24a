import { kindOf, type Event, type FactAssertion, type FactContribution, type Recorded, type View } from '#kernel';
import type { TargetKind } from './book.js';
import type { KnownFact, KnownFacts } from './evaluate.js';

/** Every item that was ever spoken of keeps its last word, so that the evidence of a number names what was taken away too. */
export type CountedFact = Readonly<{ items: Readonly<Record<string, Readonly<{ present: boolean; evidence: readonly string[] }>>> }>;
export type ClauseFactsRow = Readonly<{ target: string; targetKind: TargetKind; year: number; facts: Readonly<Record<string, KnownFact | CountedFact>> }>;

export const CLAUSE_FACTS = 'clause-facts';
export const clauseFactsKey = ({ target, year }: Readonly<{ target: string; year: number }>): string => `${target}:${year}`;

/** All that the contexts say of an event. */
export function assertionsIn(contributions: readonly FactContribution[], event: Recorded<Event>): readonly FactAssertion[] {
  return contributions.flatMap((contribution) => (Object.hasOwn(contribution, event.type) ? contribution[event.type]!(event) : []));
}

/** The event types that contribute facts, each once. */
export const contributedTypes = (contributions: readonly FactContribution[]): readonly string[] =>
  [...new Set(contributions.flatMap((contribution) => Object.keys(contribution)))].sort();

/** What is known of a target in a year, fact by fact, with the events that say so: the one input of the evaluator. */
export function clauseFactsView(contributions: readonly FactContribution[]): View<ClauseFactsRow, Event> {
  const fold = (row: ClauseFactsRow | undefined, event: Recorded<Event>, key: string): ClauseFactsRow | undefined =>
    assertionsIn(contributions, event)
      .filter((assertion) => clauseFactsKey(assertion) === key)
      .reduce<ClauseFactsRow | undefined>((soFar, assertion) => applied(soFar ?? emptyRow(assertion), assertion, event.id), row);
  return {
    name: CLAUSE_FACTS,
    version: 1,
    zh: '条款所用事实（按对象和年度）',
    keysOf: (event) => [...new Set(assertionsIn(contributions, event).map(clauseFactsKey))],
    on: Object.fromEntries(contributedTypes(contributions).map((type) => [type, fold])),
  };
}

function emptyRow({ target, year }: FactAssertion): ClauseFactsRow {
  const targetKind = kindOf(target);
  // A contribution about anything else is a mistake in a manifest, not bad input.
  if (targetKind !== 'unit' && targetKind !== 'village') throw new TypeError(`clauses concern units and villages, not ${target}`);
  return { target, targetKind, year, facts: {} };
}

function applied(row: ClauseFactsRow, assertion: FactAssertion, eventId: string): ClauseFactsRow {
  const { fact } = assertion;
  const { [fact]: known, ...others } = row.facts;
  if (assertion.op === 'clear') return { ...row, facts: others };
  if (assertion.op === 'set') return { ...row, facts: { ...row.facts, [fact]: { value: assertion.value, evidence: [eventId] } } };
  const items = known !== undefined && 'items' in known ? known.items : {};
  return { ...row, facts: { ...row.facts, [fact]: { items: { ...items, [assertion.item]: { present: assertion.op === 'add', evidence: [eventId] } } } } };
}

/** The facts as the evaluator takes them: a counted fact is the number of items present. */
export const knownFactsOf = ({ facts }: ClauseFactsRow): KnownFacts =>
  Object.fromEntries(Object.entries(facts).map(([id, fact]) => [id, 'items' in fact ? counted(fact) : fact]));

function counted({ items }: CountedFact): KnownFact {
  const all = Object.values(items);
  return { value: all.filter(({ present }) => present).length, evidence: all.flatMap(({ evidence }) => evidence) };
}
