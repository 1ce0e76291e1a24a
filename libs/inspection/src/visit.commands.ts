import type { Command, Private } from '#kernel';
import type { LeaderVisitRecorded, VillageVisited } from './visit.events.js';

/** Year and limit are the round's. */
export type RecordVillageVisit = Command<'RecordVillageVisit', Omit<VillageVisited['data'], 'year' | 'visitsPerVillageWeekMax' | 'breaches'>>;
/** What the visit said is known from its record. */
export type WithdrawVillageVisit = Command<
  'WithdrawVillageVisit',
  { visitId: string; roundId: string; groupId: string; date: string; documentRef: string; reason: Private }
>;
export type VisitCommand = RecordVillageVisit | WithdrawVillageVisit;
export type RecordLeaderVisit = Command<'RecordLeaderVisit', LeaderVisitRecorded['data']>;

/** All visits of a round stand in one stream, so that its closing can be guarded by it. */
export const visitsStream = (roundId: string): string => `visits-${roundId}`;
