import type { Private, View, ValidTime } from '#kernel';
import type {
  Competence,
  DutyAssigned,
  DutyCorrected,
  DutyEnded,
  PersonContactSet,
  PersonRegistered,
  PostRegistered,
  TenureCorrected,
  TenureEnded,
  TenureStarted,
  UnitKind,
  UnitRegistered,
} from '#registry';

/** What this context remembers of registry's events, so that recipients and obligations can be found without asking another context. */
export type UnitRow = Readonly<{ unitId: string; kind: UnitKind; competences: readonly Competence[] }>;
export type TenureRow = ValidTime & Readonly<{ tenureId: string; personId: string; acting?: true }>;
export type PostRow = Readonly<{ postId: string; unitId: string; role: string; tenures: readonly TenureRow[] }>;
export type DutyRow = DutyAssigned['data'];
export type ContactRow = Readonly<{ personId: string; phone?: Private }>;

/** Which units are there, of which kind? */
export const cadenceUnits: View<UnitRow, UnitRegistered> = {
  name: 'cadence-units',
  version: 1,
  zh: '报送单位（工作推进用）',
  keysOf: ({ data }) => [data.unitId],
  on: { UnitRegistered: (_, { data: { unitId, kind, competences = [] } }) => ({ unitId, kind, competences }) },
};

function withTenure(row: PostRow | undefined, { tenureId, personId, from, to }: TenureEnded['data'] | TenureCorrected['data'], acting?: boolean) {
  if (!row) return undefined;
  const known = row.tenures.find((tenure) => tenure.tenureId === tenureId);
  const isActing = acting ?? known?.acting;
  const tenure: TenureRow = { tenureId, personId, from, ...(to !== undefined && { to }), ...(isActing && { acting: true }) };
  const others = row.tenures.filter((other) => other !== known);
  return { ...row, tenures: [...others, tenure].sort((a, b) => (a.from < b.from || (a.from === b.from && a.tenureId < b.tenureId) ? -1 : 1)) };
}

/** Who holds which post, or heads it acting, on which day? */
export const cadencePosts: View<PostRow, PostRegistered | TenureStarted | TenureEnded | TenureCorrected> = {
  name: 'cadence-posts',
  version: 1,
  zh: '岗位及任职（工作推进用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.postId],
  on: {
    PostRegistered: (_, { data: { postId, unitId, role } }) => ({ postId, unitId, role, tenures: [] }),
    TenureStarted: (row, { data }) => withTenure(row, { ...data, reason: '', documentRef: '' }, data.acting),
    TenureEnded: (row, { data }) => withTenure(row, data),
    TenureCorrected: (row, { data }) => withTenure(row, data),
  },
};

const dutyOf = (_: DutyRow | undefined, { data }: { data: DutyRow }): DutyRow => {
  const { dutyId, kind, targetId, year, personId, postId, unitId, from, to } = data;
  return {
    ...{ dutyId, kind, targetId, year, from },
    ...(personId !== undefined && { personId }),
    ...(postId !== undefined && { postId }),
    ...(unitId !== undefined && { unitId }),
    ...(to !== undefined && { to }),
  };
};

/** Which duties are there, whose, for which village? */
export const cadenceDuties: View<DutyRow, DutyAssigned | DutyEnded | DutyCorrected> = {
  name: 'cadence-duties',
  version: 1,
  zh: '包抓任务（工作推进用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.dutyId],
  on: { DutyAssigned: dutyOf, DutyEnded: dutyOf, DutyCorrected: dutyOf },
};

/** Who can be reached at all? Numbers are commitments; only the outbox opens them, when it sends. */
export const cadenceContacts: View<ContactRow, PersonRegistered | PersonContactSet> = {
  name: 'cadence-contacts',
  version: 1,
  zh: '短信接收号码',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    PersonRegistered: (_, { data: { personId } }) => ({ personId }),
    PersonContactSet: (_, { data: { personId, phone } }) => ({ personId, phone }),
  },
};
