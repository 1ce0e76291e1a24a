import type { View } from '#kernel';
import type { HouseholdsListed } from '#programme';

export type FindingHouseholdsRow = Readonly<{ villageId: string; year: number; householdIds: readonly string[] }>;
export const householdsKey = (villageId: string, year: number): string => `${villageId}:${year}`;

/** Which households of a village are on file for a year? The newest list is the whole list. Read by decisions. */
export const findingHouseholds: View<FindingHouseholdsRow, HouseholdsListed> = {
  name: 'finding-households',
  version: 1,
  zh: '问题与抽签可涉及的贫困户（按村和年度）',
  keysOf: ({ data: { villageId, year } }) => [householdsKey(villageId, year)],
  on: { HouseholdsListed: (_, { data: { villageId, year, householdIds } }) => ({ villageId, year, householdIds: [...householdIds].sort() }) },
};
