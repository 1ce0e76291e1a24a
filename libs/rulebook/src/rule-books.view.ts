import { byCodePoint, holdsOn, type View } from '#kernel';
import { rangeOf, type RuleBookRow } from './book-in-force.js';
import type { Interpretation, RuleBook } from './book.js';
import type { ClauseInterpreted, HolidayCalendarPublished, RuleBookPublished, RuleBookSuperseded } from './rulebook.events.js';

export const RULE_BOOKS = 'rule-books';

const sameDocument = (a: Interpretation, b: Interpretation): boolean => a.term === b.term && a.organUnitId === b.organUnitId && a.documentNo === b.documentNo;
/** In the order of their documents, not of their recording: an older word that is learnt of late takes no newer one's place. A document told anew is told whole. */
const withInterpretation = (known: readonly Interpretation[], said: Interpretation): readonly Interpretation[] =>
  [...known.filter((other) => !sameDocument(other, said)), said].sort((a, b) => byCodePoint(a.documentDate, b.documentDate));

/** Which rules were in force, from when to when, and what has authority said about them? One row per book id. */
export const ruleBooks: View<RuleBookRow, RuleBookPublished | RuleBookSuperseded | ClauseInterpreted | HolidayCalendarPublished> = {
  name: RULE_BOOKS,
  version: 3,
  zh: '规则库：版本、解释与节假日',
  keysOf: ({ data }) => [data.bookId],
  on: {
    RuleBookPublished: (row, { data: { bookId, bookVersion, document, documentHash } }) => {
      const { title, effective } = document as RuleBook;
      const version = { version: bookVersion, document: document as RuleBook, documentHash, ...effective };
      const { versions = [], interpretations = [], calendars = [] } = row ?? {};
      return { bookId, title, versions: [...versions, version], interpretations, calendars };
    },
    RuleBookSuperseded: (row, { data: { bookVersion, from } }) =>
      row && { ...row, versions: row.versions.map((version) => (version.version === bookVersion ? { ...version, to: from } : version)) },
    ClauseInterpreted: (row, { id, data: { bookId: _, ...interpretation } }) =>
      row && { ...row, interpretations: withInterpretation(row.interpretations, { ...interpretation, eventId: id }) },
    HolidayCalendarPublished: (row, { id, data: { bookId: _, ...calendar } }) => row && { ...row, calendars: [...row.calendars, { ...calendar, eventId: id }] },
  },
  validOn: (row, date) => {
    const versions = row.versions.filter((version) => {
      const range = rangeOf(version);
      return range !== undefined && holdsOn(range, date);
    });
    if (versions.length === 0) return undefined;
    const said = <Word extends Readonly<{ documentDate: string }>>(words: readonly Word[]) => words.filter(({ documentDate }) => documentDate <= date);
    return { ...row, versions, interpretations: said(row.interpretations), calendars: said(row.calendars) };
  },
};
