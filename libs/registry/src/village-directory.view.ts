import type { View } from '#kernel';
import { VILLAGES } from './guards.js';
import type { VillageRegistered } from './registry.events.js';
import type { VillageRow } from './rows.js';

/** Which villages are there, and which town do they lie in? */
export const villageDirectory: View<VillageRow, VillageRegistered> = {
  name: VILLAGES,
  version: 1,
  zh: '村名录',
  keysOf: ({ data }) => [data.villageId],
  on: { VillageRegistered: (_, { data: { villageId, name, townUnitId } }) => ({ villageId, name, townUnitId }) },
};
