import type { Command } from '#kernel';
import type { LeaderVisitRecorded, VillageVisited } from './visit.events.js';

/** Year and limit are the round's. */
export type RecordVillageVisit = Command<'RecordVillageVisit', Omit<VillageVisited['data'], 'year' | 'visitsPerVillageWeekMax' | 'breaches'>>;
export type RecordLeaderVisit = Command<'RecordLeaderVisit', LeaderVisitRecorded['data']>;

/** All visits of a round stand in one stream, so that its closing can be guarded by it. */
export const visitsStream = (roundId: string): string => `visits-${roundId}`;
