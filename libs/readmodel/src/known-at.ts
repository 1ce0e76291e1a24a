import { addDays, isDate, isInstant, Rejection, startOf, type Instant } from '#kernel';

/** A plus sign of an offset comes out of a query string as a space, unless somebody thought of writing it as %2B. */
const OFFSET_INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?(?:Z|([+\- ])(0\d|1[0-4]):([0-5]\d))$/;
const MINUTE_MS = 60_000;

/**
 * A moment as people write it, by whichever door: a position (-1: before the first event); an instant in UTC or with its offset, with or without milliseconds; or a
 * calendar date, which means the end of that day in Shanghai. A time of day without Z or offset is refused: nobody shall guess whose clock it was.
 * @throws Rejection `moment.invalid`
 */
export function knownAtFrom(text: string): number | Instant {
  if (/^(-1|\d{1,15})$/.test(text)) return Number(text);
  if (isDate(text)) return new Date(Date.parse(startOf(addDays(text, 1))) - 1).toISOString();
  const instant = utcOf(text);
  if (instant !== undefined) return instant;
  throw new Rejection('moment.invalid', {
    zh: `无法识别的时点：${text}（须为序号、日期（如2017-01-31）或带时区的时刻（如2017-01-31T15:59:59Z、2017-01-31T23:59:59+08:00））`,
    en: `not a moment: ${text} (a position, a date such as 2017-01-31, or an instant such as 2017-01-31T15:59:59Z or 2017-01-31T23:59:59+08:00)`,
  });
}

function utcOf(text: string): Instant | undefined {
  const [, second, fraction = '', sign, hours = '0', minutes = '0'] = OFFSET_INSTANT.exec(text) ?? [];
  const local = `${second}.${fraction.padEnd(3, '0')}Z`;
  if (!isInstant(local)) return undefined;
  const east = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return new Date(Date.parse(local) - east * MINUTE_MS).toISOString();
}
