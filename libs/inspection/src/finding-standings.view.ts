import type { View } from '#kernel';
import type { FindingDuplicateMarked, FindingDuplicateMarkLifted, FindingLogged, FindingWithdrawn } from './finding.events.js';

export type FindingStandingRow = Readonly<{ findingId: string; unitId: string; year: number; duplicateOf: string | null; withdrawn: boolean }>;

/** Can another finding be a duplicate of this one? Good practice is none. Read by decisions. */
export const findingStandings: View<FindingStandingRow, FindingLogged | FindingDuplicateMarked | FindingDuplicateMarkLifted | FindingWithdrawn> = {
  name: 'finding-standings',
  version: 1,
  zh: '可作为原问题的问题',
  keysOf: ({ data }) => [data.findingId],
  on: {
    FindingLogged: (_, { data: { findingId, unitId, year } }) => ({ findingId, unitId, year, duplicateOf: null, withdrawn: false }),
    FindingDuplicateMarked: (row, { data: { duplicateOf } }) => row && { ...row, duplicateOf },
    FindingDuplicateMarkLifted: (row) => row && { ...row, duplicateOf: null },
    FindingWithdrawn: (row) => row && { ...row, withdrawn: true },
  },
};
