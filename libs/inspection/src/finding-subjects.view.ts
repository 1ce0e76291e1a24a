import type { View } from '#kernel';
import type { PersonRegistered, UnitKind, UnitRegistered, VillageRegistered } from '#registry';

export type FindingSubjectRow = Readonly<{ id: string; unitKind?: UnitKind }>;

/** Whom can a finding or a draw speak of? Nothing is ever struck out here. Read by decisions. */
export const findingSubjects: View<FindingSubjectRow, UnitRegistered | VillageRegistered | PersonRegistered> = {
  name: 'finding-subjects',
  version: 1,
  zh: '问题与抽签可涉及的单位、村和人员',
  keysOf: ({ type, data }) => [type === 'UnitRegistered' ? data.unitId : type === 'VillageRegistered' ? data.villageId : data.personId],
  on: {
    UnitRegistered: (_, { data: { unitId, kind } }) => ({ id: unitId, unitKind: kind }),
    VillageRegistered: (_, { data: { villageId } }) => ({ id: villageId }),
    PersonRegistered: (_, { data: { personId } }) => ({ id: personId }),
  },
};
