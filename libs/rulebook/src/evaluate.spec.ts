import fc from 'fast-check';
import { canonicalJson, type FactValue } from '#kernel';
import second from '../../../test/fixtures/books/second-book.json';
import pingli from '../books/pingli-2016.json';
import type { Clause, Condition, Interpretation, RuleBook } from './book.js';
import { holds } from './condition.js';
import { clauseHash, evaluate, type ClauseOutcome, type KnownFacts } from './evaluate.js';
import { assignments, gradeIdsOf } from './fact-values.js';
import { sha256Hex } from './sha256.js';

const book = pingli as unknown as RuleBook;
const interpretation: Interpretation = {
  term: 'responsible-leader',
  meaningZh: '分管领导和包村领导',
  posts: { of: 'self', duties: ['in-charge', 'stationed'] },
  organUnitId: 'unit-dangwei',
  documentNo: '岭发〔2017〕5号',
  documentDate: '2017-02-20',
  eventId: 'said',
};
const known = (values: Readonly<Record<string, FactValue>>): KnownFacts =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, evidence: [`e:${id}`] }]));
type Ask = Readonly<{ kind?: 'unit' | 'village'; in?: RuleBook; interpretations?: readonly Interpretation[]; year?: number }>;
function outcomes(
  values: Readonly<Record<string, FactValue>>,
  { kind = 'unit', in: asked = book, interpretations = [], year = 2016 }: Ask = {},
): Readonly<Record<string, ClauseOutcome>> {
  return Object.fromEntries(
    evaluate(known(values), { book: asked, interpretations }, { targetKind: kind, year }).map((outcome) => [outcome.clauseId, outcome]),
  );
}
const met = (all: Readonly<Record<string, ClauseOutcome>>) => Object.keys(all).filter((id) => all[id]!.outcome === 'met');
const withClause = (id: string, change: Partial<Clause>): RuleBook => ({
  ...book,
  clauses: book.clauses.map((clause) => (clause.id === id ? { ...clause, ...change } : clause)),
});

describe('pingli-2016', () => {
  it('vetoes a poor town and flags its principals; whom 相关责任领导 means stays open', () => {
    const all = outcomes({ 'unit.kind': 'town', 'performance.total': 5840, 'performance.grade': 'poor' });
    expect(met(all)).toEqual(['PL-W1', 'PL-G1', 'PL-V1', 'PL-D3']);
    expect(all['PL-D3']!.consequence).toEqual({
      kind: 'measure',
      measure: 'RemovalFromPost',
      posts: { of: 'self', roles: ['party-secretary', 'town-head'] },
      targetAt: 'trigger',
    });
    expect(all['PL-D3b']).toMatchObject({
      outcome: 'undetermined',
      missing: ['term:responsible-leader'],
      values: { 'unit.kind': 'town', 'performance.grade': 'poor' },
    });
  });
  it('turns D3 off and P2 on when 58.40 becomes 61.40; D2 is undetermined before and after', () => {
    const before = {
      town: outcomes({ 'unit.kind': 'town', 'performance.grade': 'poor' }),
      village: outcomes({ 'village.plannedExit': true, 'village.exit': 'exited' }, { kind: 'village' }),
    };
    const after = outcomes({ 'unit.kind': 'town', 'performance.grade': 'fair' });
    expect([before.town['PL-D3']!.outcome, before.town['PL-P2']!.outcome]).toEqual(['met', 'not-met']);
    expect([after['PL-D3']!.outcome, after['PL-P2']!.outcome, after['PL-V1']!.outcome]).toEqual(['not-met', 'met', 'not-met']);
    expect(before.village['PL-D2']!.outcome).toBe('undetermined');
  });
  it('flags the town’s principals and the paired department’s head when the village missed its exit', () => {
    const all = outcomes({ 'village.plannedExit': true, 'village.exit': 'failed' }, { kind: 'village' });
    expect(met(all)).toEqual(['PL-D1', 'PL-D4', 'PL-X1']);
    expect(all['PL-D1']!.consequence).toMatchObject({
      measure: 'RemovalFromPost',
      posts: { of: 'town-of-village', roles: ['party-secretary', 'town-head'] },
      targetAt: 'period',
    });
    expect(all['PL-D4']!.consequence).toMatchObject({
      measure: 'Demotion',
      posts: { of: 'paired-department-of-village', roles: ['department-head'] },
      targetAt: 'period',
    });
    expect(all['PL-D1']!.evidence).toEqual(['e:village.exit', 'e:village.plannedExit']);
  });
  it('reaches a poor paired department itself, by the other ground', () => {
    const all = outcomes({ 'unit.kind': 'department', 'performance.grade': 'poor', 'unit.pairedVillages': 2 });
    expect(all['PL-D4']!.consequence).toMatchObject({ measure: 'Demotion', posts: { of: 'self', roles: ['department-head'] }, targetAt: 'trigger' });
    expect(met(all)).toEqual(['PL-W2', 'PL-V1', 'PL-D4']);
    expect(outcomes({ 'unit.kind': 'department', 'performance.grade': 'poor' })['PL-D4']).toMatchObject({
      outcome: 'undetermined',
      missing: ['unit.pairedVillages'],
    });
  });
  it('gives 相关责任领导 the posts that authority names, seen from where the clause stands', () => {
    const interpreted = { kind: 'village', interpretations: [interpretation] } as const;
    const village = outcomes({ 'village.plannedExit': true, 'village.exit': 'failed' }, interpreted);
    expect(village['PL-D2']).toMatchObject({
      outcome: 'met',
      missing: [],
      consequence: { posts: { of: 'town-of-village', duties: ['in-charge', 'stationed'] } },
    });
    expect(village['PL-D2']!.evidence).toEqual(['e:village.exit', 'e:village.plannedExit', 'said']);
    expect(village['PL-D4b']!.consequence).toMatchObject({ posts: { of: 'paired-department-of-village', duties: ['in-charge', 'stationed'] } });
    expect(outcomes({ 'unit.kind': 'town', 'performance.grade': 'poor' }, { interpretations: [interpretation] })['PL-D3b']!.consequence).toMatchObject({
      posts: { of: 'self' },
    });
  });
  it('lets the last word on a term hold, and the book’s own definition before any', () => {
    const later = { ...interpretation, posts: { of: 'self' as const, duties: ['in-charge'] }, eventId: 'later' };
    const facts = { 'village.plannedExit': true, 'village.exit': 'failed' };
    expect(outcomes(facts, { kind: 'village', interpretations: [interpretation, later] })['PL-D2']!.consequence).toMatchObject({
      posts: { duties: ['in-charge'] },
    });
    const defined = {
      ...book,
      terms: book.terms.map((term) =>
        term.id === 'responsible-leader'
          ? { ...term, defined: true as const, meaningZh: '包村领导', posts: { of: 'self' as const, duties: ['stationed'] }, source: 'example' }
          : term,
      ),
    };
    expect(outcomes(facts, { kind: 'village', in: defined, interpretations: [later] })['PL-D2']!.consequence).toMatchObject({
      posts: { duties: ['stationed'] },
    });
  });
  it('says what a veto reaches only once authority has said it', () => {
    const poor = { 'performance.grade': 'poor' };
    expect(outcomes(poor)['PL-V1']).toMatchObject({ outcome: 'met', consequence: { effects: 'undetermined' } });
    const reach = { ...interpretation, term: 'veto-reach', posts: undefined, effects: ['honours'] };
    expect(outcomes(poor, { interpretations: [reach] })['PL-V1']).toMatchObject({
      outcome: 'met',
      consequence: { effects: ['honours'] },
      evidence: ['e:performance.grade', 'said'],
    });
  });
  it('does not take silence for a miss', () => {
    const all = outcomes({ 'village.plannedExit': true }, { kind: 'village' });
    expect(all['PL-D1']).toMatchObject({ outcome: 'undetermined', missing: ['village.exit'] });
    expect(outcomes({ 'village.exit': 'failed' }, { kind: 'village' })['PL-D1']!.outcome).toBe('undetermined');
    expect(outcomes({ 'village.plannedExit': false }, { kind: 'village' })['PL-D1']!.outcome).toBe('not-met');
    expect(outcomes({ 'village.exit': 'exited' }, { kind: 'village' })['PL-D1']).toMatchObject({ outcome: 'not-met', missing: [] });
  });
  it('knows no grade without a total, though every total has one', () => {
    expect(outcomes({})['PL-G1']).toMatchObject({ outcome: 'undetermined', missing: ['performance.total'] });
    expect(outcomes({ 'performance.total': 0 })['PL-G1']!.outcome).toBe('met');
  });
  it('counts agreed findings', () => {
    expect(outcomes({ 'findings.agreed': 2 })['PL-X2']).toMatchObject({
      outcome: 'met',
      values: { 'findings.agreed': 2 },
      consequence: { per: 'findings.agreed' },
    });
    expect(outcomes({ 'findings.agreed': 0 })['PL-X2']!.outcome).toBe('not-met');
    expect(outcomes({})['PL-X2']!.outcome).toBe('undetermined');
  });
  it('leaves facts of contexts to come undetermined', () => {
    const all = outcomes({}, { kind: 'village' });
    for (const id of ['PL-S1', 'PL-R3', 'PL-T1', 'PL-E1']) expect(all[id]!.outcome).toBe('undetermined');
  });
  it('never evaluates the inference that ships off', () => expect(outcomes({ 'performance.grade': 'poor' })).not.toHaveProperty('PL-P3'));
});

describe('evaluate', () => {
  it('leaves out clauses that are not in effect in the year', () => {
    const later = withClause('PL-V1', { effective: { from: '2017-01-01' } });
    expect(outcomes({ 'performance.grade': 'poor' }, { in: later })).not.toHaveProperty('PL-V1');
    expect(outcomes({ 'performance.grade': 'poor' }, { in: later, year: 2017 })).toHaveProperty('PL-V1');
    const earlier = withClause('PL-V1', { effective: { from: '2015-01-01', to: '2016-01-01' } });
    expect(outcomes({ 'performance.grade': 'poor' }, { in: earlier })).not.toHaveProperty('PL-V1');
  });
  it('takes a value that the book does not admit for unknown', () =>
    expect(outcomes({ 'performance.grade': 'splendid' })['PL-V1']).toMatchObject({ outcome: 'undetermined', values: {}, missing: ['performance.grade'] }));
  it('hashes the clause as it reads', () => {
    const clause = book.clauses[0]!;
    expect(clauseHash(clause)).toBe(sha256Hex(canonicalJson(clause)));
    expect(clauseHash({ ...clause, sourceQuote: `${clause.sourceQuote}。` })).not.toBe(clauseHash(clause));
    expect(outcomes({})['PL-W1']!.clauseHash).toBe(clauseHash(clause));
  });
  it('evaluates another book as data alone', () => {
    const other = second as unknown as RuleBook;
    expect(met(outcomes({ 'unit.kind': 'town', 'performance.total': 4400, 'performance.grade': 'weak' }, { in: other }))).toEqual(['YH-1', 'YH-3', 'YH-4']);
    const faked = outcomes({ 'village.exit': 'false-exit', 'village.fiveOnes': 3 }, { kind: 'village', in: other });
    expect(met(faked)).toEqual(['YH-6', 'YH-7', 'YH-8']);
    expect(faked['YH-8']!.consequence).toMatchObject({ posts: { of: 'town-of-village', duties: ['first-secretary', 'agri-technician'] } });
  });
});

describe('supervaluation', () => {
  const RANGE = 12;
  const facts = [
    { id: 'flag', zh: '旗', target: 'unit', type: { kind: 'boolean' } },
    {
      id: 'kind',
      zh: '类',
      target: 'unit',
      type: {
        kind: 'enum',
        values: [
          { id: 'x', zh: '甲' },
          { id: 'y', zh: '乙' },
          { id: 'z', zh: '丙' },
        ],
      },
    },
    { id: 'points', zh: '分', target: 'unit', type: { kind: 'integer', min: 0, max: RANGE, unit: 'points' } },
    { id: 'things', zh: '数', target: 'unit', type: { kind: 'count', max: RANGE, items: 'things' } },
  ] as const;
  const integers = Array.from({ length: RANGE + 1 }, (_, value) => value);
  const full = new Map<string, readonly FactValue[]>([
    ['flag', [false, true]],
    ['kind', ['x', 'y', 'z']],
    ['points', integers],
    ['things', integers],
  ]);
  const number = fc.integer({ min: 0, max: RANGE });
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small' },
      fc.constant({ var: 'flag' }),
      fc.tuple(fc.constantFrom('===', '!=='), fc.constantFrom('x', 'y', 'z')).map(([operator, value]) => ({ [operator]: [{ var: 'kind' }, value] })),
      fc
        .tuple(fc.constantFrom('<', '<=', '>', '>=', '===', '!=='), fc.constantFrom('points', 'things'), number)
        .map(([operator, fact, value]) => ({ [operator]: [{ var: fact }, value] })),
      fc
        .tuple(fc.constantFrom('points', 'things'), fc.array(number, { minLength: 1, maxLength: 3 }))
        .map(([fact, values]) => ({ in: [{ var: fact }, values] })),
      fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 1, maxLength: 3 })).map(([operator, parts]) => ({ [operator]: parts })),
      tie('condition').map((part) => ({ '!': [part] })),
    ),
  }));
  const values = fc.record({ flag: fc.boolean(), kind: fc.constantFrom('x', 'y', 'z'), points: number, things: number }, { requiredKeys: [] });
  const bookWith = (...conditions: readonly Condition[]): RuleBook => ({
    ...book,
    facts,
    clauses: [{ ...book.clauses[0]!, grounds: conditions.map((when) => ({ target: 'unit' as const, when })) }],
  });

  /** The definition itself: every value of every unknown fact. */
  function bruteForce(conditions: readonly Condition[], given: Readonly<Record<string, FactValue | undefined>>): string {
    const unknown = new Map([...full].filter(([id]) => given[id] === undefined));
    const results = new Set(
      [...assignments(unknown)].map((guess) => conditions.some((when) => holds(when, { ...given, ...guess } as Record<string, FactValue>))),
    );
    return results.size === 2 ? 'undetermined' : results.has(true) ? 'met' : 'not-met';
  }

  it('of representative values says what all values would say', () =>
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 2 }), values, (conditions, given) => {
        const asked = bookWith(...conditions);
        const [outcome] = evaluate(known(given), { book: asked, interpretations: [] }, { targetKind: 'unit', year: 2016 });
        expect(outcome!.outcome).toBe(bruteForce(conditions, given));
      }),
      { numRuns: 400 },
    ));
  it('never turns round when more becomes known', () =>
    fc.assert(
      fc.property(condition, values, values, (when, few, more) => {
        const asked = { book: bookWith(when), interpretations: [] };
        const [before] = evaluate(known(few), asked, { targetKind: 'unit', year: 2016 });
        const [after] = evaluate(known({ ...more, ...few }), asked, { targetKind: 'unit', year: 2016 });
        if (before!.outcome !== 'undetermined') expect(after!.outcome).toBe(before!.outcome);
      }),
      { numRuns: 400 },
    ));
  it('has an answer once everything is known', () =>
    fc.assert(
      fc.property(condition, fc.record({ flag: fc.boolean(), kind: fc.constantFrom('x', 'y', 'z'), points: number, things: number }), (when, given) => {
        const [outcome] = evaluate(known(given), { book: bookWith(when), interpretations: [] }, { targetKind: 'unit', year: 2016 });
        expect(outcome).toMatchObject({ outcome: holds(when, given) ? 'met' : 'not-met', missing: [] });
      }),
    ));
  it('knows the grades of the book it is given', () => expect(gradeIdsOf(book)).toEqual(['poor', 'fair', 'good', 'excellent']));
});
