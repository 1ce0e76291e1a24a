import { addDays, type CalendarDate } from '#kernel';
import { addLimit, deadlinesOf, type RuleBook } from '#rulebook';

/** A public notice counts as service only after its days have run: the book's clock, else 60 days (justice 13). */
const PUBLIC_NOTICE_DAYS = 60;

/** The day from which service counts. A span that simply ends, on whatever day. */
export function effectiveOn({ mode, date }: Readonly<{ mode: string; date: CalendarDate }>, book: RuleBook | undefined): CalendarDate {
  if (mode !== 'public-notice') return date;
  const ends = book ? deadlinesOf(book, 'public-notice', date).map(({ limit }) => addLimit(date, limit)) : [];
  return ends.sort().at(-1) ?? addDays(date, PUBLIC_NOTICE_DAYS);
}
