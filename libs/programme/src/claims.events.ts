import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition } from '#kernel';
import type { ClaimInputs, ClaimResult } from './claims.js';

type OfVillage = Readonly<{ claimId: string; villageId: string; year: number }>;
/** What somebody said a village earns, with every input's paper; `result` is what the inputs come to. `net` is absent where no costs are known. */
export type ClaimRecorded = Event<
  'ClaimRecorded',
  OfVillage & Readonly<{ claim: string; source: string; statedOn: CalendarDate; inputs: ClaimInputs; result: ClaimResult }>
>;
export type ClaimWithdrawn = Event<'ClaimWithdrawn', OfVillage & Readonly<{ reason: string }>>;
export type ClaimEvent = ClaimRecorded | ClaimWithdrawn;

const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
export const claimEvents: Readonly<Record<ClaimEvent['type'], EventDefinition>> = {
  ClaimRecorded: fact('增收说法核算'),
  ClaimWithdrawn: fact('增收说法撤回'),
};
