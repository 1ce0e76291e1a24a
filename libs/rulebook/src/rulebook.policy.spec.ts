import { ALL, type AnyPolicy, type Event, type FactContribution, type Recorded } from '#kernel';
import { factsFrom, recorded, type Past, type Rows } from '../../../test/support/specification.js';
import pingli from '../books/pingli-2016.json';
import { appliesToYear, bookForYear, bookIfAny, bookInForceFrom, bookOf, type RuleBookRow } from './book-in-force.js';
import type { RuleBook } from './book.js';
import { clauseFactsView, knownFactsOf, type ClauseFactsRow } from './clause-facts.view.js';
import { clauseOutcomes } from './clause-outcomes.view.js';
import type { RecordClauseOutcomes } from './outcomes.decider.js';
import { interpreters, postRoles } from './interpreters.views.js';
import { ruleBooks } from './rule-books.view.js';
import { rulebookContext } from './rulebook.context.js';
import { clausePolicies } from './rulebook.policy.js';

const book = pingli as unknown as RuleBook;
const contributions: readonly FactContribution[] = [
  {
    Graded: ({ data: { unitId, year, grade } }) => [
      grade === null
        ? { op: 'clear', target: unitId, year, fact: 'performance.grade' }
        : { op: 'set', target: unitId, year, fact: 'performance.grade', value: grade },
    ],
    Found: ({ data: { unitId, year, finding, agreed } }) => [{ op: agreed ? 'add' : 'remove', target: unitId, year, fact: 'findings.agreed', item: finding }],
    Said: () => [],
  },
  { Graded: ({ data: { unitId, year } }) => [{ op: 'set', target: unitId, year, fact: 'unit.kind', value: 'town' }] },
  {
    Paired: ({ data: { villageId, unitId } }) => [
      { op: 'set', target: villageId, year: 2016, fact: 'village.weak', value: true },
      { op: 'add', target: unitId, year: 2016, fact: 'unit.pairedVillages', item: villageId },
    ],
  },
];
const view = clauseFactsView(contributions);
const fold = (key: string, ...history: readonly Past[]): ClauseFactsRow | undefined =>
  history
    .map(recorded)
    .filter((event) => view.keysOf(event).includes(key))
    .reduce<ClauseFactsRow | undefined>((row, event) => view.on[event.type]!(row, event, key), undefined);
const graded = (grade: string | null): Past => ({ type: 'Graded', data: { unitId: 'unit-qinglan', year: 2016, grade } });
const found = (finding: string, agreed = true): Past => ({ type: 'Found', data: { unitId: 'unit-qinglan', year: 2016, finding, agreed } });
const KEY = 'unit-qinglan:2016';

describe('clause-facts', () => {
  it('takes the last word on a fact, with its event', () => {
    expect(knownFactsOf(fold(KEY, graded('poor'), graded('fair'))!)).toEqual({
      'performance.grade': { value: 'fair', evidence: ['e1'] },
      'unit.kind': { value: 'town', evidence: ['e1'] },
    });
    expect(fold(KEY, graded('poor'))).toMatchObject({ target: 'unit-qinglan', targetKind: 'unit', year: 2016 });
  });
  it('forgets what is cleared', () =>
    expect(knownFactsOf(fold(KEY, graded('poor'), graded(null))!)).toEqual({ 'unit.kind': { value: 'town', evidence: ['e1'] } }));
  it('counts items, each once, and keeps the word that took one away', () => {
    expect(knownFactsOf(fold(KEY, found('f1'), found('f2'), found('f1'))!)['findings.agreed']).toEqual({ value: 2, evidence: ['e2', 'e1'] });
    expect(knownFactsOf(fold(KEY, found('f1'), found('f2'), found('f1', false))!)['findings.agreed']).toEqual({ value: 1, evidence: ['e2', 'e1'] });
    expect(knownFactsOf(fold(KEY, found('f1'), found('f1', false))!)['findings.agreed']).toEqual({ value: 0, evidence: ['e1'] });
  });
  it('keeps the row it was given', () => {
    const before = fold(KEY, found('f1'))!;
    const copy = structuredClone(before);
    view.on['Found']!(before, recorded(found('f2'), 5), KEY);
    expect(before).toEqual(copy);
  });
  it('knows several targets of one event, and none', () => {
    const paired = recorded({ type: 'Paired', data: { villageId: 'village-liyuan', unitId: 'unit-shuiwu' } }, 0);
    expect(view.keysOf(paired)).toEqual(['village-liyuan:2016', 'unit-shuiwu:2016']);
    expect(Object.keys(view.on['Paired']!(undefined, paired, 'village-liyuan:2016')!.facts)).toEqual(['village.weak']);
    expect(view.keysOf(recorded({ type: 'Said', data: {} }, 0))).toEqual([]);
    expect(view.keysOf(recorded({ type: 'Unheard', data: {} }, 0))).toEqual([]);
  });
  it('is about units and villages only', () =>
    expect(() => fold('person-zhouyan:2016', { type: 'Graded', data: { unitId: 'person-zhouyan', year: 2016, grade: 'poor' } })).toThrow(TypeError));
});

const version = (number: number, from: string, to?: string, document: RuleBook = book) => ({
  version: number,
  document,
  documentHash: '',
  from,
  ...(to !== undefined && { to }),
});
const bookRow = (...versions: RuleBookRow['versions']): RuleBookRow => ({ bookId: 'pingli-2016', title: '', versions, interpretations: [], calendars: [] });

describe('the book in force', () => {
  const two = { ...book, version: 2 };
  const rows = [bookRow(version(1, '2016-01-01', '2017-03-01'), version(2, '2017-03-01', undefined, two))];
  it.each([
    ['2015-12-31', undefined],
    ['2016-01-01', 1],
    ['2017-02-28', 1],
    ['2017-03-01', 2],
    ['2030-01-01', 2],
  ])('on %s is version %p', (date, expected) => expect(bookInForceFrom(rows, date)?.book.version).toBe(expected));
  it('is never a version superseded from its first day', () =>
    expect(bookInForceFrom([bookRow(version(1, '2016-01-01', '2016-01-01'), version(2, '2016-01-01', undefined, two))], '2016-01-01')?.book.version).toBe(2));
  it('judges a year by its last day, where it applies to the year', () => {
    expect(bookForYear(rows, 2016)?.book.version).toBe(1);
    expect(bookForYear(rows, 2017)).toBeUndefined();
    expect(bookForYear([bookRow(version(1, '2016-01-01', '2016-07-01'), version(2, '2016-07-01', undefined, two))], 2016)?.book.version).toBe(2);
    expect(appliesToYear({ ...book, appliesToYears: undefined }, 2031)).toBe(true);
  });
  it('is asked of the input, and refused where there is none', () => {
    const inForce = { book, interpretations: [] };
    expect(bookOf({ book: inForce })).toBe(inForce);
    expect(bookIfAny({})).toBeUndefined();
    expect(() => bookOf({})).toThrow(expect.objectContaining({ code: 'book.none-in-force' }));
  });
});

describe('rule-books', () => {
  const past: readonly Past[] = [
    { type: 'RuleBookPublished', data: { bookId: 'pingli-2016', bookVersion: 1, document: book, documentHash: 'h' } },
    {
      type: 'ClauseInterpreted',
      data: {
        bookId: 'pingli-2016',
        term: 'responsible-leader',
        meaningZh: '包村',
        posts: { of: 'self', duties: ['stationed'] },
        organUnitId: 'unit-dangwei',
        documentNo: '1',
        documentDate: '2017-02-20',
      },
    },
    {
      type: 'RuleBookPublished',
      data: { bookId: 'pingli-2016', bookVersion: 2, document: { ...book, version: 2, effective: { from: '2017-01-01' } }, documentHash: 'h2' },
    },
    { type: 'RuleBookSuperseded', data: { bookId: 'pingli-2016', bookVersion: 1, byBookId: 'pingli-2016', byVersion: 2, from: '2017-01-01' } },
  ];
  const row = past
    .map(recorded)
    .reduce<RuleBookRow | undefined>((soFar, event) => ruleBooks.on[event.type as 'RuleBookPublished'](soFar, event as never, 'pingli-2016'), undefined)!;
  it('hold every version with its days, and interpretations across versions', () => {
    expect(row.versions.map(({ version: number, from, to }) => [number, from, to])).toEqual([
      [1, '2016-01-01', '2017-01-01'],
      [2, '2017-01-01', undefined],
    ]);
    expect(row.interpretations).toEqual([expect.objectContaining({ term: 'responsible-leader', eventId: 'e1' })]);
    expect(row.interpretations[0]).not.toHaveProperty('bookId');
  });
  it('keep interpretations in the order of their documents, each document once', () => {
    const say = (soFar: RuleBookRow, data: object, index: number) =>
      ruleBooks.on.ClauseInterpreted!(
        soFar,
        recorded({ type: 'ClauseInterpreted', data: { ...past[1]!.data, ...data } } as Past, index) as never,
        'pingli-2016',
      )!;
    const lateOlder = say(row, { documentNo: '0', documentDate: '2017-01-05' }, 7);
    expect(lateOlder.interpretations.map(({ documentNo, eventId }) => [documentNo, eventId])).toEqual([
      ['0', 'e7'],
      ['1', 'e1'],
    ]);
    const toldAnew = say(lateOlder, { meaningZh: '包村领导', documentDate: '2017-01-04' }, 8);
    expect(toldAnew.interpretations.map(({ documentNo, eventId }) => [documentNo, eventId])).toEqual([
      ['1', 'e8'],
      ['0', 'e7'],
    ]);
  });
  it('tell what was valid on a date', () => {
    expect(ruleBooks.validOn!(row, '2016-06-01')).toMatchObject({ versions: [{ version: 1 }], interpretations: [] });
    expect(ruleBooks.validOn!(row, '2017-03-01')).toMatchObject({ versions: [{ version: 2 }], interpretations: [{ term: 'responsible-leader' }] });
    expect(ruleBooks.validOn!(row, '2015-06-01')).toBeUndefined();
  });
});

describe('what interpretations are decided on', () => {
  it('is the organs with their competences, and the roles of posts', () => {
    const unit = { unitId: 'unit-dangwei', kind: 'organ', name: '县委', competences: ['party-committee'] } as const;
    const on = (past: Past) => recorded(past, 0) as never;
    expect(interpreters.on.UnitRegistered!(undefined, on({ type: 'UnitRegistered', data: unit }), unit.unitId)).toEqual({
      unitId: unit.unitId,
      name: '县委',
      competences: ['party-committee'],
    });
    const post = on({ type: 'PostRegistered', data: { postId: 'post-a', role: 'town-head' } });
    expect([postRoles.keysOf(post), postRoles.on.PostRegistered!(undefined, post, 'town-head')]).toEqual([['town-head'], { role: 'town-head' }]);
  });
});

describe('the policies', () => {
  const [onFacts, onBooks] = clausePolicies(contributions) as readonly [AnyPolicy, AnyPolicy];
  const react = (policy: AnyPolicy, past: Past, rows: Rows): readonly RecordClauseOutcomes[] => {
    const event = recorded(past, 9) as Recorded<Event>;
    return policy.on[event.type]!(event, factsFrom(rows, policy.needs?.[event.type]?.(event) ?? [])) as readonly RecordClauseOutcomes[];
  };
  const rows: Rows = {
    'rule-books': { 'pingli-2016': bookRow(version(1, '2016-01-01')) },
    'clause-facts': { [KEY]: fold(KEY, graded('poor'))!, 'unit-shuiwu:2017': { target: 'unit-shuiwu', targetKind: 'unit', year: 2017, facts: {} } },
  };

  it('judge the targets that an event speaks of', () => {
    const [command, ...more] = react(onFacts, graded('poor'), rows);
    expect(more).toEqual([]);
    expect(command).toMatchObject({
      type: 'RecordClauseOutcomes',
      data: { target: 'unit-qinglan', targetKind: 'unit', year: 2016, bookId: 'pingli-2016', bookVersion: 1 },
    });
    expect(command!.data.outcomes.filter(({ outcome }) => outcome === 'met').map(({ clauseId }) => clauseId)).toEqual(['PL-W1', 'PL-V1', 'PL-D3']);
  });
  it('ask for nothing where an event says nothing', () => {
    expect(onFacts.needs!['Said']!(recorded({ type: 'Said', data: {} }, 0))).toEqual([]);
    expect(react(onFacts, { type: 'Said', data: {} }, rows)).toEqual([]);
  });
  it('have nothing to say where no book judges the year', () =>
    expect(react(onFacts, graded('poor'), { ...rows, 'rule-books': {} })).toEqual([
      { type: 'RecordClauseOutcomes', data: { target: 'unit-qinglan', targetKind: 'unit', year: 2016, bookId: null, bookVersion: null, outcomes: [] } },
    ]));
  it.each(['RuleBookPublished', 'RuleBookSuperseded', 'ClauseInterpreted'])('judge everybody again on %s', (type) => {
    expect(onBooks.needs![type]!(recorded({ type, data: {} }, 0))).toEqual([
      { view: 'rule-books', key: ALL },
      { view: 'clause-facts', key: ALL },
    ]);
    expect(react(onBooks, { type, data: {} }, rows).map(({ data: { target, year, bookId } }) => [target, year, bookId])).toEqual([
      ['unit-qinglan', 2016, 'pingli-2016'],
      ['unit-shuiwu', 2017, null],
    ]);
  });
  it('stand in the manifest with whatever contributes', () => {
    const context = rulebookContext(contributions);
    expect(Object.keys(context.policies[0]!.on)).toEqual(['Found', 'Graded', 'Paired', 'Said']);
    expect(context.views.map(({ name }) => name)).toEqual(['rule-books', 'clause-facts', 'clause-outcomes', 'interpreters', 'post-roles']);
  });
  it('are read clause by clause in clause-outcomes', () => {
    const data = {
      target: 'unit-qinglan',
      targetKind: 'unit',
      year: 2016,
      clauseId: 'PL-V1',
      clauseHash: 'h',
      bookId: 'pingli-2016',
      bookVersion: 1,
      outcome: 'met',
      consequence: { kind: 'veto', effects: 'undetermined' },
      values: {},
      evidence: [],
      missing: [],
    } as const;
    const event = recorded({ type: 'ClauseOutcomeChanged', data }, 7) as Parameters<typeof clauseOutcomes.keysOf>[0];
    expect(clauseOutcomes.keysOf(event)).toEqual(['unit-qinglan:2016:PL-V1']);
    expect(clauseOutcomes.on.ClauseOutcomeChanged(undefined, event, '')).toEqual({ ...data, eventId: 'e7', since: 7 });
  });
});
