import type { View } from '#kernel';
import type { ExitDeterminationWithdrawn, FalseExitFound, VillageExitDetermined, VillageExitFailureDetermined } from '#programme';

export type ExitWord = 'exited' | 'failed' | 'false-exit';
export type FindingExitRow = Readonly<{ villageId: string; year: number; determined: ExitWord }>;
export const exitKey = (villageId: string, year: number): string => `${villageId}:${year}`;
export type ExitDetermination = VillageExitDetermined | VillageExitFailureDetermined | FalseExitFound | ExitDeterminationWithdrawn;

const determined =
  (word: ExitWord) =>
  (_: FindingExitRow | undefined, { data: { villageId, year } }: { data: { villageId: string; year: number } }): FindingExitRow => ({
    villageId,
    year,
    determined: word,
  });

/** Which exits are determined now, so that a finding can dispute them? Read by decisions. */
export const findingExits: View<FindingExitRow, ExitDetermination> = {
  name: 'finding-exits',
  version: 1,
  zh: '可被问题质疑的退出认定',
  keysOf: ({ data: { villageId, year } }) => [exitKey(villageId, year)],
  on: {
    VillageExitDetermined: determined('exited'),
    VillageExitFailureDetermined: determined('failed'),
    FalseExitFound: determined('false-exit'),
    ExitDeterminationWithdrawn: () => undefined,
  },
};
