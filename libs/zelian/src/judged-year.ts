import { bookForYear, type RuleBookRow } from '#rulebook';
import type { Moment, Reader } from '#readmodel';
import { rowsOf } from './moment-rows.js';

/**
 * The year of which a question about clauses means to speak when it names none: the one under way where a book judges it, else the last before it that one
 * judges. Without any book the year under way stands, and the answer says that there is no book.
 */
export async function judgedYear(reader: Reader, thisYear: number, { validOn: _day, ...moment }: Moment = {}): Promise<number> {
  const books = await rowsOf<RuleBookRow>(reader, 'rule-books', { moment });
  const from = Math.min(thisYear, ...books.flatMap(({ versions }) => versions.map((version) => Number(version.from.slice(0, 4)))));
  for (let year = thisYear; year >= from; year--) if (bookForYear(books, year)) return year;
  return thisYear;
}
