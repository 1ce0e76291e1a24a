import type { FactAssertion, FactContribution, Recorded } from '#kernel';
import { runsThrough } from './intervals.js';
import { isFiveOnes, type DutyEvent } from './registry.events.js';

/**
 * A duty counts for its year while it runs to the year's end: whoever leaves before leaves the place empty until a successor is assigned (一抓到底).
 * The item names the duty beside the kind or village, because one place may have two holders one after the other: taking the first away must not
 * take the second. At most one duty of a kind can run to the end, so the number of items is the number of kinds (of villages).
 */
const dutyFacts = ({ data: { kind, targetId, year, unitId, dutyId, from, to } }: Recorded<DutyEvent>): readonly FactAssertion[] => {
  const op = runsThrough({ from, to }, year) ? 'add' : 'remove';
  const ofVillage: readonly FactAssertion[] = isFiveOnes(kind) ? [{ op, target: targetId, year, fact: 'village.fiveOnes', item: `${kind}/${dutyId}` }] : [];
  return unitId === undefined ? ofVillage : [...ofVillage, { op, target: unitId, year, fact: 'unit.pairedVillages', item: `${targetId}/${dutyId}` }];
};

export const registryFacts: FactContribution = { DutyAssigned: dutyFacts, DutyEnded: dutyFacts, DutyCorrected: dutyFacts };
