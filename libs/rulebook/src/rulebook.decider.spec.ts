import { canonicalJson } from '#kernel';
import { specification, type Past, type Rows } from '../../../test/support/specification.js';
import second from '../../../test/fixtures/books/second-book.json';
import pingli from '../books/pingli-2016.json';
import type { RuleBook } from './book.js';
import { rulebookDecider, type InterpretClause, type PublishRuleBook } from './rulebook.decider.js';
import { sha256Hex } from './sha256.js';

const rows: Rows = {
  interpreters: {
    'unit-dangwei': { unitId: 'unit-dangwei', name: '县委', competences: ['party-committee'] },
    'unit-qinglan': { unitId: 'unit-qinglan', name: '青岚镇', competences: [] },
  },
  'post-roles': { 'water-warden': { role: 'water-warden' } },
};
const given = specification(rulebookDecider, { recordedAt: '2017-02-21T01:00:00.000Z', rows });
const book = pingli as unknown as RuleBook;
const other = second as unknown as RuleBook;
const publish = (document: RuleBook): PublishRuleBook => ({ type: 'PublishRuleBook', data: { document } });
const publishedData = (document: RuleBook) => ({
  bookId: document.id,
  bookVersion: document.version,
  document,
  documentHash: sha256Hex(canonicalJson(document)),
});
const published = (document: RuleBook): Past => ({ type: 'RuleBookPublished', data: publishedData(document) });
const supersededData = (old: RuleBook, by: RuleBook) => ({
  bookId: old.id,
  bookVersion: old.version,
  byBookId: by.id,
  byVersion: by.version,
  from: by.effective.from,
});
const superseded = (old: RuleBook, by: RuleBook): Past => ({ type: 'RuleBookSuperseded', data: supersededData(old, by) });
const version = (number: number, from: string, to?: string): RuleBook => ({ ...book, version: number, effective: to === undefined ? { from } : { from, to } });
const inYears = (from: string, to: string, supersedes?: readonly string[]): RuleBook => ({
  ...other,
  effective: { from, to },
  ...(supersedes && { supersedes }),
});

describe('publishing a book', () => {
  it('records the document, its hash and from when it holds', () =>
    given()
      .when(publish(book))
      .then({ type: 'RuleBookPublished', data: publishedData(book), validAt: { from: '2016-01-01' } }));
  it('of another id is free where the ranges do not meet', () =>
    given(published(version(1, '2016-01-01', '2020-01-01')))
      .when(publish(inYears('2020-01-01', '2021-01-01')))
      .thenData({ type: 'RuleBookPublished', data: publishedData(inYears('2020-01-01', '2021-01-01')) }));
  it('of another id is refused where they do', () => given(published(book)).when(publish(other)).thenRejected('book.overlap'));
  it('of another id is refused though it supersedes a third', () =>
    given(published(book))
      .when(publish(inYears('2016-01-01', '2020-01-01', ['another'])))
      .thenRejected('book.overlap'));
  it('of another id replaces the one it says it supersedes', () => {
    const next = inYears('2017-01-01', '2020-01-01', ['pingli-2016']);
    given(published(book))
      .when(publish(next))
      .then(
        { type: 'RuleBookPublished', data: publishedData(next), validAt: next.effective },
        { type: 'RuleBookSuperseded', data: supersededData(book, next), validAt: { from: '2017-01-01' } },
      );
  });
  it('as the next version supersedes the one before from its own first day', () => {
    const next = version(2, '2017-01-01');
    given(published(book))
      .when(publish(next))
      .thenData({ type: 'RuleBookPublished', data: publishedData(next) }, { type: 'RuleBookSuperseded', data: supersededData(book, next) });
  });
  it('supersedes every version whose days it takes, and none that has none left', () => {
    const [two, three, four] = [version(2, '2017-01-01'), version(3, '2017-01-01'), version(4, '2016-06-01')];
    given(published(book), published(two), superseded(book, two), published(three), superseded(two, three))
      .when(publish(four))
      .thenData(
        { type: 'RuleBookPublished', data: publishedData(four) },
        { type: 'RuleBookSuperseded', data: supersededData(book, four) },
        { type: 'RuleBookSuperseded', data: supersededData(three, four) },
      );
  });
  it('leaves alone a version that ended before', () => {
    const [old, next] = [version(1, '2016-01-01', '2017-01-01'), version(2, '2017-01-01')];
    given(published(old))
      .when(publish(next))
      .thenData({ type: 'RuleBookPublished', data: publishedData(next) });
  });
  it.each([
    [1, 'again'],
    [3, 'with a gap'],
  ])('as version %i after version 1 is refused (%s)', (number) =>
    given(published(book))
      .when(publish(version(number, '2017-01-01')))
      .thenRejected('book.version'),
  );
  it('must begin with version 1', () =>
    given()
      .when(publish(version(2, '2016-01-01')))
      .thenRejected('book.version'));
  it('is refused where the linter finds an error, with the clause', () => {
    const broken = { ...book, clauses: book.clauses.map((clause) => (clause.id === 'PL-V1' ? { ...clause, terms: ['nothing'] } : clause)) };
    given().when(publish(broken)).thenRejected('book.unknown-term', 'PL-V1');
  });
  it('needs an effective date', () =>
    given()
      .when(publish({ ...book, effective: undefined as unknown as RuleBook['effective'] }))
      .thenRejected('book.no-effective-date'));
  it('says how many errors there are beside the first', () => {
    const broken = { ...book, clauses: book.clauses.map((clause) => ({ ...clause, source: 'hearsay' })) };
    given().when(publish(broken)).thenRejected('book.unknown-source', 'PL-W1');
    expect(() => rulebookDecider.decide.PublishRuleBook(publish(broken), rulebookDecider.initialState, {} as never)).toThrow(
      `(and ${book.clauses.length - 1} more)`,
    );
  });
  it('takes nothing that is no book', () =>
    given()
      .when(publish({} as RuleBook))
      .thenRejected('book.malformed'));
});

describe('interpreting a term', () => {
  const interpretation: InterpretClause['data'] = {
    bookId: 'pingli-2016',
    term: 'responsible-leader',
    meaningZh: '分管领导和包村领导',
    posts: { of: 'self', duties: ['in-charge', 'stationed'] },
    organUnitId: 'unit-dangwei',
    documentNo: '岭发〔2017〕5号',
    documentDate: '2017-02-20',
  };
  const interpret = (change: Partial<InterpretClause['data']> = {}): InterpretClause => ({ type: 'InterpretClause', data: { ...interpretation, ...change } });
  const interpreted: Past = { type: 'ClauseInterpreted', data: interpretation };
  const reach = { term: 'veto-reach', posts: undefined, effects: ['honours'] };

  it('records organ, document number and date', () =>
    given(published(book))
      .when(interpret())
      .then({ type: 'ClauseInterpreted', data: interpretation, validAt: { from: '2017-02-20' } }));
  it('says what a veto reaches', () =>
    given(published(book))
      .when(interpret(reach))
      .thenData({ type: 'ClauseInterpreted', data: { ...interpretation, ...reach } }));
  it('twice in the same words is no news', () => given(published(book), interpreted).when(interpret()).thenNothing());
  it('anew replaces the meaning', () =>
    given(published(book), interpreted)
      .when(interpret({ documentNo: '岭发〔2017〕9号' }))
      .thenData({ type: 'ClauseInterpreted', data: { ...interpretation, documentNo: '岭发〔2017〕9号' } }));
  it('back to an earlier meaning is news again', () =>
    given(published(book), interpreted, { type: 'ClauseInterpreted', data: { ...interpretation, documentNo: '岭发〔2017〕9号' } })
      .when(interpret())
      .thenData({ type: 'ClauseInterpreted', data: interpretation }));
  it.each<[string, Partial<InterpretClause['data']>]>([
    ['book.interpretation-without-authority', { documentNo: '' }],
    ['book.interpretation-without-authority', { documentNo: '  ' }],
    ['book.interpretation-without-authority', { organUnitId: '' }],
    ['unit.unknown', { organUnitId: 'unit-nobody' }],
    ['book.interpreter-not-competent', { organUnitId: 'unit-qinglan' }],
    ['date.invalid', { documentDate: '2017-02-30' }],
    ['book.interpretation-before-book', { documentDate: '2015-12-31' }],
    ['book.unknown-duty', { posts: { of: 'self', duties: ['in-charge', 'nosuch'] } }],
    ['book.unknown-role', { posts: { of: 'self', roles: ['town-head', 'emperor'] } }],
    ['book.unknown-duty', { ...reach, posts: { of: 'self', duties: ['nosuch'] } }],
    ['book.interpretation-in-future', { documentDate: '2017-02-22' }],
    ['book.unknown', { bookId: 'pingli-2017' }],
    ['book.unknown-term', { term: 'leader' }],
    ['book.interpretation-empty', { posts: undefined }],
    ['book.interpretation-empty', { posts: { of: 'self', roles: [], duties: [] } }],
    ['book.interpretation-empty', { posts: undefined, effects: ['honours'] }],
    ['book.interpretation-empty', { ...reach, effects: [] }],
  ])('is refused with %s: %j', (code, change) => given(published(book)).when(interpret(change)).thenRejected(code));
  it('may name roles that the book speaks of, or that posts have', () => {
    const posts = { of: 'self', roles: ['deputy-in-charge', 'water-warden'] } as const;
    given(published(book))
      .when(interpret({ posts }))
      .thenData({ type: 'ClauseInterpreted', data: { ...interpretation, posts } });
  });
  it('may be of the day on which the book came into force', () =>
    given(published(book))
      .when(interpret({ documentDate: '2016-01-01' }))
      .thenData({ type: 'ClauseInterpreted', data: { ...interpretation, documentDate: '2016-01-01' } }));
  it('is for who decides by the book, where the book names nobody who interprets', () => {
    const silent = { ...book, competences: book.competences.filter(({ act }) => act !== 'interpret') };
    given(published(silent)).when(interpret()).thenData({ type: 'ClauseInterpreted', data: interpretation });
    const office = { 'unit-office': { unitId: 'unit-office', name: '指挥部办公室', competences: ['command-office'] } };
    const more = { rows: { ...rows, interpreters: office } };
    given(published(silent))
      .when(interpret({ organUnitId: 'unit-office' }), more)
      .thenRejected('book.interpreter-not-competent');
    given(published(book))
      .when(interpret({ organUnitId: 'unit-office' }), more)
      .thenData({ type: 'ClauseInterpreted', data: { ...interpretation, organUnitId: 'unit-office' } });
  });
  it('is refused where the book itself defines the term', () =>
    given(published(other))
      .when(interpret({ bookId: other.id, term: 'keepers' }))
      .thenRejected('book.term-defined'));
  it('looks at the latest version of the book', () => {
    const next = { ...version(2, '2017-01-01'), terms: [], clauses: book.clauses.filter(({ terms }) => !terms) };
    given(published(book), published(next), superseded(book, next)).when(interpret()).thenRejected('book.unknown-term');
  });
});
