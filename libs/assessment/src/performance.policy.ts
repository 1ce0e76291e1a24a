import { ALL, type Facts, type Need, type Policy } from '#kernel';
import type { VillageRegistered } from '#registry';
import type { ClauseOutcomeChanged, RuleBookPublished, RuleBookSuperseded } from '#rulebook';
import { deductionKey, deductionOutcomes, type DeductionOutcomesRow } from './deduction-outcomes.view.js';
import { openedAssessments, type OpenedAssessmentRow } from './opened-assessments.view.js';
import type { DerivePerformance } from './performance.commands.js';
import type { IndicatorScoreCorrected, IndicatorScoreRecorded } from './performance.events.js';
import { villageTowns, type VillageTownRow } from './village-towns.view.js';

type Outcome = ClauseOutcomeChanged['data'];

/**
 * What an outcome costs now, in hundredths: the clause's points, times the number that its `per` counted. Nothing unless it is met, and nothing when
 * the clause charges somebody else than the target it was found on.
 */
function priceOf({ outcome, consequence, targetKind, values }: Outcome): number {
  if (outcome !== 'met' || consequence.kind !== 'deduction') return 0;
  if ((targetKind === 'unit') !== (consequence.from === 'self')) return 0;
  if (consequence.per === undefined) return consequence.pointsHundredths;
  const count = values[consequence.per];
  return typeof count === 'number' ? consequence.pointsHundredths * count : 0;
}

function derive(unitId: string, outcome: Outcome): DerivePerformance {
  const { target, year, clauseId, clauseHash, bookId, bookVersion, evidence } = outcome;
  const basis = { bookId, bookVersion, clauseId, clauseHash, events: evidence };
  return { type: 'DerivePerformance', data: { unitId, year, deduction: { clauseId, target, pointsHundredths: priceOf(outcome), basis } } };
}

const outcomesOf = (target: string): Need => ({ view: deductionOutcomes.name, key: target });
const townOf = (villageId: string): Need => ({ view: villageTowns.name, key: villageId });

/** A deduction is recomputed from the outcome, never added up: its price replaces the earlier one. */
export const onClauseOutcomeChanged: Policy<ClauseOutcomeChanged, DerivePerformance> = {
  name: 'onClauseOutcomeChanged',
  needs: { ClauseOutcomeChanged: ({ data: { target, targetKind } }) => [outcomesOf(target), ...(targetKind === 'village' ? [townOf(target)] : [])] },
  on: {
    ClauseOutcomeChanged: ({ data }, facts) => {
      // Most clauses never cost points: only those in the row can change a deduction.
      if (!facts.get<DeductionOutcomesRow>(deductionOutcomes.name, data.target)?.clauses[deductionKey(data)]) return [];
      const unitId = data.targetKind === 'unit' ? data.target : facts.get<VillageTownRow>(villageTowns.name, data.target)?.townUnitId;
      return unitId === undefined ? [] : [derive(unitId, data)];
    },
  },
};

/** The other half of the join: a village's outcomes can be known before its town is. */
export const onVillageRegistered: Policy<VillageRegistered, DerivePerformance> = {
  name: 'onVillageRegistered',
  needs: { VillageRegistered: ({ data }) => [outcomesOf(data.villageId)] },
  on: {
    VillageRegistered: ({ data: { villageId, townUnitId } }, facts) => {
      const { clauses = {} } = facts.get<DeductionOutcomesRow>(deductionOutcomes.name, villageId) ?? {};
      return Object.keys(clauses)
        .sort()
        .map((key) => derive(townUnitId, clauses[key]!));
    },
  },
};

/** Scores come from people; everything that follows from them does not. */
export const onIndicatorScoreRecorded: Policy<IndicatorScoreRecorded | IndicatorScoreCorrected, DerivePerformance> = {
  name: 'onIndicatorScoreRecorded',
  on: {
    IndicatorScoreRecorded: ({ data: { unitId, year } }) => [{ type: 'DerivePerformance', data: { unitId, year } }],
    IndicatorScoreCorrected: ({ data: { unitId, year } }) => [{ type: 'DerivePerformance', data: { unitId, year } }],
  },
};

const OPENED: readonly Need[] = [{ view: openedAssessments.name, key: ALL }];
// Which years a book covered before and covers now is for `input.book` to say: an assessment whose grade stays records nothing.
const gradeAgain = (facts: Facts): readonly DerivePerformance[] =>
  facts.all<OpenedAssessmentRow>(openedAssessments.name).map(([, { unitId, year }]) => ({ type: 'DerivePerformance', data: { unitId, year } }));

/** Other grades or cut-offs: every assessment under way is graded again. */
export const onRuleBookPublished: Policy<RuleBookPublished | RuleBookSuperseded, DerivePerformance> = {
  name: 'onRuleBookPublished',
  needs: { RuleBookPublished: () => OPENED, RuleBookSuperseded: () => OPENED },
  on: {
    RuleBookPublished: (_event, facts) => gradeAgain(facts),
    RuleBookSuperseded: (_event, facts) => gradeAgain(facts),
  },
};
