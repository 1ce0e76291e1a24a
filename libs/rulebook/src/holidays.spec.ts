import { specification, type Past } from '../../../test/support/specification.js';
import pingli from '../books/pingli-2016.json';
import { bookInForceFrom, type RuleBookRow } from './book-in-force.js';
import type { RuleBook } from './book.js';
import { addWorkDays, isRestDay } from './counting.js';
import { mergedCalendar } from './holidays.js';
import { ruleBooks } from './rule-books.view.js';
import { rulebookDecider, type PublishHolidayCalendar } from './rulebook.decider.js';

const book = pingli as unknown as RuleBook;
const own = book.calendar!;
const given = specification(rulebookDecider, { recordedAt: '2017-12-20T01:00:00.000Z' });
const published: Past = { type: 'RuleBookPublished', data: { bookId: book.id, bookVersion: 1, document: book, documentHash: 'h' } };
const year2018: PublishHolidayCalendar['data'] = {
  bookId: book.id,
  restDays: ['2018-01-01', '2018-02-15', '2018-02-16'],
  makeUpWorkDays: ['2018-02-11', '2018-02-24'],
  knownFrom: '2018-01-01',
  knownTo: '2019-01-01',
  documentNo: '国办发明电〔2017〕12号',
  documentDate: '2017-11-30',
};
const publish = (change: Partial<PublishHolidayCalendar['data']> = {}): PublishHolidayCalendar => ({
  type: 'PublishHolidayCalendar',
  data: { ...year2018, ...change },
});
const said: Past = { type: 'HolidayCalendarPublished', data: year2018 };

describe('a holiday calendar', () => {
  it('is published for a book that exists, for the days that it speaks of', () =>
    given(published)
      .when(publish())
      .then({ type: 'HolidayCalendarPublished', data: year2018, validAt: { from: '2018-01-01', to: '2019-01-01' } }));
  it('is not published twice in the same words', () => given(published, said).when(publish()).thenNothing());
  it('may speak anew of days already known', () =>
    given(published, said)
      .when(publish({ restDays: ['2018-01-01'] }))
      .thenData({ type: 'HolidayCalendarPublished', data: { ...year2018, restDays: ['2018-01-01'] } }));
  it('joins on to what was published before', () =>
    given(published, said)
      .when(publish({ restDays: [], makeUpWorkDays: [], knownFrom: '2019-01-01', knownTo: '2020-01-01' }))
      .thenData({ type: 'HolidayCalendarPublished', data: { ...year2018, restDays: [], makeUpWorkDays: [], knownFrom: '2019-01-01', knownTo: '2020-01-01' } }));
  it('begins what a book without calendar knows', () =>
    given({ type: 'RuleBookPublished', data: { bookId: book.id, bookVersion: 1, document: { ...book, calendar: undefined }, documentHash: 'h' } })
      .when(publish())
      .thenData({ type: 'HolidayCalendarPublished', data: year2018 }));
  it.each<[string, Partial<PublishHolidayCalendar['data']>, string]>([
    ['for an unknown book', { bookId: 'nobody' }, 'book.unknown'],
    ['without a document', { documentNo: ' ' }, 'book.calendar-without-document'],
    ['of no date', { documentDate: '2017-02-30' }, 'date.invalid'],
    ['of tomorrow', { documentDate: '2017-12-21' }, 'book.calendar-in-future'],
    ['that knows no day', { knownTo: '2018-01-01' }, 'book.calendar-range'],
    ['that lists what it does not know', { restDays: ['2019-01-01'] }, 'book.calendar-day'],
    ['that says both of a day', { restDays: ['2018-02-11'] }, 'book.calendar-conflict'],
    ['that leaves a year between', { knownFrom: '2019-01-01', knownTo: '2020-01-01', restDays: [], makeUpWorkDays: [] }, 'book.calendar-gap'],
  ])('%s is refused', (_, change, code) => given(published).when(publish(change)).thenRejected(code));
});

describe('the calendar that is counted by', () => {
  const merged = mergedCalendar(own, [year2018])!;
  it('is the own one while nothing is published', () => {
    expect(mergedCalendar(own, [])).toBe(own);
    expect(mergedCalendar(undefined, [])).toBeUndefined();
  });
  it('knows the days of both, and how far both go', () => {
    expect([merged.knownFrom, merged.knownTo]).toEqual(['2016-01-01', '2019-01-01']);
    expect(merged.restDays).toHaveLength(own.restDays.length + 3);
    expect([isRestDay('2016-10-03', merged), isRestDay('2018-02-15', merged), isRestDay('2018-02-11', merged)]).toEqual([true, true, false]);
  });
  it('holds the last word on each day', () => {
    const anew = mergedCalendar(own, [year2018, { ...year2018, restDays: ['2018-01-02'], makeUpWorkDays: [] }])!;
    expect(['2018-01-01', '2018-01-02', '2018-02-15'].map((date) => isRestDay(date, anew))).toEqual([false, true, false]);
    expect(isRestDay('2017-10-02', anew)).toBe(true);
  });
  it('never says it knows the days between two that do not join', () => {
    const far = mergedCalendar(own, [{ ...year2018, restDays: ['2020-01-01'], makeUpWorkDays: [], knownFrom: '2020-01-01', knownTo: '2021-01-01' }])!;
    expect([far.knownTo, isRestDay('2020-01-01', far)]).toEqual(['2018-01-01', true]);
  });
  it('is what a decider gets with the book in force', () => {
    const rows: Record<string, RuleBookRow> = {};
    for (const past of [published, { ...said, id: 'e9' }]) {
      const fold = ruleBooks.on as Readonly<Record<string, (row: RuleBookRow | undefined, event: never, key: string) => RuleBookRow | undefined>>;
      rows[book.id] = fold[past.type]!(rows[book.id], past as never, book.id)!;
    }
    const inForce = bookInForceFrom(Object.values(rows), '2016-12-07')!;
    expect(addWorkDays('2017-12-29', 1, inForce.book.calendar)).toEqual({ date: '2018-01-02', calendarKnown: true });
    expect(inForce.book.clauses).toBe(book.clauses);
    expect(rows[book.id]!.calendars).toEqual([expect.objectContaining({ documentNo: year2018.documentNo, eventId: 'e9' })]);
    expect(ruleBooks.validOn!(rows[book.id]!, '2017-11-29')!.calendars).toEqual([]);
    expect(ruleBooks.validOn!(rows[book.id]!, '2017-11-30')!.calendars).toHaveLength(1);
    expect(ruleBooks.validOn!(rows[book.id]!, '2015-11-30')).toBeUndefined();
  });
});
