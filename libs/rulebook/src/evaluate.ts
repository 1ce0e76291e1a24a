import { byCodePoint, canonicalJson, overlapOf, yearInterval, type FactValue } from '#kernel';
import type { BookInForce, Clause, Ground, Interpretation, RuleBook, TargetKind, Term } from './book.js';
import { constantsFor, factsIn, holds } from './condition.js';
import { admits, assignments, gradeIdsOf, representatives } from './fact-values.js';
import type { Consequence, Outcome, PostSelector } from './rulebook.events.js';
import { sha256Hex } from './sha256.js';

/** What is known of one fact: its value and the events that say so. */
export type KnownFact = Readonly<{ value: FactValue; evidence: readonly string[] }>;
export type KnownFacts = Readonly<Record<string, KnownFact>>;
/** About whom the book is asked. */
export type Question = Readonly<{ targetKind: TargetKind; year: number }>;
export type ClauseOutcome = Readonly<{
  clauseId: string;
  clauseHash: string;
  outcome: Outcome;
  /** With the interpretations and the ground's own posts put in. */
  consequence: Consequence;
  values: Readonly<Record<string, FactValue>>;
  evidence: readonly string[];
  missing: readonly string[];
}>;

const hashes = new WeakMap<Clause, string>();
/** SHA-256 of the clause's canonical JSON: what a decision says it applied. Remembered per object, since clauses do not change. */
export function clauseHash(clause: Clause): string {
  const known = hashes.get(clause) ?? sha256Hex(canonicalJson(clause));
  hashes.set(clause, known);
  return known;
}

/** Switched on, in effect on some day of the year and about this kind of target. */
const concerns = ({ status, effective, grounds }: Clause, { targetKind, year }: Question): boolean =>
  status === 'on' && overlapOf(effective, yearInterval(year)) !== undefined && grounds.some(({ target }) => target === targetKind);

/**
 * What each clause of the book says of a target. Three-valued by supervaluation: unknown facts range over all they could be; a clause is met when all
 * of that leaves it met, not met when none does, else undetermined. A term that authority has not defined leaves its clause undetermined whatever the facts.
 */
export const evaluate = (facts: KnownFacts, inForce: BookInForce, question: Question): readonly ClauseOutcome[] =>
  inForce.book.clauses.filter((clause) => concerns(clause, question)).map((clause) => evaluateClause(clause, facts, inForce, question));

function evaluateClause(clause: Clause, facts: KnownFacts, { book, interpretations }: BookInForce, { targetKind }: Question): ClauseOutcome {
  const grounds = clause.grounds.filter(({ target }) => target === targetKind);
  const meanings = meaningsOf(clause, book, interpretations);
  const used = usedFacts(grounds, facts, book);
  const undefinedTerms = meanings.filter(({ term, meaning }) => term.affects === 'outcome' && !meaning).map(({ term }) => `term:${term.id}`);
  const { outcome, ground } = undefinedTerms.length > 0 ? { outcome: 'undetermined' as const, ground: undefined } : supervaluate(grounds, used.values, book);
  return {
    clauseId: clause.id,
    clauseHash: clauseHash(clause),
    outcome,
    consequence: resolve(clause.consequence, ground ?? grounds[0]!, meanings),
    values: used.values,
    // What a term means is part of what the outcome rests on.
    evidence: [...new Set([...used.evidence, ...meanings.flatMap(({ meaning }) => meaning?.eventId ?? [])])].sort(byCodePoint),
    missing: outcome === 'undetermined' ? [...used.unknown, ...undefinedTerms] : [],
  };
}

export const factsOfGround = ({ when, known = [] }: Ground): readonly string[] => [...new Set([...factsIn(when), ...known])];

function usedFacts(grounds: readonly Ground[], facts: KnownFacts, book: RuleBook) {
  const grades = gradeIdsOf(book);
  const ids = [...new Set(grounds.flatMap(factsOfGround))];
  const known = ids.filter((id) => {
    const definition = book.facts.find((fact) => fact.id === id);
    return definition !== undefined && Object.hasOwn(facts, id) && admits(definition, facts[id]!.value, grades);
  });
  return {
    values: Object.fromEntries(known.map((id) => [id, facts[id]!.value])),
    evidence: known.flatMap((id) => facts[id]!.evidence),
    unknown: ids.filter((id) => !known.includes(id)),
  };
}

type Values = Readonly<Record<string, FactValue>>;

/** Any ground suffices. The ground returned is the one to which a met clause owes its posts. */
function supervaluate(grounds: readonly Ground[], values: Values, book: RuleBook): Readonly<{ outcome: Outcome; ground?: Ground }> {
  const lacking = (ground: Ground) => (ground.known ?? []).some((id) => !Object.hasOwn(values, id));
  let met = 0;
  let cases = 0;
  for (const guess of assignments(domainsOf(grounds, values, book))) {
    cases++;
    if (grounds.some((ground) => !lacking(ground) && holds(ground.when, { ...values, ...guess }))) met++;
  }
  if (met === cases) return { outcome: 'met', ground: grounds.find((ground) => !lacking(ground) && isSure(ground, values, book)) };
  // A ground that lacks a fact it must know could still be met.
  return { outcome: met === 0 && !grounds.some(lacking) ? 'not-met' : 'undetermined' };
}

const isSure = (ground: Ground, values: Values, book: RuleBook): boolean =>
  [...assignments(domainsOf([ground], values, book))].every((guess) => holds(ground.when, { ...values, ...guess }));

/** Representative values for each fact that the conditions use and nobody knows. */
export function domainsOf(grounds: readonly Ground[], values: Values, book: RuleBook): ReadonlyMap<string, readonly FactValue[]> {
  const grades = gradeIdsOf(book);
  const unknown = [...new Set(grounds.flatMap(({ when }) => factsIn(when)))].filter((id) => !Object.hasOwn(values, id));
  return new Map(
    unknown.map((id) => {
      const definition = book.facts.find((fact) => fact.id === id);
      // Publishing refuses such a book; an unknown fact has no values to range over.
      if (!definition) throw new TypeError(`the book uses a fact that it does not define: ${id}`);
      return [
        id,
        representatives(
          definition,
          grades,
          grounds.flatMap(({ when }) => constantsFor(when, id)),
        ),
      ];
    }),
  );
}

type Meaning = Readonly<{ posts?: PostSelector; effects?: readonly string[]; eventId?: string }>;

/** What the clause's terms mean: the book's own definition, else the last word of authority. */
function meaningsOf(clause: Clause, book: RuleBook, interpretations: readonly Interpretation[]): readonly Readonly<{ term: Term; meaning?: Meaning }>[] {
  return (clause.terms ?? []).flatMap((id) => {
    const term = book.terms.find((candidate) => candidate.id === id);
    if (!term) return [];
    return [{ term, meaning: term.defined ? term : interpretations.findLast((interpretation) => interpretation.term === id) }];
  });
}

type Meanings = readonly Readonly<{ meaning?: Meaning }>[];

function resolve(consequence: Consequence, ground: Ground, meanings: Meanings): Consequence {
  if (consequence.kind === 'measure') return withPosts(consequence, ground, meanings);
  const effects = consequence.kind === 'veto' ? meanings.find(({ meaning }) => meaning?.effects)?.meaning?.effects : undefined;
  return consequence.kind === 'veto' && effects ? { ...consequence, effects } : consequence;
}

/** Who is named comes from the term, whose posts they are from the clause: the same words mean leaders of the town here and of the department there. */
function withPosts<M extends Extract<Consequence, { kind: 'measure' }>>(measure: M, ground: Ground, meanings: Meanings): M {
  const named = meanings.find(({ meaning }) => meaning?.posts)?.meaning?.posts ?? measure.posts;
  return { ...measure, posts: { ...named, of: ground.postsOf ?? measure.posts.of }, targetAt: ground.targetAt ?? measure.targetAt };
}
