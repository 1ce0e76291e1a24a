import type { CalendarDate, Private, ValidTime } from '#kernel';
import type { AppointedBy, Competence, DutyKind, StaffStatus, UnitKind } from './registry.events.js';

export type UnitRow = Readonly<{ unitId: string; kind: UnitKind; name: string; parentUnitId?: string; competences: readonly Competence[] }>;
export type VillageRow = Readonly<{ villageId: string; name: string; townUnitId: string }>;

export type StatusRow = Readonly<{ from?: CalendarDate; partyMember: boolean; staffStatus: StaffStatus }>;
/** `partyMember` and `staffStatus` as of the newest status, or of the date asked for; `statuses` oldest first, the first without `from`. `name` is a commitment. */
export type PersonRow = Readonly<{ personId: string; name: Private; partyMember: boolean; staffStatus: StaffStatus; statuses: readonly StatusRow[] }>;

export type TenureRow = ValidTime &
  Readonly<{ tenureId: string; personId: string; sharePermille?: number; acting?: boolean; endReason?: string; documentRef?: string }>;
/** A post and everybody who held it, oldest first: where responsibility chains begin. */
export type PostRow = Readonly<{
  postId: string;
  unitId: string;
  role: string;
  title: string;
  appointedBy: AppointedBy;
  managedByUnitId: string;
  tenures: readonly TenureRow[];
}>;

/** When nobody held the post; `neverHeld` when no tenure was ever recorded. */
export type PostGapsRow = Readonly<{
  postId: string;
  unitId: string;
  title: string;
  neverHeld: boolean;
  tenures: readonly (ValidTime & { readonly tenureId: string })[];
  gaps: readonly ValidTime[];
}>;

export type DutyRow = ValidTime &
  Readonly<{ dutyId: string; kind: DutyKind; targetId: string; year: number; personId?: string; postId?: string; unitId?: string; documentRef?: string }>;
/** Who does what for a village or unit in one year, oldest first. The judgements concern the five ones and stand empty for a unit. */
export type DutiesRow = Readonly<{
  targetId: string;
  year: number;
  duties: readonly DutyRow[];
  /** Kinds that nobody holds to the end of the year (on the date asked for: that day). */
  missing: readonly DutyKind[];
  /** Kinds with two holders at one time. */
  doubled: readonly DutyKind[];
  /** 一抓到底: times in the year when a kind once filled was left empty. */
  lapses: readonly Readonly<{ kind: DutyKind; from: CalendarDate; to?: CalendarDate }>[];
  complete: boolean;
}>;
/** One line per village and year: who stands in each of the five places at the end of the year. */
export type FiveOnesRow = Readonly<{
  villageId: string;
  year: number;
  places: Readonly<Partial<Record<DutyKind, string>>>;
  filled: number;
  /** The places that nobody fills, as people call them. */ missing: readonly Readonly<{ kind: DutyKind; zh: string }>[];
  duties: readonly DutyRow[];
}>;

export type PersonTenureRow = ValidTime &
  Readonly<{ tenureId: string; postId: string; sharePermille?: number; acting?: boolean; endReason?: string; documentRef?: string }>;
export type SecondmentRow = ValidTime & Readonly<{ secondmentId: string; homeUnitId: string; hostUnitId: string }>;
/** Everything a person answers or answered for. */
export type PersonPostsRow = Readonly<{
  personId: string;
  tenures: readonly PersonTenureRow[];
  duties: readonly DutyRow[];
  secondments: readonly SecondmentRow[];
}>;

/** A relation as one of its two persons has it; `kinship` is a commitment, `eventId` the event that says how it stands. */
export type DeclaredRelation = ValidTime &
  Readonly<{ relationId: string; relatedPersonId: string; kinship: Private; declaredByPersonId: string; declaredOn: CalendarDate; eventId: string }>;
/** To whom a person is related, oldest first. */
export type DeclaredRelationsRow = Readonly<{ personId: string; relations: readonly DeclaredRelation[] }>;
