import type { FactValue } from '#kernel';
import type { Clause, Ground, RuleBook, TargetKind } from './book.js';
import { gradeFor } from './catalogue.js';
import { holds } from './condition.js';
import { domainsOf } from './evaluate.js';
import { assignments } from './fact-values.js';

export type Assignment = Readonly<Record<string, FactValue>>;

/** Every distinguishable case that the grounds can tell apart; a grade that does not fit the total it follows from is no case. */
export function* casesOf(grounds: readonly Ground[], book: RuleBook): Iterable<Assignment> {
  for (const guess of assignments(withCutOffs(domainsOf(grounds, {}, book), book))) if (isConsistent(guess, book)) yield guess;
}

/** Where a total and its grade meet in one condition, the total must be able to fall into every grade. */
function withCutOffs(domains: ReadonlyMap<string, readonly FactValue[]>, book: RuleBook): ReadonlyMap<string, readonly FactValue[]> {
  const totals = new Set(book.facts.flatMap(({ type }) => (type.kind === 'grade' && type.of !== undefined ? [type.of] : [])));
  const cutOffs = book.grades.levels.map(({ minHundredths }) => minHundredths);
  return new Map([...domains].map(([fact, values]) => [fact, totals.has(fact) ? [...new Set([...values, ...cutOffs])] : values]));
}

function isConsistent(guess: Assignment, book: RuleBook): boolean {
  return book.facts.every(({ id, type }) => {
    if (type.kind !== 'grade' || type.of === undefined) return true;
    const [grade, total] = [guess[id], guess[type.of]];
    return grade === undefined || typeof total !== 'number' || gradeFor(book, total).id === grade;
  });
}

export const groundsFor = ({ grounds }: Clause, target: TargetKind): readonly Ground[] => grounds.filter((ground) => ground.target === target);
/** Whether any of the grounds holds in a case. */
export const anyHolds = (grounds: readonly Ground[], guess: Assignment): boolean => grounds.some(({ when }) => holds(when, guess));

/** Whether two clauses can both be met for one target. */
export function meetTogether(a: Clause, b: Clause, target: TargetKind, book: RuleBook): boolean {
  const [ofA, ofB] = [groundsFor(a, target), groundsFor(b, target)];
  if (ofA.length === 0 || ofB.length === 0) return false;
  for (const guess of casesOf([...ofA, ...ofB], book)) if (anyHolds(ofA, guess) && anyHolds(ofB, guess)) return true;
  return false;
}

/** A consequence that somebody would rather not have. */
export const isAdverse = ({ consequence }: Clause): boolean =>
  ['veto', 'measure', 'deduction'].includes(consequence.kind) || (consequence.kind === 'nomination' && consequence.says === 'barred');
