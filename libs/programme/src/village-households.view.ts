import type { View } from '#kernel';
import type { HouseholdsListed } from './households.events.js';

/** `count` is of different households: each id stands once. */
export type VillageHouseholdsRow = Readonly<{
  villageId: string;
  year: number;
  count: number;
  householdIds: readonly string[];
  kinds: readonly Readonly<{ kind: string; count: number }>[];
  documentRef: string;
}>;

/** Which poor households does a village have on file for a year? */
export const villageHouseholds: View<VillageHouseholdsRow, HouseholdsListed> = {
  name: 'village-households',
  version: 1,
  zh: '各村建档立卡户',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.villageId}-${data.year}`],
  on: {
    HouseholdsListed: (_, { data: { villageId, year, householdIds, documentRef, kinds = [] } }) => ({
      villageId,
      year,
      count: householdIds.length,
      householdIds: [...householdIds],
      kinds: kinds.map(({ kind, householdIds: of }) => ({ kind, count: of.length })),
      documentRef,
    }),
  },
};
