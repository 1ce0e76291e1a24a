import { addDays, addMonths, holdsOn, type CalendarDate } from '#kernel';
import type { HolidayCalendar, TimeLimit } from './book.js';

/** The two ways to read a text that is silent on its first day; each already moved off rest days. */
export type Readings = Readonly<{ receiptExcluded: CalendarDate; receiptIncluded: CalendarDate }>;
export type LastDay = Readonly<{
  /** The later of the readings: the doubt is in favour of whom the clock runs against (justice 13). */
  date: CalendarDate;
  readings: Readings;
  /** False when a day that was looked at lies outside the calendar: a holiday may have been missed, so people have to check. */
  calendarKnown: boolean;
}>;

/** A day of the week or of the official list on which nobody has to act. Unknown years have weekends and no holidays. */
export function isRestDay(date: CalendarDate, calendar?: HolidayCalendar): boolean {
  if (calendar?.makeUpWorkDays.includes(date)) return false;
  const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
  return weekday === 0 || weekday === 6 || (calendar?.restDays.includes(date) ?? false);
}

/**
 * The last day of a period in which somebody has to act: the day of receipt is excluded, and a last day on a rest day moves to the next work day (civil code
 * Art. 201–203; general principles of civil law Art. 154 before 2021). Not for spans that simply end, as the effect of a measure does.
 */
export function lastDay(from: CalendarDate, limit: TimeLimit, calendar?: HolidayCalendar): LastDay {
  const [late, early] = [addLimit(from, limit), endIncluding(from, limit)];
  const readings = { receiptExcluded: nextWorkDay(late, calendar), receiptIncluded: nextWorkDay(early, calendar) };
  const date = readings.receiptExcluded > readings.receiptIncluded ? readings.receiptExcluded : readings.receiptIncluded;
  return { date, readings, calendarKnown: covers(calendar, early) && covers(calendar, date) };
}

/** Where so many work days lie from a day that is itself not counted; `calendarKnown` as with a last day: every day passed over was looked at. */
export type WorkDay = Readonly<{ date: CalendarDate; calendarKnown: boolean }>;

/**
 * The n-th work day after a date, or before it where n is negative; 0 is the date itself, on whatever day it falls. Weekend days worked in exchange count,
 * official rest days do not: a deadline in work days that ignored either would be a day wrong for somebody.
 */
export function addWorkDays(from: CalendarDate, count: number, calendar?: HolidayCalendar): WorkDay {
  const step = count < 0 ? -1 : 1;
  let date = from;
  let calendarKnown = true;
  for (let left = Math.abs(count); left > 0;) {
    date = addDays(date, step);
    calendarKnown &&= covers(calendar, date);
    if (!isRestDay(date, calendar)) left -= 1;
  }
  return { date, calendarKnown };
}

/** The end of a span that starts on a date, on whatever day it falls. */
export const addLimit = (from: CalendarDate, limit: TimeLimit): CalendarDate => ('months' in limit ? addMonths(from, limit.months) : addDays(from, limit.days));

/** The day before, save where the month has no such day: then both readings end with the month. */
function endIncluding(from: CalendarDate, limit: TimeLimit): CalendarDate {
  const end = addLimit(from, limit);
  const cutShort = 'months' in limit && end.slice(-2) !== from.slice(-2);
  return cutShort ? end : addDays(end, -1);
}

function nextWorkDay(date: CalendarDate, calendar: HolidayCalendar | undefined): CalendarDate {
  let day = date;
  while (isRestDay(day, calendar)) day = addDays(day, 1);
  return day;
}

const covers = (calendar: HolidayCalendar | undefined, date: CalendarDate): boolean =>
  calendar !== undefined && holdsOn({ from: calendar.knownFrom, to: calendar.knownTo }, date);
