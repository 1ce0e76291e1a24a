import type { FactAssertion, FactContribution, FactValue, Recorded } from '#kernel';
import type { ExitEvent } from './programme.events.js';
import type { VillageWeaknessDetermined } from './reinforcement.events.js';

type Said = (event: Recorded<ExitEvent>) => readonly FactAssertion[];
const about =
  (fact: string, value: FactValue): Said =>
  ({ data: { villageId, year } }) => [{ op: 'set', target: villageId, year, fact, value }];
const open: Said = ({ data: { villageId, year } }) => [{ op: 'clear', target: villageId, year, fact: 'village.exit' }];
const weak = ({ data: { villageId, year, weaknesses } }: Recorded<VillageWeaknessDetermined>): readonly FactAssertion[] => [
  { op: 'set', target: villageId, year, fact: 'village.weak', value: weaknesses.length > 0 },
];

/** Only an authority's word becomes a fact: while nothing is determined, `village.exit` has no value and its clauses stay undetermined (justice 3, 4). */
export const programmeFacts: FactContribution = {
  ExitPlanned: about('village.plannedExit', true),
  ExitPlanAdjusted: about('village.plannedExit', false),
  VillageExitDetermined: about('village.exit', 'exited'),
  VillageExitFailureDetermined: about('village.exit', 'failed'),
  FalseExitFound: about('village.exit', 'false-exit'),
  ExitDeterminationWithdrawn: open,
  VillageWeaknessDetermined: weak,
};
