import type { View } from '#kernel';
import { UNITS } from './guards.js';
import type { UnitRegistered } from './registry.events.js';
import type { UnitRow } from './rows.js';

/** Which units are there, of what kind, under whom, and what may they do in a case? */
export const unitDirectory: View<UnitRow, UnitRegistered> = {
  name: UNITS,
  version: 1,
  zh: '单位名录',
  keysOf: ({ data }) => [data.unitId],
  on: { UnitRegistered: (_, { data: { unitId, kind, name, parentUnitId, competences = [] } }) => ({ unitId, kind, name, parentUnitId, competences }) },
};
