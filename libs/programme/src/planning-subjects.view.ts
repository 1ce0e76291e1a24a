import type { View } from '#kernel';
import type { UnitRegistered, VillageRegistered } from '#registry';
import type { PlanningSubjectRow } from './rows.js';

/** Which villages can be planned, and which organs can speak for a plan? Read by decisions. */
export const planningSubjects: View<PlanningSubjectRow, UnitRegistered | VillageRegistered> = {
  name: 'planning-subjects',
  version: 1,
  zh: '计划涉及的村与机关',
  keysOf: ({ type, data }) => [type === 'VillageRegistered' ? data.villageId : data.unitId],
  on: {
    UnitRegistered: (_, { data: { unitId } }) => ({ id: unitId, kind: 'unit' }),
    VillageRegistered: (_, { data: { villageId, townUnitId } }) => ({ id: villageId, kind: 'village', townUnitId }),
  },
};
