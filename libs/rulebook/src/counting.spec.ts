import fc from 'fast-check';
import { addDays, addMonths } from '#kernel';
import pingli from '../books/pingli-2016.json';
import type { HolidayCalendar, RuleBook, TimeLimit } from './book.js';
import { addLimit, addWorkDays, isRestDay, lastDay } from './counting.js';
import { lint } from './linter.js';

const book = pingli as unknown as RuleBook;
const calendar = book.calendar!;
const day = fc.integer({ min: 0, max: 1400 }).map((n) => addDays('2015-01-01', n));
const limit: fc.Arbitrary<TimeLimit> = fc.oneof(
  fc.integer({ min: 1, max: 90 }).map((days) => ({ days })),
  fc.integer({ min: 1, max: 24 }).map((months) => ({ months })),
);
const days = (n: number): TimeLimit => ({ days: n });

describe('the last day of a period', () => {
  it.each([
    ['2016-11-21', days(15), '2016-12-06', 'a working Tuesday'],
    ['2016-12-16', days(15), '2017-01-03', 'a Saturday before the New Year holiday'],
    ['2017-01-12', days(15), '2017-02-03', 'New Year’s Eve of the lunar calendar'],
    ['2017-01-20', days(15), '2017-02-04', 'a Saturday worked in exchange stays'],
    ['2017-01-13', days(30), '2017-02-13', 'a Sunday'],
    ['2017-01-31', { months: 1 }, '2017-02-28', 'no 31st: the last of the month'],
    ['2016-01-31', { months: 1 }, '2016-02-29', 'the last of the month in a leap year'],
    ['2021-01-31', { months: 1 }, '2021-03-01', 'the last of the month is a Sunday'],
    ['2016-09-08', days(30), '2016-10-08', 'a Saturday worked after the National Day'],
    ['2016-09-01', { months: 1 }, '2016-10-08', 'the whole National Day holiday is passed over'],
  ])('from %s with %j is %s: %s', (from, period, date) => expect(lastDay(from, period, calendar).date).toBe(date));
  it('shows both readings, each off its own rest day', () => {
    expect(lastDay('2016-11-21', days(15), calendar).readings).toEqual({ receiptExcluded: '2016-12-06', receiptIncluded: '2016-12-05' });
    expect(lastDay('2016-12-16', days(15), calendar).readings).toEqual({ receiptExcluded: '2017-01-03', receiptIncluded: '2016-12-30' });
    expect(lastDay('2017-03-01', { months: 1 }, calendar).readings).toEqual({ receiptExcluded: '2017-04-01', receiptIncluded: '2017-03-31' });
    expect(lastDay('2017-01-31', { months: 1 }, calendar).readings).toEqual({ receiptExcluded: '2017-02-28', receiptIncluded: '2017-02-28' });
  });
  it('falls on the first work day from the end on, in either reading, and the later reading applies', () =>
    fc.assert(
      fc.property(day, limit, fc.constantFrom(calendar, undefined), (from, period, known) => {
        const { date, readings } = lastDay(from, period, known);
        const end = 'months' in period ? addMonths(from, period.months) : addDays(from, period.days);
        expect(isRestDay(date, known)).toBe(false);
        expect(end <= date).toBe(true);
        for (let passed = end; passed < date; passed = addDays(passed, 1)) expect(isRestDay(passed, known)).toBe(true);
        expect(date).toBe([readings.receiptExcluded, readings.receiptIncluded].sort()[1]);
        expect(isRestDay(readings.receiptIncluded, known)).toBe(false);
      }),
    ));
  it('never comes sooner for who began later', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), limit, (from, later, period) =>
        expect(lastDay(addDays(from, later), period, calendar).date >= lastDay(from, period, calendar).date).toBe(true),
      ),
    ));
  it('of a span is wherever it ends', () => {
    expect(addLimit('2016-12-16', days(15))).toBe('2016-12-31');
    expect(addLimit('2016-01-31', { months: 12 })).toBe('2017-01-31');
  });
});

describe('work days after a date', () => {
  it.each([
    ['2016-10-07', 1, '2016-10-08', 'a Saturday worked after the National Day counts'],
    ['2016-10-07', 3, '2016-10-10', 'and so does the Sunday'],
    ['2016-09-30', 1, '2016-10-08', 'the holiday of seven days does not'],
    ['2016-02-05', 2, '2016-02-14', 'the Saturday before the Spring Festival, then the Sunday after it'],
    ['2016-06-08', 1, '2016-06-12', 'a Sunday worked for the Dragon Boat Festival'],
    ['2016-09-14', 1, '2016-09-18', 'a Sunday worked for the Mid-Autumn Festival'],
    ['2017-01-20', 1, '2017-01-22', 'a Sunday worked before the Spring Festival'],
    ['2017-01-26', 1, '2017-02-03', 'the Spring Festival'],
    ['2017-02-03', 1, '2017-02-04', 'a Saturday worked after it'],
    ['2017-03-31', 1, '2017-04-01', 'a Saturday worked before the Tomb-Sweeping Day'],
    ['2017-05-26', 1, '2017-05-27', 'a Saturday worked for the Dragon Boat Festival'],
    ['2017-09-29', 1, '2017-09-30', 'a Saturday worked before the National Day'],
    ['2016-12-07', 15, '2016-12-28', 'three plain weeks'],
    ['2016-10-08', 0, '2016-10-08', 'none: the day itself'],
    ['2016-10-10', -3, '2016-09-30', 'counted back over the days worked and over the holiday'],
  ])('from %s, %i: %s (%s)', (from, count, date) => expect(addWorkDays(from, count, calendar)).toEqual({ date, calendarKnown: true }));
  it('say when they pass days of a year that nobody has announced', () => {
    expect(addWorkDays('2017-12-29', 1, calendar)).toEqual({ date: '2018-01-01', calendarKnown: false });
    expect(addWorkDays('2016-01-04', -1, calendar)).toEqual({ date: '2015-12-31', calendarKnown: false });
    expect(addWorkDays('2016-10-07', 1)).toEqual({ date: '2016-10-10', calendarKnown: false });
  });
  it('are work days, that many of them, and lead back', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, count) => {
        const { date } = addWorkDays(from, count, calendar);
        let passed = 0;
        for (let one = addDays(from, 1); one <= date; one = addDays(one, 1)) if (!isRestDay(one, calendar)) passed += 1;
        expect([passed, isRestDay(date, calendar)]).toEqual([count, false]);
        const back = addWorkDays(date, -count, calendar).date;
        expect(isRestDay(from, calendar) ? back < from : back === from).toBe(true);
      }),
    ));
});

describe('what the calendar does not know', () => {
  it.each([
    ['2017-12-01', days(15), '2017-12-18', true],
    ['2017-12-16', days(15), '2018-01-01', false],
    ['2017-12-17', days(15), '2018-01-01', false],
    ['2015-12-17', days(15), '2016-01-04', false],
    ['2015-12-18', days(15), '2016-01-04', true],
  ])('from %s with %j is %s, known: %s', (from, period, date, calendarKnown) => expect(lastDay(from, period, calendar)).toMatchObject({ date, calendarKnown }));
  it('still has weekends, as a book without a calendar has', () =>
    expect(lastDay('2017-01-20', days(15))).toEqual({
      date: '2017-02-06',
      readings: { receiptExcluded: '2017-02-06', receiptIncluded: '2017-02-03' },
      calendarKnown: false,
    }));
});

describe('the shipped calendar', () => {
  it('makes people work only on weekend days', () => expect(calendar.makeUpWorkDays.filter((date) => !isRestDay(date))).toEqual([]));
  it('gives 30 days of 2016 and 26 of 2017, in order, and says that nobody has verified them', () => {
    const inYear = (year: string) => calendar.restDays.filter((date) => date.startsWith(year)).length;
    expect([inYear('2016'), inYear('2017')]).toEqual([30, 26]);
    expect(calendar.restDays).toEqual([...calendar.restDays].sort());
    expect(calendar.verifiedBy).toBe('unverified');
  });
});

describe('a calendar that would count wrongly', () => {
  const linesOf = (change: Partial<HolidayCalendar>) =>
    lint({ ...book, calendar: { ...calendar, ...change } }).map(({ severity, code, subject }) => `${severity} ${code} ${subject ?? ''}`.trim());
  it.each<[string, Partial<HolidayCalendar>, string]>([
    ['knows no day', { knownTo: '2016-01-01' }, 'error book.calendar-range calendar'],
    ['begins on no date', { knownFrom: '2016-02-30' }, 'error book.calendar-range calendar'],
    ['lists no date', { restDays: ['2017-02-29'] }, 'error book.calendar-day 2017-02-29'],
    ['lists what it does not know', { makeUpWorkDays: ['2018-01-01'] }, 'error book.calendar-day 2018-01-01'],
    ['says both of a day', { restDays: ['2017-02-04'] }, 'error book.calendar-conflict 2017-02-04'],
    ['cites nobody', { source: 'hearsay' }, 'error book.unknown-source calendar'],
    ['has another shape', { restDays: undefined }, 'error book.malformed'],
  ])('%s', (_, change, line) => expect(linesOf(change)).toEqual([line]));
  it('is missed by nobody when the book has none', () => expect(lint({ ...book, calendar: undefined })).toEqual(lint(book)));
});
