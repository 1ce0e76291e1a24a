import { holdsOn, type View } from '#kernel';
import { rangeOf, type RuleBookRow } from './book-in-force.js';
import type { RuleBook } from './book.js';
import type { ClauseInterpreted, RuleBookPublished, RuleBookSuperseded } from './rulebook.events.js';

export const RULE_BOOKS = 'rule-books';

/** Which rules were in force, from when to when, and what has authority said about them? One row per book id. */
export const ruleBooks: View<RuleBookRow, RuleBookPublished | RuleBookSuperseded | ClauseInterpreted> = {
  name: RULE_BOOKS,
  version: 1,
  zh: '规则库：版本与解释',
  keysOf: ({ data }) => [data.bookId],
  on: {
    RuleBookPublished: (row, { data: { bookId, bookVersion, document, documentHash } }) => {
      const { title, effective } = document as RuleBook;
      const version = { version: bookVersion, document: document as RuleBook, documentHash, ...effective };
      return { bookId, title, versions: [...(row?.versions ?? []), version], interpretations: row?.interpretations ?? [] };
    },
    RuleBookSuperseded: (row, { data: { bookVersion, from } }) =>
      row && { ...row, versions: row.versions.map((version) => (version.version === bookVersion ? { ...version, to: from } : version)) },
    ClauseInterpreted: (row, { id, data: { bookId: _, ...interpretation } }) =>
      row && { ...row, interpretations: [...row.interpretations, { ...interpretation, eventId: id }] },
  },
  validOn: (row, date) => {
    const versions = row.versions.filter((version) => {
      const range = rangeOf(version);
      return range !== undefined && holdsOn(range, date);
    });
    return versions.length === 0 ? undefined : { ...row, versions, interpretations: row.interpretations.filter(({ documentDate }) => documentDate <= date) };
  },
};
