import type { RoundCoverageRow } from './round-coverage.view.js';
import { villageYear, type VillageCoverageRow } from './village-coverage.view.js';

/** Villages and households of a round in numbers, and exactly what is missing; `unknownVillageIds`: no list of households is recorded there. */
export type RoundCover = Readonly<{
  roundId: string;
  villages: Readonly<{ visited: number; of: number; missingIds: readonly string[] }>;
  households: Readonly<{ seen: number; of: number; missing: Readonly<Record<string, readonly string[]>>; unknownVillageIds: readonly string[] }>;
}>;

/** The keys of the villages' rows that a round's cover is put together from. */
export const coverKeysOf = ({ year, villages }: RoundCoverageRow): readonly string[] => villages.map(({ villageId }) => villageYear({ villageId, year }));

/** 村村到、户户过 of one round, from its own row and its villages'. */
export function coverageOfRound(round: RoundCoverageRow, villageRows: readonly VillageCoverageRow[]): RoundCover {
  const missing: Record<string, readonly string[]> = {};
  const unknownVillageIds: string[] = [];
  let of = 0;
  let left = 0;
  for (const { villageId } of round.villages) {
    const row = villageRows.find((one) => one.villageId === villageId && one.year === round.year);
    const found = row?.rounds.find(({ roundId }) => roundId === round.roundId)?.missingHouseholdIds;
    if (!row?.listed || !found) {
      unknownVillageIds.push(villageId);
      continue;
    }
    of += row.listed.length;
    left += found.length;
    if (found.length > 0) missing[villageId] = found;
  }
  return {
    roundId: round.roundId,
    villages: { visited: round.visited, of: round.of, missingIds: round.missingVillageIds },
    households: { seen: of - left, of, missing, unknownVillageIds },
  };
}
