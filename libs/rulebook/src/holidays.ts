import { dateOf, holdsOn, isDate, must, Rejection, sameJson, type CalendarDate, type Command, type Instant, type NewEvent } from '#kernel';
import type { HolidayCalendar, RuleBook } from './book.js';
import { dayErrors } from './lint-calendar.js';
import type { HolidayCalendarPublished } from './rulebook.events.js';

/** 国务院办公厅 announces each year's holidays late in the year before: the operator adds them without a new version of the book. */
export type PublishHolidayCalendar = Command<'PublishHolidayCalendar', HolidayCalendarPublished['data']>;
/** A publication as a row of `rule-books` keeps it. */
export type PublishedCalendar = Omit<HolidayCalendarPublished['data'], 'bookId'> & Readonly<{ eventId: string }>;
type Days = Pick<HolidayCalendar, 'restDays' | 'makeUpWorkDays' | 'knownFrom' | 'knownTo'>;

const outside = (days: readonly CalendarDate[], { knownFrom, knownTo }: Days): readonly CalendarDate[] =>
  days.filter((date) => !holdsOn({ from: knownFrom, to: knownTo }, date));
const joins = (a: Days, b: Days): boolean => a.knownFrom <= b.knownTo && b.knownFrom <= a.knownTo;

/** One more word on the same or further days. Where it does not join on to what is known, its days count and the days between stay unknown. */
function merge(known: HolidayCalendar, said: Days): HolidayCalendar {
  const days = (own: readonly CalendarDate[], more: readonly CalendarDate[]) => [...outside(own, said), ...more].sort();
  const restDays = days(known.restDays, said.restDays);
  const makeUpWorkDays = days(known.makeUpWorkDays, said.makeUpWorkDays);
  if (!joins(known, said)) return { ...known, restDays, makeUpWorkDays };
  const knownFrom = known.knownFrom < said.knownFrom ? known.knownFrom : said.knownFrom;
  const knownTo = known.knownTo > said.knownTo ? known.knownTo : said.knownTo;
  return { ...known, restDays, makeUpWorkDays, knownFrom, knownTo };
}

/** The calendar by which days are counted: the book's own, with what was published since, the last word on a day holding. */
export function mergedCalendar(own: HolidayCalendar | undefined, published: readonly Days[]): HolidayCalendar | undefined {
  const [first, ...rest] = published;
  if (!first) return own;
  const { restDays, makeUpWorkDays, knownFrom, knownTo } = first;
  const start = own ?? { restDays, makeUpWorkDays, knownFrom, knownTo, source: 'published', verifiedBy: 'unverified' };
  return (own ? published : rest).reduce(merge, start);
}

/** A book as it is counted by. */
export function withCalendar(document: RuleBook, published: readonly Days[]): RuleBook {
  return published.length === 0 ? document : { ...document, calendar: mergedCalendar(document.calendar, published) };
}

/** What the publisher's stream knows of a book's calendars. */
export type KnownCalendars = Readonly<{ own: HolidayCalendar | undefined; published: readonly HolidayCalendarPublished['data'][] }>;

export function publishCalendar(
  data: HolidayCalendarPublished['data'],
  { own, published }: KnownCalendars,
  recordedAt: Instant,
): readonly NewEvent<HolidayCalendarPublished>[] {
  const { documentNo, documentDate } = data;
  must(documentNo.trim() !== '', 'book.calendar-without-document', {
    zh: '节假日安排须注明文号',
    en: 'a holiday calendar is published with the number of its document',
  });
  must(isDate(documentDate), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(documentDate <= dateOf(recordedAt), 'book.calendar-in-future', { zh: '文件日期不能晚于今天', en: 'the document is dated in the future' });
  const [first] = dayErrors(data);
  if (first) throw new Rejection(first.code, { zh: first.zh, en: first.en });
  const known = mergedCalendar(own, published);
  must(known === undefined || joins(known, data), 'book.calendar-gap', {
    zh: `与已知期间（${known?.knownFrom}至${known?.knownTo}）之间有空档，须先补上`,
    en: `it leaves a gap to what is known (${known?.knownFrom} to ${known?.knownTo}); publish the days between first`,
  });
  const last = published.at(-1);
  return last && sameJson(last, data) ? [] : [{ type: 'HolidayCalendarPublished', data, validAt: { from: data.knownFrom, to: data.knownTo } }];
}
