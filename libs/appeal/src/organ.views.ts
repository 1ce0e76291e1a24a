import { holdsOn, type CalendarDate, type View } from '#kernel';
import type {
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
} from '#registry';

/** What this context remembers of registry's events: who holds which post, what an organ may do, whom a text reaches, who was designated for what. */
export type TenureSpan = Readonly<{ tenureId: string; personId: string; from: CalendarDate; to?: CalendarDate }>;
export type OrganPostRow = Readonly<{ postId: string; unitId: string; role: string; tenures: readonly TenureSpan[] }>;
export type OrganRow = Readonly<{ unitId: string; parentUnitId?: string; competences: readonly Competence[] }>;
export type Status = Readonly<{ partyMember: boolean; staffStatus: StaffStatus }>;
export type AppellantRow = Readonly<{ personId: string; statuses: readonly (Status & Readonly<{ from: CalendarDate | '' }>)[] }>;
export type DesignationRow = Readonly<{ personId: string; targets: readonly Readonly<{ dutyId: string; target: string; year: number }>[] }>;

const withTenure = (row: OrganPostRow | undefined, { tenureId, personId, from, to }: TenureSpan): OrganPostRow | undefined =>
  row && {
    ...row,
    tenures: [...row.tenures.filter((tenure) => tenure.tenureId !== tenureId), { tenureId, personId, from, ...(to !== undefined && { to }) }].sort((a, b) =>
      a.from < b.from || (a.from === b.from && a.tenureId < b.tenureId) ? -1 : 1,
    ),
  };

/** Who held which post of which unit when? */
export const appealPosts: View<OrganPostRow, PostRegistered | TenureStarted | TenureEnded | TenureCorrected> = {
  name: 'appeal-posts',
  version: 1,
  zh: '岗位及任职（申诉办理用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId, role } }) => ({ postId, unitId, role, tenures: [] }),
    TenureStarted: (row, { data }) => withTenure(row, data),
    TenureEnded: (row, { data }) => withTenure(row, data),
    TenureCorrected: (row, { data }) => withTenure(row, data),
  },
};

/** What may an organ do, and which stands above it? */
export const appealOrgans: View<OrganRow, UnitRegistered> = {
  name: 'appeal-organs',
  version: 1,
  zh: '机关及隶属（申诉办理用）',
  keysOf: ({ data }) => [data.unitId],
  on: {
    UnitRegistered: (_, { data: { unitId, parentUnitId, competences } }) => ({
      unitId,
      ...(parentUnitId !== undefined && { parentUnitId }),
      competences: competences ?? [],
    }),
  },
};

/** Which texts reach a person, and from when? */
export const appealPersons: View<AppellantRow, PersonRegistered | PersonStatusChanged> = {
  name: 'appeal-persons',
  version: 1,
  zh: '人员身份（申诉渠道用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    PersonRegistered: (_, { data: { personId, partyMember, staffStatus } }) => ({ personId, statuses: [{ from: '', partyMember, staffStatus }] }),
    PersonStatusChanged: (row, { data: { partyMember, staffStatus, from } }) =>
      row && { ...row, statuses: [...row.statuses, { from, partyMember, staffStatus }].sort((a, b) => (a.from < b.from ? -1 : 1)) },
  },
};

const withoutDuty = (row: DesignationRow | undefined, dutyId: string) => (row?.targets ?? []).filter((target) => target.dutyId !== dutyId);
type Designated = Readonly<{ data: DutyAssigned['data'] }>;
const designated = (row: DesignationRow | undefined, { data: { dutyId, targetId, year } }: Designated, personId: string): DesignationRow => ({
  personId,
  targets: [...withoutDuty(row, dutyId), { dutyId, target: targetId, year }].sort((a, b) => (a.dutyId < b.dutyId ? -1 : 1)),
});

/** For which villages and units was a person designated, in which year? A duty that has ended was held all the same. */
export const appealDesignations: View<DesignationRow, DutyAssigned | DutyEnded | DutyCorrected> = {
  name: 'appeal-designations',
  version: 1,
  zh: '包抓包联职责（复查回避用）',
  aboutPersons: true,
  keysOf: ({ data }) => (data.personId === undefined ? [] : [data.personId]),
  on: { DutyAssigned: designated, DutyEnded: designated, DutyCorrected: designated },
};

export const holdsPostOn = (post: OrganPostRow | undefined, personId: string | undefined, date: CalendarDate): boolean =>
  post?.tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, date)) ?? false;
/** The status that held on a date: the last change that had taken effect, else the one first recorded. */
export const statusOn = ({ statuses }: AppellantRow, date: CalendarDate): Status | undefined => statuses.filter(({ from }) => from <= date).at(-1);
