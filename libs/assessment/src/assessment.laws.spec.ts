import fc from 'fast-check';
import { decide, evolve, type Recorded } from '#kernel';
import type { BookInForce, ClauseOutcomeChanged } from '#rulebook';
import { factsFrom, recorded } from '../../../test/support/specification.js';
import { deductionKey, deductionOutcomes } from './deduction-outcomes.view.js';
import type { PerformanceCommand } from './performance.commands.js';
import { performanceDecider } from './performance.decider.js';
import type { PerformanceEvent } from './performance.events.js';
import { onClauseOutcomeChanged } from './performance.policy.js';
import { scorecard, type ScorecardRow } from './scorecard.view.js';

const unit = { unitId: 'unit-qinglan01', year: 2016 };
const indicators = [
  { id: 'a', zh: '甲', weightBasisPoints: 3333 },
  { id: 'b', zh: '乙', weightBasisPoints: 6667 },
];
const levels = [
  { id: 'poor', zh: '较差', minHundredths: 0 },
  { id: 'fair', zh: '一般', minHundredths: 6000 },
  { id: 'excellent', zh: '优秀', minHundredths: 9000 },
];
const book = { book: { id: 'book', version: 1, grades: { maxHundredths: 10_000, levels }, clauses: [] }, interpretations: [] } as unknown as BookInForce;
const rows = { 'assessed-units': { [unit.unitId]: { unitId: unit.unitId, kind: 'town', name: '青岚镇' } } };

const outcomeOf = (clauseId: string, count: number): ClauseOutcomeChanged['data'] => ({
  target: unit.unitId,
  targetKind: 'unit',
  year: 2016,
  clauseId,
  clauseHash: 'h',
  bookId: 'book',
  bookVersion: 1,
  outcome: count > 0 ? 'met' : 'not-met',
  consequence: { kind: 'deduction', pointsHundredths: 300, per: 'findings.agreed', from: 'self' },
  values: { 'findings.agreed': count },
  evidence: Array.from({ length: count }, (_, i) => `${clauseId}-${i}`),
  missing: [],
});

/** One assessment with everything around it: commands in, the outcomes' policy, the stream and its scorecard. */
class Assessed {
  state = performanceDecider.initialState;
  card: ScorecardRow | undefined;
  private position = 0;

  send(command: PerformanceCommand): readonly Recorded[] {
    const facts = factsFrom(rows, performanceDecider.needs?.[command.type]?.(command as never) ?? []);
    const made = decide(performanceDecider, command, this.state, { actor: {}, recordedAt: '2016-12-07T01:00:00.000Z', commandId: 'c', readAt: 0, facts, book });
    const events = made.map((event) => recorded(event, this.position++)) as Recorded<PerformanceEvent>[];
    for (const event of events) {
      this.state = evolve(performanceDecider, this.state, event);
      this.card = (scorecard.on[event.type] as (row: ScorecardRow | undefined, event: Recorded, key: string) => ScorecardRow)(this.card, event, 'key');
    }
    return events;
  }

  open = () => this.send({ type: 'OpenPerformanceAssessment', data: { ...unit, indicators, documentRef: '示例考字〔2016〕1号' } });

  /** As the policy after a score does. */
  score(indicatorId: string, scoreHundredths: number): void {
    const data = { ...unit, indicatorId, scoreHundredths, evidenceRefs: ['材料甲'] };
    const known = this.state.scores.get(indicatorId)?.scoreHundredths;
    if (known === scoreHundredths) return;
    this.send(
      known === undefined
        ? { type: 'RecordIndicatorScore', data }
        : { type: 'CorrectIndicatorScore', data: { ...data, reason: '更正', documentDate: '2016-12-01' } },
    );
    this.send({ type: 'DerivePerformance', data: unit });
  }

  play(one: Step): void {
    if (one.of === 'score') this.score(one.id, one.points);
    else this.outcome(one.clauseId, one.count);
  }

  outcome(clauseId: string, count: number): readonly Recorded[] {
    const event = recorded({ type: 'ClauseOutcomeChanged', data: outcomeOf(clauseId, count) }, this.position) as Recorded<ClauseOutcomeChanged>;
    const known = { [deductionOutcomes.name]: { [unit.unitId]: { target: unit.unitId, clauses: { [deductionKey(event.data)]: event.data } } } };
    const commands = onClauseOutcomeChanged.on.ClauseOutcomeChanged(event, factsFrom(known, onClauseOutcomeChanged.needs!.ClauseOutcomeChanged!(event)));
    return commands.flatMap((command) => [...this.send(command)]);
  }
}

type Step = Readonly<{ of: 'score'; id: 'a' | 'b'; points: number }> | Readonly<{ of: 'outcome'; clauseId: 'X' | 'Y'; count: number }>;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ of: fc.constant('score' as const), id: fc.constantFrom('a' as const, 'b' as const), points: fc.integer({ min: 0, max: 10_000 }) }),
  fc.record({ of: fc.constant('outcome' as const), clauseId: fc.constantFrom('X' as const, 'Y' as const), count: fc.integer({ min: 0, max: 4 }) }),
);

/** The last word on each score and clause, weighed here in another way: in fractions of exact integers. */
function expectedE6(steps: readonly Step[]): bigint | null {
  const scores = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const one of steps) {
    if (one.of === 'score') scores.set(one.id, one.points);
    else counts.set(one.clauseId, one.count);
  }
  if (scores.size < indicators.length) return null;
  const earned = indicators.reduce((sum, { id, weightBasisPoints }) => sum + BigInt(weightBasisPoints) * BigInt(scores.get(id)!), 0n);
  const lost = [...counts.values()].reduce((sum, count) => sum + BigInt(count) * 300n * 10_000n, 0n);
  return earned > lost ? earned - lost : 0n;
}

function resultOf(total: bigint | null) {
  if (total === null) return { totalE6: null, totalHundredths: null, grade: null };
  const grade = total >= 90_000_000n ? 'excellent' : total >= 60_000_000n ? 'fair' : 'poor';
  return { totalE6: Number(total), totalHundredths: Number(total / 10_000n), grade };
}

describe('laws of the performance assessment', () => {
  it('scores and deductions: only the last word counts, whenever the assessment was opened and in whatever order they came', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(10), (steps, early) => {
        const assessed = new Assessed();
        // What clauses say may come before the assessment is opened; scores cannot.
        const before = steps.slice(0, early).filter(({ of }) => of === 'outcome');
        const after = steps.filter((one) => !before.includes(one));
        for (const one of before) assessed.play(one);
        assessed.open();
        for (const one of after) assessed.play(one);
        const { totalE6 = null, totalHundredths = null, grade = null } = assessed.card ?? {};
        expect({ totalE6, totalHundredths, grade }).toEqual(resultOf(expectedE6([...before, ...after])));
      }),
      { numRuns: 2000 },
    ));

  it('is derived by differences: deriving again records nothing', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        const assessed = new Assessed();
        assessed.open();
        for (const one of steps) assessed.play(one);
        expect(assessed.send({ type: 'DerivePerformance', data: unit })).toEqual([]);
        for (const one of steps.filter(
          (last, at) => last.of === 'outcome' && !steps.slice(at + 1).some((later) => later.of === 'outcome' && later.clauseId === last.clauseId),
        )) {
          expect(one.of === 'outcome' && assessed.outcome(one.clauseId, one.count)).toEqual([]);
        }
      }),
      { numRuns: 500 },
    ));

  it('two findings under one clause deduct twice, a third withdrawn gives back once', () => {
    const assessed = new Assessed();
    assessed.open();
    assessed.score('a', 7000);
    assessed.score('b', 7000);
    expect(assessed.card?.totalHundredths).toBe(7000);
    const totals = [2, 3, 2, 0].map((count) => {
      assessed.outcome('X', count);
      return assessed.card?.totalHundredths;
    });
    expect(totals).toEqual([6400, 6100, 6400, 7000]);
  });
});
