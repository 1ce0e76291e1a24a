import { holdsOn, isDate } from '#kernel';
import type { HolidayCalendar, RuleBook } from './book.js';
import { error, type Finding } from './lint-finding.js';

type Days = Pick<HolidayCalendar, 'restDays' | 'makeUpWorkDays' | 'knownFrom' | 'knownTo'>;

/** Days that would move last days wrongly: a deadline counted with them could not be defended. */
export function dayErrors({ restDays, makeUpWorkDays, knownFrom, knownTo }: Days): readonly Finding[] {
  const known = isDate(knownFrom) && isDate(knownTo) && knownFrom < knownTo;
  const range = known ? [] : [error('book.calendar-range', '日历所知的起止日期不成立', 'the range that the calendar knows is none', { subject: 'calendar' })];
  const days = [...restDays, ...makeUpWorkDays];
  const wrong = known ? days.filter((date) => !isDate(date) || !holdsOn({ from: knownFrom, to: knownTo }, date)) : [];
  const both = restDays.filter((date) => makeUpWorkDays.includes(date));
  return [
    ...range,
    ...[...new Set(wrong)].map((date) =>
      error('book.calendar-day', `日历中的“${date}”不是所知期间内的日期`, `"${date}" is no date within what the calendar knows`, { subject: date }),
    ),
    ...both.map((date) =>
      error('book.calendar-conflict', `“${date}”既列为休息日又列为补班日`, `${date} is listed both as a rest day and as a work day`, { subject: date }),
    ),
  ];
}

export function calendarErrors({ calendar, sources }: RuleBook): readonly Finding[] {
  if (calendar === undefined) return [];
  const { source } = calendar;
  const unknownSource = sources.some(({ id }) => id === source)
    ? []
    : [error('book.unknown-source', `日历的出处“${source}”不存在`, `the calendar cites the unknown source "${source}"`, { subject: 'calendar' })];
  return [...dayErrors(calendar), ...unknownSource];
}
