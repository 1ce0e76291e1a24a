import fc from 'fast-check';
import pingli from '../books/pingli-2016.json';
import type { RuleBook } from './book.js';
import {
  clauseById,
  clausesOfKind,
  compareMeasures,
  competencesFor,
  deadlinesOf,
  formsInForce,
  gradeById,
  gradeFor,
  measureById,
  procedureAt,
  weightFloorsFor,
} from './catalogue.js';

const book = pingli as unknown as RuleBook;

describe('grades', () => {
  it.each([
    [0, 'poor'],
    [5999, 'poor'],
    [6000, 'fair'],
    [7499, 'fair'],
    [7500, 'good'],
    [8999, 'good'],
    [9000, 'excellent'],
    [10_000, 'excellent'],
  ])('%i is %s', (total, id) => expect(gradeFor(book, total).id).toBe(id));
  it('take what lies beyond the scale for its end', () => expect([gradeFor(book, -800).id, gradeFor(book, 10_001).id]).toEqual(['poor', 'excellent']));
  it('never fall as the total rises', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(gradeFor(book, low).minHundredths).toBeLessThanOrEqual(gradeFor(book, high).minHundredths);
      }),
    ));
  it('leave no total out silently', () =>
    expect(() => gradeFor({ ...book, grades: { maxHundredths: 10_000, levels: [{ id: 'top', zh: '优', minHundredths: 9000, source: null }] } }, 10)).toThrow(
      RangeError,
    ));
  it('are known by id', () => expect([gradeById(book, 'poor')?.zh, gradeById(book, 'awful')]).toEqual(['较差', undefined]));
});

describe('clauses', () => {
  it('are found by what follows from them, where switched on', () => {
    expect(clausesOfKind(book, 'nomination').map(({ id }) => id)).toEqual(['PL-P1', 'PL-P2']);
    expect(clausesOfKind(book, 'veto').map(({ id }) => id)).toEqual(['PL-V1']);
    expect(clauseById(book, 'PL-P3')?.status).toBe('off');
  });
  it('set the floors', () => {
    expect(weightFloorsFor(book, 'town')).toEqual([{ clauseId: 'PL-W1', indicator: 'poverty', floorBasisPoints: 6000 }]);
    expect(weightFloorsFor(book, 'department')).toEqual([{ clauseId: 'PL-W2', indicator: 'poverty', floorBasisPoints: 5000 }]);
    expect(weightFloorsFor(book, 'county')).toEqual([]);
  });
});

describe('measures', () => {
  const forms = (question: Parameters<typeof formsInForce>[1]) => formsInForce(book, question).map(({ source }) => source);
  it('of 2009 are five, and demotion is none of them', () => {
    const listed = book.measures.filter((measure) => measure.forms.some(({ source }) => source === 'interim-2009'));
    expect(listed.map(({ zh }) => zh).sort()).toEqual(['责令公开道歉', '停职检查', '引咎辞职', '责令辞职', '免职'].sort());
    expect(forms({ measure: 'Demotion', date: '2017-02-10' })).toEqual([]);
    expect(forms({ measure: 'Demotion', date: '2022-02-10' })).toEqual(['accountability-2019', 'organizational-2021']);
  });
  it('are open by date', () => {
    expect(forms({ measure: 'RemovalFromPost', date: '2017-02-10' })).toEqual(['interim-2009']);
    expect(forms({ measure: 'RemovalFromPost', date: '2009-06-29' })).toEqual([]);
    expect(forms({ measure: 'Admonition', date: '2016-07-07' })).toEqual([]);
    expect(forms({ measure: 'Admonition', date: '2016-07-08' })).toEqual(['accountability-2016']);
  });
  it('of the party reach members only', () => {
    expect(forms({ measure: 'Admonition', date: '2017-02-10', partyMember: false })).toEqual([]);
    expect(forms({ measure: 'Admonition', date: '2017-02-10', partyMember: true })).toEqual(['accountability-2016']);
  });
  it('are open by who decides', () => {
    expect(forms({ measure: 'RemovalFromPost', date: '2017-02-10', competences: ['discipline'] })).toEqual([]);
    expect(forms({ measure: 'Circular', date: '2017-02-10', competences: ['discipline'] })).toEqual(['accountability-2016']);
  });
  it('are open by the person’s status', () => {
    const civil = {
      ...book,
      measures: book.measures.map((measure) => ({
        ...measure,
        forms: measure.forms.map((form) => ({ ...form, appliesTo: { staffStatus: ['civil-servant'] } })),
      })),
    };
    const question = { measure: 'RemovalFromPost', date: '2017-02-10' };
    expect(formsInForce(civil, { ...question, staffStatus: 'village' })).toEqual([]);
    expect(formsInForce(civil, { ...question, staffStatus: 'civil-servant' })).toHaveLength(1);
  });
  it('that the book does not know are open to nobody', () => expect(forms({ measure: 'Exile', date: '2017-02-10' })).toEqual([]));
  it.each([
    ['RemovalFromPost', 'PublicApology', 'heavier'],
    ['Circular', 'OrderedResignation', 'lighter'],
    ['RemovalFromPost', 'OrderedResignation', 'incomparable'],
    ['Demotion', 'Demotion', 'same'],
  ])('%s is to %s: %s', (a, b, answer) => expect(compareMeasures(book, a, b)).toBe(answer));
  it('form a partial order', () => {
    const ids = book.measures.map(({ id }) => id);
    const opposite = { heavier: 'lighter', lighter: 'heavier', same: 'same', incomparable: 'incomparable' };
    for (const a of ids) for (const b of ids) expect(compareMeasures(book, a, b)).toBe(opposite[compareMeasures(book, b, a)]);
    const below = (id: string) => ids.filter((lighter) => compareMeasures(book, id, lighter) === 'heavier');
    for (const a of ids) for (const b of below(a)) expect(below(a)).toEqual(expect.arrayContaining([...below(b)]));
  });
  it('end a comparison that runs in a circle', () => {
    const circle = {
      ...book,
      measures: [
        { ...measureById(book, 'Circular')!, heavierThan: ['Circular'] },
        { ...measureById(book, 'Admonition')!, heavierThan: [] },
      ],
    };
    expect(compareMeasures(circle, 'Circular', 'Admonition')).toBe('incomparable');
  });
});

describe('procedure', () => {
  it.each([
    ['hearing', '2017-02-10', ['LAW-1']],
    ['exemption', '2019-08-31', []],
    ['exemption', '2019-09-01', ['LAW-7']],
    ['correction', '2017-02-10', []],
    ['correction', '2019-09-01', ['LAW-9']],
    ['formalities', '2016-07-07', []],
    ['formalities', '2016-07-08', ['LAW-5']],
  ])('asks at the step %s on %s for %j', (step, date, ids) => expect(procedureAt(book, step, date).map(({ id }) => id)).toEqual(ids));
  it('keeps its clocks by date and measure', () => {
    expect(deadlinesOf(book, 'formalities', '2017-02-10').map(({ limit }) => limit)).toEqual([{ months: 1 }]);
    expect(deadlinesOf(book, 'effect-period', '2017-02-10', 'RemovalFromPost').map(({ limit }) => limit)).toEqual([{ months: 12 }]);
    expect(deadlinesOf(book, 'effect-period', '2017-02-10', 'Circular')).toEqual([]);
    expect(deadlinesOf(book, 'public-notice', '2017-02-10').map(({ limit }) => limit)).toEqual([{ days: 60 }]);
    expect(deadlinesOf(book, 'effect-period', '2017-02-10')).toEqual([]);
    expect(deadlinesOf(book, 'effect-period', '2019-08-31', 'TakeBlameResignation').map(({ limit }) => limit)).toEqual([{ months: 12 }]);
    expect(deadlinesOf(book, 'effect-period', '2019-09-01', 'TakeBlameResignation')).toEqual([]);
  });
  it('knows who may do what', () => expect([competencesFor(book, 'recommend'), competencesFor(book, 'pardon')]).toEqual([['discipline', 'organization'], []]));
});
