import fc from 'fast-check';
import { addDays, startOf } from '#kernel';
import type { RuleBook } from '#rulebook';
import pingli from '../../rulebook/books/pingli-2016.json';
import { SCHEME } from '../../../test/support/cadence-county.js';
import { isCalendarKnown, planOf, type CadenceScheme } from './scheme.js';
import { mondayOf, mondayOn, weekdayOf, weekOf, yearOfWeek } from './weeks.js';

const { calendar } = pingli as unknown as RuleBook;
const early = { calendar, publishedAt: '2015-12-01T00:00:00.000Z' };
const planned = (week: string, scheme: CadenceScheme = SCHEME, making = early) => planOf(scheme, making).find((one) => one.week === week);

describe('ISO weeks', () => {
  it.each([
    ['2016-01-01', '2015-W53'],
    ['2016-01-04', '2016-W01'],
    ['2016-12-31', '2016-W52'],
    ['2017-01-01', '2016-W52'],
    ['2020-12-31', '2020-W53'],
    ['2024-12-30', '2025-W01'],
  ])('%s lies in %s', (date, week) => expect([weekOf(date), mondayOf(week)]).toEqual([week, mondayOn(date)]));
  it.each(['2016-W53', '2016-W00', '2016-W54', '2016-6', 'W06'])('%s is none', (week) => expect(mondayOf(week)).toBeUndefined());
  it('are seven days from their Monday, whatever the day', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (days) => {
        const date = addDays('1950-01-01', days);
        const monday = mondayOf(weekOf(date))!;
        expect([weekdayOf(monday), weekdayOf(date), addDays(monday, weekdayOf(date) - 1)]).toEqual([1, new Date(`${date}T00:00:00Z`).getUTCDay() || 7, date]);
        expect(yearOfWeek(weekOf(date))).toBe(Number(addDays(monday, 3).slice(0, 4)));
      }),
    ));
});

describe('a plan', () => {
  it('knows the day of each notice of 2016, and the hour of each due time', () => {
    expect(planned('2016-W01')).toEqual({
      ...{ week: '2016-W01', from: '2016-01-04', to: '2016-01-11' },
      workDays: ['2016-01-04', '2016-01-05', '2016-01-06', '2016-01-07', '2016-01-08'],
      ...{ opensAt: startOf('2016-01-04'), noticeOn: '2016-01-04', noticeAt: startOf('2016-01-04', 8) },
      ...{ reportsDueAt: startOf('2016-01-11'), visitsDueAt: startOf('2016-01-11') },
    });
    expect(planOf(SCHEME, early).filter(({ noticeAt }) => noticeAt !== undefined)).toHaveLength(52);
  });
  it.each([
    ['2016-W06', '2016-02-14'],
    ['2016-W14', '2016-04-05'],
    ['2016-W18', '2016-05-03'],
    ['2016-W40', '2016-10-08'],
  ])('moves the notice of %s to the first work day', (week, date) => expect(planned(week)).toMatchObject({ noticeOn: date, noticeAt: startOf(date, 8) }));
  it('leaves it where it is when the scheme says so', () => {
    const scheme = { ...SCHEME, notice: { ...SCHEME.notice!, time: { weekday: 1, hour: 8, onRestDay: 'unmoved' as const } } };
    expect(planned('2016-W06', scheme)).toMatchObject({ noticeOn: '2016-02-08' });
  });
  it('moves no notice into a week without a work day, and owes nothing in it', () => {
    const rest = { ...calendar!, makeUpWorkDays: [] };
    const week = planned('2016-W06', SCHEME, { ...early, calendar: { ...rest, restDays: [...rest.restDays, '2016-02-12', '2016-02-14'] } });
    expect(week).toMatchObject({ workDays: [], noticeOn: '2016-02-15' });
    expect([week!.reportsDueAt, week!.visitsDueAt]).toEqual([undefined, undefined]);
  });
  it('covers only the part of a week that lies in the scheme', () => {
    expect(planned('2015-W53')).toMatchObject({ from: '2016-01-01', to: '2016-01-04', workDays: [] });
    expect(planned('2016-W52')).toMatchObject({
      from: '2016-12-26',
      to: '2017-01-01',
      visitsDueAt: startOf('2017-01-01'),
      reportsDueAt: startOf('2017-01-02'),
    });
  });
  it('owes nothing that was over when it was published', () => {
    const making = { calendar, publishedAt: startOf('2016-03-09', 15) };
    expect(planned('2016-W09', SCHEME, making)).toBeUndefined();
    expect(planned('2016-W10', SCHEME, making)).toEqual({
      ...{ week: '2016-W10', from: '2016-03-07', to: '2016-03-14', opensAt: startOf('2016-03-09', 16) },
      workDays: ['2016-03-07', '2016-03-08', '2016-03-09', '2016-03-10', '2016-03-11'],
      ...{ reportsDueAt: startOf('2016-03-14'), visitsDueAt: startOf('2016-03-14') },
    });
  });
  it('of a later version keeps what fell due under the one before', () => {
    const before = planOf(SCHEME, early);
    const next: CadenceScheme = {
      ...SCHEME,
      version: 2,
      notice: { ...SCHEME.notice!, time: { weekday: 2, hour: 17, onRestDay: 'first-work-day' } },
      visits: undefined,
    };
    const plan = planOf(next, { calendar, publishedAt: startOf('2016-03-09', 15) }, before);
    const of = (week: string) => plan.find((one) => one.week === week);
    expect(of('2016-W09')).toEqual(before.find(({ week }) => week === '2016-W09'));
    expect(of('2016-W10')).toMatchObject({ noticeOn: '2016-03-07', opensAt: startOf('2016-03-07') });
    expect(of('2016-W10')!.visitsDueAt).toBeUndefined();
    expect(of('2016-W11')).toMatchObject({ noticeOn: '2016-03-15', noticeAt: startOf('2016-03-15', 17) });
  });
  it('of another county is data and nothing else', () => {
    const other: CadenceScheme = {
      ...SCHEME,
      schemeId: 'scheme-other',
      notice: {
        time: { weekday: 3, hour: 17, onRestDay: 'unmoved' },
        defaultText: '无',
        classes: [{ classId: 'departments', zh: '部门', of: 'posts', unitKinds: ['department'], roles: ['department-head'] }],
      },
      reports: { time: { weekday: 1, hour: 10, weeksLater: 1, onRestDay: 'first-work-day' }, unitKinds: ['town'] },
      visits: { duties: ['first-secretary', 'town-leader'] },
    };
    expect(planned('2016-W05', other)).toMatchObject({ noticeAt: startOf('2016-02-03', 17), reportsDueAt: startOf('2016-02-14', 10) });
  });
  it('says whether its holidays are known', () => {
    expect([
      isCalendarKnown(calendar, SCHEME),
      isCalendarKnown(calendar, { from: '2016-01-01', to: '2019-01-01' }),
      isCalendarKnown(undefined, SCHEME),
    ]).toEqual([true, false, false]);
  });
});
