import type { View } from '#kernel';
import type { HouseholdsListed } from './households.events.js';
import type { ListedHouseholdRow } from './rows.js';

/** On which village's file is a household this year, and of which kind? Read by decisions. */
export const listedHouseholds: View<ListedHouseholdRow, HouseholdsListed> = {
  name: 'listed-households',
  version: 1,
  zh: '在册户',
  aboutPersons: true,
  keysOf: ({ data: { year, householdIds, droppedHouseholdIds = [] } }) => [...householdIds, ...droppedHouseholdIds].map((id) => `${year}/${id}`),
  on: {
    HouseholdsListed: (_, { data: { villageId, year, droppedHouseholdIds = [], kinds = [] } }, key) => {
      const householdId = key.slice(key.indexOf('/') + 1);
      if (droppedHouseholdIds.includes(householdId)) return undefined;
      const kind = kinds.find(({ householdIds }) => householdIds.includes(householdId))?.kind;
      return { householdId, villageId, year, ...(kind !== undefined && { kind }) };
    },
  },
};
