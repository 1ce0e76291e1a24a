import type { FactAssertion, FactContribution, FactValue, Recorded } from '#kernel';
import type { PerformanceAssessmentOpened, PerformanceGradeDetermined, PerformanceTotalDerived } from './performance.events.js';

type UnitYear = Readonly<{ unitId: string; year: number }>;

/** An undetermined result is no value: clauses on it become undetermined too. */
const known = ({ unitId, year }: UnitYear, fact: string, value: FactValue | null): readonly FactAssertion[] => [
  value === null ? { target: unitId, year, fact, op: 'clear' } : { target: unitId, year, fact, op: 'set', value },
];

/** What the performance assessment tells the evaluator. The annual appraisal tells it nothing: no clause hangs on it. */
export const assessmentFacts: FactContribution = {
  PerformanceAssessmentOpened: ({ data }: Recorded<PerformanceAssessmentOpened>) => known(data, 'unit.kind', data.unitKind),
  PerformanceTotalDerived: ({ data }: Recorded<PerformanceTotalDerived>) => known(data, 'performance.total', data.totalHundredths),
  PerformanceGradeDetermined: ({ data }: Recorded<PerformanceGradeDetermined>) => known(data, 'performance.grade', data.grade),
};
