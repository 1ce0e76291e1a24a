import type { FactAssertion, FactContribution, Recorded } from '#kernel';
import type { FindingDuplicateMarkLifted } from './finding.events.js';

type Placed = Recorded<Readonly<{ type: string; data: Readonly<{ findingId: string; unitId: string; year: number }> }>>;
const counted =
  (op: 'add' | 'remove', ...facts: readonly string[]) =>
  ({ data: { findingId, unitId, year } }: Placed): readonly FactAssertion[] =>
    facts.map((fact) => ({ op, target: unitId, year, fact, item: findingId }));

const LOGGED = 'finding.logged';
/** Only what the unit agreed to: a finding shown, disputed, or upheld against an objection costs nothing by itself (justice 11, 12b). */
const AGREED = 'findings.agreed';

/** What findings tell the evaluator: items of two counts, so that no finding counts twice. A duplicate's fact is counted with its original. */
export const findingFacts: FactContribution = {
  FindingLogged: counted('add', LOGGED),
  FindingAgreed: counted('add', AGREED),
  FindingDuplicateMarked: counted('remove', LOGGED, AGREED),
  FindingDuplicateMarkLifted: (event: Recorded<FindingDuplicateMarkLifted>) => counted('add', LOGGED, ...(event.data.agreed ? [AGREED] : []))(event),
  FindingWithdrawn: counted('remove', LOGGED, AGREED),
};
