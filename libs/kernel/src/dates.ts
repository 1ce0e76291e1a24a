import type { CalendarDate, Instant, ValidTime } from './event.js';
import { must } from './rejection.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Asia/Shanghai has kept UTC+8 without summer time since 1991-09-15; the product's dates begin later. */
const SHANGHAI_MS = 8 * HOUR_MS;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** A real date: `2016-02-30` is none. */
export function isDate(text: unknown): text is CalendarDate {
  if (typeof text !== 'string' || !DATE.test(text) || text < '1900-01-01') return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

export function isInstant(text: unknown): text is Instant {
  if (typeof text !== 'string' || !INSTANT.test(text)) return false;
  // Only the ends of months are a matter of the calendar; every event's time is looked at, so the rest is left to its form.
  if (text.slice(8, 10) <= '28') return true;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** What clocks in Asia/Shanghai show at an instant: `YYYY-MM-DD HH:mm:ss`. */
export const shanghaiTime = (instant: Instant): string => new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');
/** The calendar date in Asia/Shanghai at an instant. */
export const dateOf = (instant: Instant): CalendarDate => new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 10);
/** The instant at which a date begins in Asia/Shanghai, or `hour` hours later. */
export const startOf = (date: CalendarDate, hour = 0): Instant => new Date(Date.parse(`${date}T00:00:00.000Z`) - SHANGHAI_MS + hour * HOUR_MS).toISOString();
export const addDays = (date: CalendarDate, days: number): CalendarDate =>
  new Date(Date.parse(`${date}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10);
/** The same day some months later, or the last day of that month when there is none (01-31 and one month: the last of February). */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()))).toISOString().slice(0, 10);
}
/** Whole days from a to b; negative when b is earlier. */
export const daysBetween = (a: CalendarDate, b: CalendarDate): number =>
  Math.round((Date.parse(`${b}T00:00:00.000Z`) - Date.parse(`${a}T00:00:00.000Z`)) / DAY_MS);
/** The first full hour after an instant, never the instant itself. */
export const nextHour = (instant: Instant): Instant => new Date(Math.floor(Date.parse(instant) / HOUR_MS) * HOUR_MS + HOUR_MS).toISOString();
/** The instant itself when it is a full hour, else the next full hour. */
export const hourCeil = (instant: Instant): Instant => new Date(Math.ceil(Date.parse(instant) / HOUR_MS) * HOUR_MS).toISOString();
/** A date's year as a number. */
export const yearOf = (date: CalendarDate): number => Number(date.slice(0, 4));

/** Whether a half-open interval holds on a date. */
export const holdsOn = ({ from, to }: ValidTime, date: CalendarDate): boolean => from <= date && (to === undefined || date < to);
/** What two half-open intervals share, if anything. */
export function overlapOf(a: ValidTime, b: ValidTime): ValidTime | undefined {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to === undefined ? b.to : b.to === undefined || a.to < b.to ? a.to : b.to;
  if (to !== undefined && to <= from) return undefined;
  return to === undefined ? { from } : { from, to };
}
/** The year as a half-open interval. */
export const yearInterval = (year: number): Required<ValidTime> => ({ from: `${year}-01-01`, to: `${year + 1}-01-01` });

/** Refuses an interval that runs backwards or is not made of real dates. */
export function mustRunForwards({ from, to }: ValidTime): void {
  must(isDate(from) && (to === undefined || isDate(to)), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(to === undefined || to > from, 'date.backwards', { zh: '截止日期必须晚于起始日期', en: 'an interval must end after it begins' });
}
