import type { View } from '#kernel';
import type { VillageRegistered } from '#registry';

export type VillageTownRow = Readonly<{ villageId: string; townUnitId: string }>;

/** Which town pays for what the book finds of a village? */
export const villageTowns: View<VillageTownRow, VillageRegistered> = {
  name: 'village-towns',
  version: 1,
  zh: '各村属于哪个镇？',
  keysOf: ({ data }) => [data.villageId],
  on: { VillageRegistered: (_row, { data: { villageId, townUnitId } }) => ({ villageId, townUnitId }) },
};
