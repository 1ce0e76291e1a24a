import second from '../../../test/fixtures/books/second-book.json';
import pingli from '../books/pingli-2016.json';
import type { Clause, Condition, FactDefinition, Interpretation, RuleBook } from './book.js';
import { lint, type Finding } from './linter.js';

const book = pingli as unknown as RuleBook;
const other = second as unknown as RuleBook;
const lineOf = ({ code, clauseId, subject }: Finding) => `${code} ${subject ?? clauseId ?? ''}`.trim();
const LINES = [
  'book.role-without-consequence county-leader',
  'book.role-without-consequence first-secretary',
  'book.role-without-consequence agri-technician',
  'book.term-undefined responsible-leader',
  'book.grade-without-source good',
  'book.veto-reach-unstated PL-V1',
  'book.no-discretion RemovalFromPost',
  'book.measure-not-in-force Demotion',
  'book.faking-unpunished village.exit=false-exit',
  'book.outcomes-overlap PL-P1',
];

const clauseOf = (id: string): Clause => book.clauses.find((clause) => clause.id === id)!;
const withClauses = (change: (clause: Clause) => Clause, of = book): RuleBook => ({ ...of, clauses: of.clauses.map(change) });
const withClause = (id: string, change: Partial<Clause>): RuleBook => withClauses((clause) => (clause.id === id ? { ...clause, ...change } : clause));
const adding = (...clauses: readonly Clause[]): RuleBook => ({ ...book, clauses: [...book.clauses, ...clauses] });
const measureOn = (duty: string): Clause => ({
  ...clauseOf('PL-D1'),
  id: `PL-N-${duty}`,
  discretion: 'circumstances',
  consequence: { kind: 'measure', measure: 'Admonition', posts: { of: 'town-of-village', duties: [duty] }, targetAt: 'period' },
});
const posts = { of: 'self', duties: ['town-leader', 'in-charge', 'stationed'] } as const;

describe('book lint on pingli-2016', () => {
  it('names every hole of the text, once', () => expect(lint(book).map(lineOf)).toEqual(LINES));
  it('calls none of them an error, and says each in two languages', () => {
    for (const { severity, zh, en } of lint(book)) expect([severity, /\p{Script=Han}/u.test(zh), /^[\x20-\x7e’]+$/.test(en)]).toEqual(['warning', true, true]);
  });

  const mended: Readonly<Record<string, RuleBook>> = {
    'book.role-without-consequence county-leader': adding(measureOn('county-leader')),
    'book.role-without-consequence first-secretary': adding(measureOn('first-secretary')),
    'book.role-without-consequence agri-technician': adding(measureOn('agri-technician')),
    'book.term-undefined responsible-leader': {
      ...book,
      terms: book.terms.map((term) =>
        term.id === 'responsible-leader' ? { ...term, defined: true, meaningZh: '分管、包村及班子成员', posts, source: 'example' } : term,
      ),
    },
    'book.grade-without-source good': {
      ...book,
      grades: { ...book.grades, levels: book.grades.levels.map((level) => (level.id === 'good' ? { ...level, source: 'example' } : level)) },
    },
    'book.veto-reach-unstated PL-V1': withClause('PL-V1', { consequence: { kind: 'veto', effects: ['honours'] } }),
    'book.no-discretion RemovalFromPost': withClauses((clause) => (clause.discretion === 'none' ? { ...clause, discretion: 'circumstances' } : clause)),
    'book.measure-not-in-force Demotion': {
      ...book,
      measures: book.measures.map((measure) =>
        measure.id === 'Demotion'
          ? { ...measure, forms: [...measure.forms, { ...measure.forms[0]!, effective: { from: '2016-07-08', to: '2019-09-01' } }] }
          : measure,
      ),
    },
    'book.faking-unpunished village.exit=false-exit': adding({
      ...clauseOf('PL-X1'),
      id: 'PL-F1',
      grounds: [{ target: 'village', when: { '===': [{ var: 'village.exit' }, 'false-exit'] } }],
    }),
    'book.outcomes-overlap PL-P1': withClause('PL-X1', { consequence: { kind: 'deduction', pointsHundredths: 1001, from: 'town-of-village' } }),
  };
  it.each(LINES)('mending its hole removes exactly %s', (line) => {
    // Words and all: no other line may so much as change.
    expect(lint(mended[line]!)).toEqual(lint(book).filter((finding) => lineOf(finding) !== line));
  });
  it('keeps the overlap while one point less leaves the grade in reach', () =>
    expect(lint(withClause('PL-X1', { consequence: { kind: 'deduction', pointsHundredths: 1000, from: 'town-of-village' } })).map(lineOf)).toEqual(LINES));

  const interpreted: Interpretation = {
    term: 'responsible-leader',
    meaningZh: '包村',
    posts: { of: 'self', duties: ['stationed'] },
    organUnitId: 'unit-dangwei',
    documentNo: '1',
    documentDate: '2017-02-20',
    eventId: 'e',
  };
  it('takes what authority has said for said, and sees what it leaves out', () => {
    const lines = lint(book, [interpreted]).map(lineOf);
    expect(lines).not.toContain('book.term-undefined responsible-leader');
    expect(lines).toContain('book.role-without-consequence town-leader');
    expect(lint(book, [{ ...interpreted, term: 'veto-reach', posts: undefined, effects: ['honours'] }]).map(lineOf)).toEqual(
      LINES.filter((line) => !line.includes('veto')),
    );
  });
  it('does not count a clause that is switched off', () => expect(lint(adding({ ...measureOn('first-secretary'), status: 'off' })).map(lineOf)).toEqual(LINES));
  it('sees no conflict with a hearing that the book does not ask for', () =>
    expect(lint({ ...book, procedure: book.procedure.filter(({ step }) => step !== 'hearing') }).map(lineOf)).toEqual(
      LINES.filter((line) => !line.includes('discretion')),
    ));
});

describe('the second book', () => {
  it('lints clean', () => expect(lint(other)).toEqual([]));
});

describe('an error', () => {
  const linesOf = (broken: RuleBook) => lint(broken).map((finding) => `${finding.severity} ${lineOf(finding)}`);
  const ground = (when: Condition, target: 'unit' | 'village' = 'unit'): Partial<Clause> => ({ grounds: [{ target, when }] });
  const floor = (floorBasisPoints: number, indicator = 'poverty'): Partial<Clause> => ({
    consequence: { kind: 'weight-floor', indicator, unitKind: 'town', floorBasisPoints },
  });
  const levels = (...minimums: readonly number[]): RuleBook => ({
    ...book,
    grades: { ...book.grades, levels: book.grades.levels.map((level, index) => ({ ...level, minHundredths: minimums[index]! })) },
  });
  const backwards = { effective: { from: '2016-02-01', to: '2016-01-01' } };
  const named = (who: object): Partial<Clause> => ({
    consequence: { kind: 'measure', measure: 'RemovalFromPost', posts: { of: 'town-of-village', ...who }, targetAt: 'period' },
  });
  const gone = undefined as unknown as Clause['effective'];
  it.each<[string, RuleBook, string]>([
    ['no effective date of the book', { ...book, effective: gone }, 'book.no-effective-date'],
    ['an effective date that does not exist', { ...book, effective: { from: '2016-02-30' } }, 'book.no-effective-date'],
    ['an effective range that runs backwards', { ...book, effective: { from: '2016-02-01', to: '2016-01-01' } }, 'book.no-effective-date'],
    ['no effective date of a clause', withClause('PL-V1', { effective: gone }), 'book.no-effective-date PL-V1'],
    ['years that run backwards', { ...book, appliesToYears: { from: 2017, to: 2016 } }, 'book.no-years'],
    ['years that are none', { ...book, appliesToYears: { from: 2016, to: 2016 } }, 'book.no-years'],
    ['no clause at all', { ...book, clauses: [] }, 'book.no-clauses'],
    [
      'a form of a measure that ends before it begins',
      { ...book, measures: book.measures.map((measure, index) => (index > 0 ? measure : { ...measure, forms: [{ ...measure.forms[0]!, ...backwards }] })) },
      `book.no-effective-date ${book.measures[0]!.id}`,
    ],
    [
      'a deadline of an impossible day',
      { ...book, deadlines: [{ ...book.deadlines[0]!, effective: { from: '2016-02-30' } }, ...book.deadlines.slice(1)] },
      `book.no-effective-date ${book.deadlines[0]!.id}`,
    ],
    ['a role that nobody has', withClause('PL-D1', named({ roles: ['emperor'] })), 'book.unknown-role PL-D1'],
    ['a duty that nobody has', withClause('PL-D1', named({ duties: ['stationned'] })), 'book.unknown-duty PL-D1'],
    [
      'a term that may mean a duty that nobody has',
      { ...book, terms: book.terms.map((term) => (term.mayConcern ? { ...term, mayConcern: ['stationed', 'leader'] } : term)) },
      'book.unknown-duty responsible-leader',
    ],
    ['a duty of the chain that nobody has', { ...book, chain: [...book.chain, { duty: 'seer', zh: '先知', holder: 'person' }] }, 'book.unknown-duty seer'],
    ['a floor above 100 %', withClause('PL-W1', floor(10_001)), 'book.weights PL-W1'],
    ['a floor below 0', withClause('PL-W1', floor(-1)), 'book.weights PL-W1'],
    ['floors that add up to more than 100 %', adding({ ...clauseOf('PL-W1'), id: 'PL-W3', ...floor(4001, 'safety') }), 'book.weights town'],
    ['an unknown fact', withClause('PL-V1', ground({ var: 'performance.mood' })), 'book.unknown-fact PL-V1'],
    [
      'an unknown fact that must be known',
      withClause('PL-G1', { grounds: [{ target: 'unit', when: true, known: ['performance.mood'] }] }),
      'book.unknown-fact PL-G1',
    ],
    [
      'a fact of another kind of target',
      withClause('PL-V1', ground({ '===': [{ var: 'performance.grade' }, 'poor'] }, 'village')),
      'book.fact-of-other-target PL-V1',
    ],
    ['a value that the fact cannot have', withClause('PL-V1', ground({ '===': [{ var: 'performance.grade' }, 'awful'] })), 'book.unknown-value PL-V1'],
    [
      'a deduction per what it does not count',
      withClause('PL-X2', { consequence: { kind: 'deduction', pointsHundredths: 1, per: 'unit.pairedVillages', from: 'self' } }),
      'book.unknown-fact PL-X2',
    ],
    ['a condition that is none', withClause('PL-V1', ground({ '+': [1, 2] })), 'book.condition-malformed PL-V1'],
    ['a clause without grounds', withClause('PL-V1', { grounds: [] }), 'book.clause-unreachable PL-V1'],
    [
      'a clause that can never be met',
      withClause('PL-V1', ground({ and: [{ '===': [{ var: 'performance.grade' }, 'poor'] }, { '===': [{ var: 'performance.grade' }, 'fair'] }] })),
      'book.clause-unreachable PL-V1',
    ],
    [
      'a number that no total reaches',
      withClause('PL-V1', ground({ and: [{ '>': [{ var: 'performance.total' }, 6000] }, { '<': [{ var: 'performance.total' }, 6001] }] })),
      'book.clause-unreachable PL-V1',
    ],
    [
      'a grade that its total excludes',
      withClause('PL-V1', ground({ and: [{ '===': [{ var: 'performance.grade' }, 'poor'] }, { '>=': [{ var: 'performance.total' }, 6000] }] })),
      'book.clause-unreachable PL-V1',
    ],
    ['priority and a bar at once', withClause('PL-P2', ground({ '>=': [{ var: 'performance.total' }, 9000] })), 'book.clauses-contradict PL-P2'],
    ['priority and a veto at once', withClause('PL-V1', ground({ '!==': [{ var: 'performance.grade' }, 'fair'] })), 'book.clauses-contradict PL-V1'],
    ['a lowest grade that does not begin at 0', levels(1, 6000, 7500, 9000), 'book.grade-gap'],
    ['grades out of order', levels(0, 7500, 6000, 9000), 'book.grade-order good'],
    ['two grades at one cut-off', levels(0, 6000, 6000, 9000), 'book.grade-order good'],
    ['a grade beyond the maximum', levels(0, 6000, 7500, 10_001), 'book.grade-gap excellent'],
    ['two clauses under one id', adding(clauseOf('PL-V1')), 'book.duplicate-id PL-V1'],
    ['two facts under one id', { ...book, facts: [...book.facts, book.facts[0]!] }, 'book.duplicate-id unit.kind'],
    ['an unknown source', withClause('PL-V1', { source: 'hearsay' }), 'book.unknown-source PL-V1'],
    ['an unknown term', withClause('PL-V1', { terms: ['reach'] }), 'book.unknown-term PL-V1'],
    [
      'an unknown measure',
      withClause('PL-D1', { consequence: { kind: 'measure', measure: 'Exile', posts: { of: 'self', roles: ['town-head'] }, targetAt: 'period' } }),
      'book.unknown-measure PL-D1',
    ],
    [
      'a measure that reaches nobody',
      withClause('PL-D1', { consequence: { kind: 'measure', measure: 'RemovalFromPost', posts: { of: 'self' }, targetAt: 'period' } }),
      'book.measure-without-posts PL-D1',
    ],
  ])('is %s', (_, broken, line) => expect(linesOf(broken)).toEqual([`error ${line}`]));

  it.each<unknown>([null, [], 'book', {}, { ...book, clauses: {} }, { ...book, grades: undefined }, { ...book, version: '1' }])(
    'is a document of another shape: %#',
    (document) => expect(linesOf(document as RuleBook)).toEqual(['error book.malformed']),
  );
  it('is no role of its own county that the book lists', () => {
    const own = withClause('PL-D1', named({ roles: ['water-warden'] }));
    expect(linesOf(own)).toEqual(['error book.unknown-role PL-D1']);
    expect(lint({ ...own, roles: [{ id: 'water-warden', zh: '水利员' }] }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  it.each<[RuleBook, string]>([
    [{ ...book, effective: gone }, '规则没有生效日期'],
    [{ ...book, effective: {} as RuleBook['effective'] }, '规则没有生效日期'],
    [{ ...book, effective: { from: '2016-02-30' } }, '规则的日期“2016-02-30”不存在'],
    [{ ...book, ...backwards }, '规则的期间先后颠倒：2016-01-01不晚于2016-02-01'],
    [withClause('PL-V1', backwards), '条款PL-V1的期间先后颠倒：2016-01-01不晚于2016-02-01'],
    [{ ...book, appliesToYears: { from: 2017, to: 2016 } }, '规则不适用于任何年度：自2017年度起、至2016年度止（不含）'],
    [adding({ ...clauseOf('PL-W1'), id: 'PL-W3', ...floor(4001, 'safety') }), '镇的各项最低权重合计超过100%'],
    [withClause('PL-V1', ground({ '===': [{ var: 'performance.grade' }, 'awful'] })), '条款PL-V1：事实“performance.grade”不可能取值“awful”'],
  ])('says what is wrong in words: %#', (broken, words) => expect(lint(broken).map(({ zh }) => zh)).toEqual([words]));
  it('hides the warnings: holes are looked for in books that can be applied', () => expect(lint(withClause('PL-W1', floor(10_001)))).toHaveLength(1));
  it('leaves a total and its grade together where they fit, though the condition names no point of that grade', () => {
    const fits = withClause('PL-P2', ground({ and: [{ '===': [{ var: 'performance.grade' }, 'fair'] }, { '>=': [{ var: 'performance.total' }, 0] }] }));
    expect(lint(fits).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  it('is a fact renamed in one place and not in another', () => {
    const renamed: FactDefinition = { ...book.facts.find(({ id }) => id === 'village.weak')!, id: 'village.frail' };
    expect(linesOf({ ...book, facts: book.facts.map((fact) => (fact.id === 'village.weak' ? renamed : fact)) })).toEqual(['error book.unknown-fact PL-E1']);
  });
});
