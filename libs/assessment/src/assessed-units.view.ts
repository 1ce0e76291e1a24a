import type { View } from '#kernel';
import type { UnitRegistered } from '#registry';

export type AssessedUnitRow = Readonly<{ unitId: string; kind: 'town' | 'department'; name: string }>;

/** Which units are judged under the book, and as what? */
export const assessedUnits: View<AssessedUnitRow, UnitRegistered> = {
  name: 'assessed-units',
  version: 1,
  zh: '哪些单位参加考核，属于镇还是部门？',
  keysOf: ({ data: { kind, unitId } }) => (kind === 'town' || kind === 'department' ? [unitId] : []),
  on: {
    UnitRegistered: (row, { data: { unitId, kind, name } }) => (kind === 'town' || kind === 'department' ? { unitId, kind, name } : row),
  },
};
