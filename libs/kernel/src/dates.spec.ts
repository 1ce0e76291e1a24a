import fc from 'fast-check';
import {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  holdsOn,
  hourCeil,
  isDate,
  isInstant,
  mustRunForwards,
  nextHour,
  overlapOf,
  startOf,
  yearInterval,
} from './index.js';

const day = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1950-01-01', n));
const interval = fc
  .tuple(day, fc.integer({ min: 1, max: 900 }), fc.boolean())
  .map(([from, days, open]) => (open ? { from } : { from, to: addDays(from, days) }));

describe('dates', () => {
  it.each(['2016-02-30', '2015-02-29', '2016-13-01', '2016-1-1', '2016-00-10', '', '2016-02-29T00:00:00Z', 20160229, null])('%p is no date', (text) =>
    expect(isDate(text)).toBe(false),
  );
  it.each(['2016-02-29', '1900-01-01', '2999-12-31'])('%s is a date', (text) => expect(isDate(text)).toBe(true));
  it.each(['2016-02-30T00:00:00.000Z', '2016-02-28T24:00:00.000Z', '2016-02-28T00:00:00Z', '2016-02-28 00:00:00.000Z', undefined])('%p is no instant', (text) =>
    expect(isInstant(text)).toBe(false),
  );
  it('knows an instant as the calendar does, digit by digit', () => {
    const known = (text: string) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
    const digit = fc.constantFrom(...'0123456789');
    // Month, day and hour are where the calendar has a say; the digits are any.
    fc.assert(
      fc.property(fc.array(digit, { minLength: 10, maxLength: 10 }), fc.constantFrom('2015', '2016', '1900', '2000', '0000', '9999'), (digits, year) => {
        const [a, b, c, d, e, f, g, h, i, j] = digits;
        const text = `${year}-${'01'[Number(a) % 2]}${b}-${'0123'[Number(c) % 4]}${d}T${'012'[Number(e) % 3]}${f}:${g}${h}:${i}${j}.000Z`;
        expect(isInstant(text)).toBe(known(text));
      }),
      { numRuns: 3000 },
    );
  });
  it('begins a day at midnight in Shanghai', () => {
    expect(startOf('2016-01-01')).toBe('2015-12-31T16:00:00.000Z');
    expect(dateOf('2015-12-31T16:00:00.000Z')).toBe('2016-01-01');
    expect(dateOf('2015-12-31T15:59:59.999Z')).toBe('2015-12-31');
    expect(startOf('2016-01-01', 9)).toBe('2016-01-01T01:00:00.000Z');
  });
  it('counts a month to the last day where the day is missing', () => {
    expect(addMonths('2017-01-31', 1)).toBe('2017-02-28');
    expect(addMonths('2016-01-31', 1)).toBe('2016-02-29');
    expect(addMonths('2016-12-31', 1)).toBe('2017-01-31');
    expect(addMonths('2016-11-30', 12)).toBe('2017-11-30');
    expect(addMonths('2016-03-31', -1)).toBe('2016-02-29');
  });
  it('takes days back again', () =>
    fc.assert(fc.property(day, fc.integer({ min: -5000, max: 5000 }), (date, days) => expect(daysBetween(date, addDays(date, days))).toBe(days))));
  it('wakes at full hours', () => {
    expect(nextHour('2016-01-01T01:00:00.000Z')).toBe('2016-01-01T02:00:00.000Z');
    expect(hourCeil('2016-01-01T01:00:00.000Z')).toBe('2016-01-01T01:00:00.000Z');
    expect(hourCeil('2016-01-01T01:00:00.001Z')).toBe('2016-01-01T02:00:00.000Z');
  });
});

describe('intervals', () => {
  it('are half-open', () => {
    expect(holdsOn({ from: '2016-01-01', to: '2016-10-10' }, '2016-10-09')).toBe(true);
    expect(holdsOn({ from: '2016-01-01', to: '2016-10-10' }, '2016-10-10')).toBe(false);
    expect(holdsOn({ from: '2016-01-01' }, '2015-12-31')).toBe(false);
    expect(yearInterval(2016)).toEqual({ from: '2016-01-01', to: '2017-01-01' });
  });
  it('share exactly the days that both hold', () =>
    fc.assert(
      fc.property(interval, interval, day, (a, b, date) => {
        const shared = overlapOf(a, b);
        expect(shared !== undefined && holdsOn(shared, date)).toBe(holdsOn(a, date) && holdsOn(b, date));
        expect(overlapOf(b, a)).toEqual(shared);
      }),
    ));
  it.each([{ from: '2016-02-30' }, { from: '2016-01-02', to: '2016-01-01' }, { from: '2016-01-01', to: '2016-01-01' }, { from: '2016-01-01', to: 'soon' }])(
    '%p is refused',
    (bad) => expect(() => mustRunForwards(bad)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^date\./) })),
  );
});
