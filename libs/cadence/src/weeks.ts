import { addDays, daysBetween, yearOf, type CalendarDate, type ValidTime } from '#kernel';

/** An ISO week, `2016-W06`: Monday to Sunday, of the year in which its Thursday lies. */
export type Week = string;
const WEEK = /^(\d{4})-W(\d{2})$/;
/** A Monday. */
const EPOCH: CalendarDate = '1900-01-01';

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (date: CalendarDate): number => (daysBetween(EPOCH, date) % 7) + 1;
export const mondayOn = (date: CalendarDate): CalendarDate => addDays(date, 1 - weekdayOf(date));

export function weekOf(date: CalendarDate): Week {
  const thursday = addDays(mondayOn(date), 3);
  const number = Math.floor(daysBetween(`${yearOf(thursday)}-01-01`, thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(number).padStart(2, '0')}`;
}

/** The Monday of a week; `undefined` for what is no week (`2016-W53` is none). */
export function mondayOf(week: Week): CalendarDate | undefined {
  const [, year, number] = WEEK.exec(week) ?? [];
  if (year === undefined) return undefined;
  const monday = addDays(mondayOn(`${year}-01-04`), (Number(number) - 1) * 7);
  return weekOf(monday) === week ? monday : undefined;
}

/** The whole week as a half-open interval. */
export const spanOfWeek = (monday: CalendarDate): Required<ValidTime> => ({ from: monday, to: addDays(monday, 7) });
/** The year that a week belongs to. */
export const yearOfWeek = (week: Week): number => Number(week.slice(0, 4));

/** The dates of a half-open interval. */
export const datesIn = ({ from, to }: Required<ValidTime>): readonly CalendarDate[] =>
  Array.from({ length: Math.max(0, daysBetween(from, to)) }, (_, index) => addDays(from, index));
