import type { FactAssertion, FactContribution, Recorded } from '#kernel';
import type { InspectionRoundClosed, InspectionRoundOpened } from './round.events.js';
import type { VillageVisited, VillageVisitWithdrawn } from './visit.events.js';

const COVERED = 'round.covered';
type Said = readonly FactAssertion[];

/**
 * Whether the current round has been to a village. Silence is not a miss: from the opening until somebody comes it is unknown; who came makes it true; only
 * the end of the round, stating what was left out, makes it false. A visit recorded late makes it true after all.
 */
export const roundFacts: FactContribution = {
  InspectionRoundOpened: ({ data: { year, villageIds } }: Recorded<InspectionRoundOpened>): Said =>
    villageIds.map((target) => ({ target, year, fact: COVERED, op: 'clear' })),
  VillageVisited: ({ data: { year, villageId } }: Recorded<VillageVisited>): Said => [{ target: villageId, year, fact: COVERED, op: 'set', value: true }],
  VillageVisitWithdrawn: ({ data: { year, villageId, stillVisited, roundClosed } }: Recorded<VillageVisitWithdrawn>): Said =>
    stillVisited || roundClosed
      ? [{ target: villageId, year, fact: COVERED, op: 'set', value: stillVisited }]
      : [{ target: villageId, year, fact: COVERED, op: 'clear' }],
  InspectionRoundClosed: ({ data: { year, unvisitedVillageIds } }: Recorded<InspectionRoundClosed>): Said =>
    unvisitedVillageIds.map((target) => ({ target, year, fact: COVERED, op: 'set', value: false })),
};
