import type { CalendarDate, View } from '#kernel';
import type {
  Competence,
  PersonRegistered,
  PostRegistered,
  SecondmentEnded,
  SecondmentStarted,
  TenureCorrected,
  TenureEnded,
  TenureStarted,
  UnitRegistered,
} from '#registry';

/** What this context remembers of registry's events: who is of which unit, so that nobody verifies for the own one. */
export type Tenure = Readonly<{ tenureId: string; personId: string; from: CalendarDate; to?: CalendarDate }>;
export type PostRow = Readonly<{ postId: string; unitId: string; tenures: readonly Tenure[] }>;
export type PersonRow = Readonly<{
  personId: string;
  secondments: readonly Readonly<{ secondmentId: string; hostUnitId: string; from: CalendarDate; to?: CalendarDate }>[];
}>;
export type UnitRow = Readonly<{ unitId: string; competences: readonly Competence[] }>;

type Spanned = TenureStarted | TenureEnded | TenureCorrected;
function withTenure(row: PostRow | undefined, { data }: Spanned): PostRow | undefined {
  const { tenureId, personId, from } = data;
  const to = 'to' in data ? data.to : undefined;
  const others = row?.tenures.filter((tenure) => tenure.tenureId !== tenureId) ?? [];
  return row && { ...row, tenures: [...others, { tenureId, personId, from, ...(to !== undefined && { to }) }] };
}

/** Who held which post of which unit, and when? */
export const rectificationPosts: View<PostRow, PostRegistered | Spanned> = {
  name: 'rectification-posts',
  version: 1,
  zh: '岗位及任职（整改核查回避用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId } }) => ({ postId, unitId, tenures: [] }),
    TenureStarted: withTenure,
    TenureEnded: withTenure,
    TenureCorrected: withTenure,
  },
};

function withSecondment(row: PersonRow | undefined, { data }: SecondmentStarted | SecondmentEnded): PersonRow | undefined {
  const { secondmentId, hostUnitId, from, to } = data;
  const others = row?.secondments.filter((one) => one.secondmentId !== secondmentId) ?? [];
  return row && { ...row, secondments: [...others, { secondmentId, hostUnitId, from, ...(to !== undefined && { to }) }] };
}

/** Who is registered, and lent to whom? */
export const rectificationPersons: View<PersonRow, PersonRegistered | SecondmentStarted | SecondmentEnded> = {
  name: 'rectification-persons',
  version: 1,
  zh: '人员及借调（整改核查回避用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    PersonRegistered: (_, { data: { personId } }) => ({ personId, secondments: [] }),
    SecondmentStarted: withSecondment,
    SecondmentEnded: withSecondment,
  },
};

/** Which unit is competent for what? */
export const rectificationUnits: View<UnitRow, UnitRegistered> = {
  name: 'rectification-units',
  version: 1,
  zh: '单位及职权（整改交办与督办用）',
  keysOf: ({ data }) => [data.unitId],
  on: { UnitRegistered: (_, { data: { unitId, competences } }) => ({ unitId, competences: competences ?? [] }) },
};
