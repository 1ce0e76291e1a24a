import type { CalendarDate, View } from '#kernel';
import type {
  AppointedBy,
  Competence,
  DutyAssigned,
  DutyCorrected,
  DutyEnded,
  PersonRegistered,
  PersonStatusChanged,
  PostRegistered,
  StaffStatus,
  TenureCorrected,
  TenureEnded,
  TenureStarted,
  UnitRegistered,
  VillageRegistered,
} from '#registry';

/** What this context remembers of registry's events, so that chains, triggers and guards can be decided without asking another context. */
export type TenureSpan = Readonly<{ tenureId: string; personId: string; from: CalendarDate; to?: CalendarDate; sharePermille?: number; acting?: boolean }>;
export type PostRow = Readonly<{
  postId: string;
  unitId: string;
  role: string;
  title: string;
  appointedBy: AppointedBy;
  managedByUnitId: string;
  tenures: readonly TenureSpan[];
}>;
export type UnitRow = Readonly<{ unitId: string; name: string; parentUnitId?: string; competences: readonly Competence[] }>;
export type VillageRow = Readonly<{ villageId: string; townUnitId: string }>;
export type DutyRow = DutyAssigned['data'];
export type PersonRow = Readonly<{
  personId: string;
  partyMember: boolean;
  staffStatus: StaffStatus;
  changes: readonly Readonly<{ from: CalendarDate; partyMember: boolean; staffStatus: StaffStatus }>[];
}>;

const withTenure = (row: PostRow | undefined, tenure: TenureSpan): PostRow | undefined =>
  row && {
    ...row,
    tenures: [...row.tenures.filter(({ tenureId }) => tenureId !== tenure.tenureId), tenure].sort((a, b) =>
      a.from < b.from || (a.from === b.from && a.tenureId < b.tenureId) ? -1 : 1,
    ),
  };

/** Who held which post when, and who appoints to it and manages it? */
export const responsibilityPosts: View<PostRow, PostRegistered | TenureStarted | TenureEnded | TenureCorrected> = {
  name: 'responsibility-posts',
  version: 1,
  zh: '岗位及任职（责任认定用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId, role, title, appointedBy, managedByUnitId } }) => ({
      postId,
      unitId,
      role,
      title,
      appointedBy,
      managedByUnitId,
      tenures: [],
    }),
    TenureStarted: (row, { data: { tenureId, personId, from, sharePermille, acting } }) =>
      withTenure(row, { tenureId, personId, from, ...(sharePermille !== undefined && { sharePermille }), ...(acting && { acting }) }),
    TenureEnded: (row, { data: { tenureId, personId, from, to } }) => {
      const known = row?.tenures.find((tenure) => tenure.tenureId === tenureId);
      return withTenure(row, { ...known, tenureId, personId, from, to });
    },
    TenureCorrected: (row, { data: { tenureId, personId, from, to, sharePermille } }) => {
      const acting = row?.tenures.find((tenure) => tenure.tenureId === tenureId)?.acting;
      return withTenure(row, {
        tenureId,
        personId,
        from,
        ...(to !== undefined && { to }),
        ...(sharePermille !== undefined && { sharePermille }),
        ...(acting && { acting }),
      });
    },
  },
};

/** Which organ is competent for what, and where does it stand? */
export const responsibilityUnits: View<UnitRow, UnitRegistered> = {
  name: 'responsibility-units',
  version: 1,
  zh: '机关职权（责任认定用）',
  keysOf: ({ data }) => [data.unitId],
  on: {
    UnitRegistered: (_, { data: { unitId, name, parentUnitId, competences } }) => ({
      unitId,
      name,
      ...(parentUnitId !== undefined && { parentUnitId }),
      competences: competences ?? [],
    }),
  },
};

/** To which town does a village belong? */
export const responsibilityVillages: View<VillageRow, VillageRegistered> = {
  name: 'responsibility-villages',
  version: 1,
  zh: '村的隶属（责任认定用）',
  keysOf: ({ data }) => [data.villageId],
  on: { VillageRegistered: (_, { data: { villageId, townUnitId } }) => ({ villageId, townUnitId }) },
};

const dutyOf = ({ dutyId, kind, targetId, year, personId, postId, unitId, from, to }: DutyRow): DutyRow => ({
  dutyId,
  kind,
  targetId,
  year,
  from,
  ...(personId !== undefined && { personId }),
  ...(postId !== undefined && { postId }),
  ...(unitId !== undefined && { unitId }),
  ...(to !== undefined && { to }),
});

/** Who was designated for a village or unit, and for how long? */
export const responsibilityDuties: View<DutyRow, DutyAssigned | DutyEnded | DutyCorrected> = {
  name: 'responsibility-duties',
  version: 1,
  zh: '包抓包联职责（责任认定用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.dutyId],
  on: {
    DutyAssigned: (_, { data }) => dutyOf(data),
    DutyEnded: (_, { data }) => dutyOf(data),
    DutyCorrected: (_, { data }) => dutyOf(data),
  },
};

/** Which texts reach a person: party membership and staff status, with the dates of their changes? */
export const responsibilityPersons: View<PersonRow, PersonRegistered | PersonStatusChanged> = {
  name: 'responsibility-persons',
  version: 1,
  zh: '人员身份（责任认定用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    PersonRegistered: (_, { data: { personId, partyMember, staffStatus } }) => ({ personId, partyMember, staffStatus, changes: [] }),
    PersonStatusChanged: (row, { data: { partyMember, staffStatus, from } }) =>
      row && { ...row, changes: [...row.changes, { from, partyMember, staffStatus }].sort((a, b) => (a.from < b.from ? -1 : 1)) },
  },
};

/** The status that held on a date: the last change that had taken effect, else the one first recorded. */
export function statusOn({ partyMember, staffStatus, changes }: PersonRow, date: CalendarDate): Readonly<{ partyMember: boolean; staffStatus: StaffStatus }> {
  return changes.filter(({ from }) => from <= date).at(-1) ?? { partyMember, staffStatus };
}
