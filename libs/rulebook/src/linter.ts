import type { Interpretation, RuleBook } from './book.js';
import { errorsOf } from './lint-errors.js';
import type { Finding } from './lint-finding.js';
import { warningsOf } from './lint-warnings.js';

export type { Finding } from './lint-finding.js';

/**
 * What a rule author should know before people are judged by the book. Errors: it cannot be applied, and publishing refuses it. Warnings: it can, and leaves
 * holes that somebody will fall into. With `interpretations`, terms that authority has settled are no holes any more.
 */
export function lint(book: RuleBook, interpretations: readonly Interpretation[] = []): readonly Finding[] {
  const errors = errorsOf(book);
  // Holes are looked for in books that can be evaluated.
  return errors.length > 0 ? errors : warningsOf(book, interpretations);
}
