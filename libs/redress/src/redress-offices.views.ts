import type { CalendarDate, View } from '#kernel';
import type { Competence, PersonRegistered, PostRegistered, TenureCorrected, TenureEnded, TenureStarted, UnitRegistered } from '#registry';

type Tenure = Readonly<{ tenureId: string; personId: string; from: CalendarDate; to?: CalendarDate }>;
export type RedressPostRow = Readonly<{ postId: string; unitId: string; tenures: readonly Tenure[] }>;

const withTenure = (row: RedressPostRow | undefined, { data }: TenureStarted | TenureEnded | TenureCorrected): RedressPostRow | undefined => {
  const { tenureId, personId, from } = data;
  const tenure: Tenure = { tenureId, personId, from, ...('to' in data && data.to !== undefined && { to: data.to }) };
  const others = row?.tenures.filter((other) => other.tenureId !== tenureId) ?? [];
  return row && { ...row, tenures: [...others, tenure].sort((a, b) => (a.from < b.from || (a.from === b.from && a.tenureId < b.tenureId) ? -1 : 1)) };
};

/** Who held which post of which unit, and when: who may record a restoration, and who came after a removed person. */
export const redressPosts: View<RedressPostRow, PostRegistered | TenureStarted | TenureEnded | TenureCorrected> = {
  name: 'redress-posts',
  version: 1,
  zh: '岗位及任职（恢复事项裁定用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId } }) => ({ postId, unitId, tenures: [] }),
    TenureStarted: withTenure,
    TenureEnded: withTenure,
    TenureCorrected: withTenure,
  },
};

export type RedressUnitRow = Readonly<{ unitId: string; competences: readonly Competence[] }>;
/** What may an organ do? Read by decisions. */
export const redressUnits: View<RedressUnitRow, UnitRegistered> = {
  name: 'redress-units',
  version: 1,
  zh: '机关职权（恢复事项裁定用）',
  keysOf: ({ data }) => [data.unitId],
  on: { UnitRegistered: (_, { data: { unitId, competences = [] } }) => ({ unitId, competences }) },
};

/** Who is registered? Read by decisions. */
export const redressPersons: View<Readonly<{ personId: string }>, PersonRegistered> = {
  name: 'redress-persons',
  version: 1,
  zh: '已登记人员（恢复事项裁定用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: { PersonRegistered: (_, { data: { personId } }) => ({ personId }) },
};
