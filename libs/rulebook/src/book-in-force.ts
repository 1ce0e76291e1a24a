import { holdsOn, must, type CalendarDate, type DecisionInput, type ValidTime } from '#kernel';
import type { BookInForce, Interpretation, RuleBook } from './book.js';
import { withCalendar, type PublishedCalendar } from './holidays.js';

/** One published version; `from`/`to` is when it holds, cut short where another version or book superseded it. */
export type BookVersion = Readonly<{ version: number; document: RuleBook; documentHash: string; from: CalendarDate; to?: CalendarDate }>;
/** A row of the view `rule-books`, keyed by book id: all versions, interpretations and published holidays, in the order recorded. */
export type RuleBookRow = Readonly<{
  bookId: string;
  title: string;
  versions: readonly BookVersion[];
  interpretations: readonly Interpretation[];
  calendars: readonly PublishedCalendar[];
}>;

/** A version superseded from its first day on holds on no day. */
export const rangeOf = ({ from, to }: BookVersion): ValidTime | undefined =>
  to !== undefined && to <= from ? undefined : to === undefined ? { from } : { from, to };

const allVersions = (rows: readonly RuleBookRow[]): readonly Readonly<{ row: RuleBookRow; version: BookVersion; range: ValidTime }>[] =>
  rows.flatMap((row) =>
    row.versions.flatMap((version) => {
      const range = rangeOf(version);
      return range ? [{ row, version, range }] : [];
    }),
  );

/**
 * The book that holds on a date, counting by the holidays published for it since; at most one does, since overlapping books are refused when published.
 */
export function bookInForceFrom(rows: readonly RuleBookRow[], date: CalendarDate): BookInForce | undefined {
  const found = allVersions(rows).find(({ range }) => holdsOn(range, date));
  return found && { book: withCalendar(found.version.document, found.row.calendars), interpretations: found.row.interpretations };
}

/** Whether a book judges a year at all. */
export const appliesToYear = ({ appliesToYears }: RuleBook, year: number): boolean =>
  appliesToYears === undefined || (appliesToYears.from <= year && year < appliesToYears.to);

/**
 * The book by which a year is judged: the one in force on the year's last day, if it applies to the year. A year is judged as a whole and at its end,
 * so a version that takes over within the year judges all of it.
 */
export function bookForYear(rows: readonly RuleBookRow[], year: number): BookInForce | undefined {
  const last = bookInForceFrom(rows, `${year}-12-31`);
  return last && appliesToYear(last.book, year) ? last : undefined;
}

/** The book that the decider asked for by `bookOn`, if one is in force. For deciders that policies command: they must not refuse. */
export const bookIfAny = ({ book }: Pick<DecisionInput, 'book'>): BookInForce | undefined => book as BookInForce | undefined;

/** The book that the decider asked for by `bookOn`. @throws Rejection `book.none-in-force`: facts before the book's effective date are refused. */
export function bookOf(input: Pick<DecisionInput, 'book'>): BookInForce {
  const found = bookIfAny(input);
  must(found !== undefined, 'book.none-in-force', { zh: '该日期没有生效的规则', en: 'no rule book is in force on that date' });
  return found;
}
