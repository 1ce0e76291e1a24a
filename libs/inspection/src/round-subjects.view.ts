import type { CalendarDate, View } from '#kernel';
import type { HouseholdsListed } from '#programme';
import type { PersonRegistered, PostRegistered, TenureCorrected, TenureEnded, TenureStarted, UnitRegistered, VillageRegistered } from '#registry';

/** What rounds, groups and visits have to know of registry's and programme's events. */
export type RoundSubjectRow = Readonly<{ id: string; kind: 'unit' | 'village' | 'person' }>;

/** Which units, villages and persons are registered? Read by decisions. */
export const roundSubjects: View<RoundSubjectRow, UnitRegistered | VillageRegistered | PersonRegistered> = {
  name: 'round-subjects',
  version: 1,
  zh: '督查涉及的单位、村与人员（裁定用）',
  keysOf: (event) => [subjectOf(event).id],
  on: {
    UnitRegistered: (_, event) => subjectOf(event),
    VillageRegistered: (_, event) => subjectOf(event),
    PersonRegistered: (_, event) => subjectOf(event),
  },
};
function subjectOf({ type, data }: UnitRegistered | VillageRegistered | PersonRegistered): RoundSubjectRow {
  if (type === 'UnitRegistered') return { id: data.unitId, kind: 'unit' };
  return type === 'VillageRegistered' ? { id: data.villageId, kind: 'village' } : { id: data.personId, kind: 'person' };
}

/** Which units plan and run inspections? */
export const roundOffices: View<Readonly<{ unitId: string }>, UnitRegistered> = {
  name: 'round-offices',
  version: 1,
  zh: '哪些单位承担指挥部办公室职责（裁定用）',
  keysOf: ({ data: { unitId, competences } }) => (competences?.includes('command-office') ? [unitId] : []),
  on: { UnitRegistered: (_, { data: { unitId } }) => ({ unitId }) },
};

type Tenure = Readonly<{ tenureId: string; personId: string; from: CalendarDate; to?: CalendarDate }>;
export type RoundPostRow = Readonly<{ postId: string; unitId: string; tenures: readonly Tenure[] }>;

const withTenure = (row: RoundPostRow | undefined, { data }: TenureStarted | TenureEnded | TenureCorrected): RoundPostRow | undefined => {
  const { tenureId, personId, from } = data;
  const tenure = { tenureId, personId, from, ...('to' in data && data.to !== undefined && { to: data.to }) };
  return row && { ...row, tenures: [...row.tenures.filter((other) => other.tenureId !== tenureId), tenure] };
};

/** Who held which post of which unit, and when? */
export const roundPosts: View<RoundPostRow, PostRegistered | TenureStarted | TenureEnded | TenureCorrected> = {
  name: 'round-posts',
  version: 1,
  zh: '岗位及任职（督查裁定用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId } }) => ({ postId, unitId, tenures: [] }),
    TenureStarted: withTenure,
    TenureEnded: withTenure,
    TenureCorrected: withTenure,
  },
};

export type RoundHouseholdsRow = Readonly<{ villageId: string; years: Readonly<Record<string, readonly string[]>> }>;

/** Which households are on a village's list, year by year? */
export const roundHouseholds: View<RoundHouseholdsRow, HouseholdsListed> = {
  name: 'round-households',
  version: 1,
  zh: '各村各年建档立卡户（督查裁定用）',
  keysOf: ({ data }) => [data.villageId],
  on: {
    HouseholdsListed: (row, { data: { villageId, year, householdIds } }) => ({ villageId, years: { ...row?.years, [year]: householdIds } }),
  },
};
