import pingli from '../books/pingli-2016.json';
import type { AppealRules, AppealTrack } from './appeal-rules.js';
import { appealTrackById, appealTracksOn, countedLastDay } from './appeal-tracks.js';
import type { RuleBook } from './book.js';
import { lint } from './linter.js';
import { shapeErrors } from './nest/books.js';

const book = pingli as unknown as RuleBook;
const appeals = book.appeals!;
const party = appealTrackById(book, 'PARTY-2009')!;
const saying = (change: Partial<AppealRules>): RuleBook => ({ ...book, appeals: { ...appeals, ...change } });
const withTrack = (track: AppealTrack): RuleBook => saying({ tracks: [...appeals.tracks.filter(({ id }) => id !== track.id), track] });
const lines = (document: RuleBook) => lint(document).map(({ severity, code, subject }) => `${severity} ${code} ${subject ?? ''}`.trim());
const about = (document: RuleBook) => lines(document).filter((line) => !lines(book).includes(line));

describe('the part on appeals', () => {
  it('of the shipped book fits the schema and leaves no form without a track', () => {
    expect(shapeErrors(book)).toEqual([]);
    expect(lines(book).filter((line) => /track|appeal/.test(line))).toEqual([]);
  });
  it.each<[string, RuleBook, string]>([
    ['a track twice', saying({ tracks: [...appeals.tracks, party] }), 'error book.duplicate-id PARTY-2009'],
    ['a step twice', withTrack({ ...party, steps: [...party.steps, ...party.steps] }), 'error book.duplicate-id appeal-2009'],
    ['a step after none', withTrack({ ...party, steps: [{ ...party.steps[0]!, after: ['nothing'] }] }), 'error book.appeal-step-unreachable PARTY-2009'],
    ['an unknown counting rule', withTrack({ ...party, steps: [{ ...party.steps[0]!, countedBy: 'nobody' }] }), 'error book.unknown-counting PARTY-2009'],
    ['an unknown measure', withTrack({ ...party, reaches: { kinds: ['measure'], measures: ['Exile'] } }), 'error book.unknown-measure PARTY-2009'],
    ['an unknown source', withTrack({ ...party, source: 'hearsay' }), 'error book.unknown-source PARTY-2009'],
    ['no dates', withTrack({ ...party, effective: { from: '2016-02-30' } }), 'error book.no-effective-date PARTY-2009'],
    ['no lists', saying({ tracks: undefined }), 'error book.malformed'],
    [
      'no track for a form',
      saying({ tracks: appeals.tracks.filter(({ reaches }) => !reaches.kinds.includes('measure')) }),
      'warning book.form-without-track RemovalFromPost',
    ],
    ['no track for units', saying({ tracks: appeals.tracks.filter(({ id }) => id !== 'UNIT-OBJECTION') }), 'warning book.veto-without-track veto'],
    ['nothing at all', { ...book, appeals: undefined }, 'warning book.grade-without-track grade'],
  ])('%s', (_, document, line) => expect(about(document)).toContain(line));
});

describe('tracks', () => {
  it('are those of the day of the decision', () => {
    const on = (date: string) => appealTracksOn(book, date).map(({ id }) => id);
    expect(on('2017-02-20')).toEqual([
      'PARTY-2009',
      'PARTY-2016',
      'CIVIL-SERVANT-2005',
      'INSTITUTION-2014',
      'ADMIN-SUPERVISION',
      'PARTY-DISCIPLINE',
      'UNIT-OBJECTION',
    ]);
    expect(on('2022-01-10')).toEqual([
      'PARTY-2019',
      'CIVIL-SERVANT',
      'ORG-TREATMENT-2021',
      'INSTITUTION-2014',
      'SUPERVISION-2018',
      'PARTY-DISCIPLINE',
      'UNIT-OBJECTION',
    ]);
  });
  it('say what nobody has verified', () => {
    const unverified = appeals.tracks.filter(({ verifiedBy }) => verifiedBy === 'unverified').map(({ id }) => id);
    expect(unverified).toEqual(expect.arrayContaining(['ORG-TREATMENT-2021', 'INSTITUTION-2014', 'ADMIN-SUPERVISION', 'PARTY-2019']));
  });
});

describe('a last day', () => {
  const [step] = party.steps;
  it('is the later of both readings where the governing text is silent, by the general rule of the day', () => {
    expect(countedLastDay('2016-11-21', { days: 15 }, { book, step: step! })).toEqual({
      date: '2016-12-06',
      readings: { receiptExcluded: '2016-12-06', receiptIncluded: '2016-12-05' },
      countedBy: 'COUNT-1986',
      stated: false,
      calendarKnown: true,
    });
    expect(countedLastDay('2021-03-01', { days: 15 }, { book, step: step! }).countedBy).toBe('COUNT-2021');
  });
  it('is one reading where the text itself says how', () =>
    expect(countedLastDay('2016-11-21', { days: 15 }, { book, step: { countedBy: 'COUNT-1986' } })).toEqual({
      date: '2016-12-06',
      countedBy: 'COUNT-1986',
      stated: true,
      calendarKnown: true,
    }));
});
