import type { CalendarDate, Event, Private } from '#kernel';

export type UnitKind = 'county' | 'town' | 'department' | 'organ' | 'city';
/** What an organ may do in an accountability case (justice 2, 5). */
export type Competence = 'discipline' | 'organization' | 'party-committee' | 'congress' | 'command-office' | 'assessment-office';
export type AppointedBy = 'election' | 'standing-committee' | 'commission' | 'contract';
export type StaffStatus = 'civil-servant' | 'institution' | 'village';
/** 五个一, then 分管 (in charge of a unit's work) and 包村 (a town leader stationed with a village). */
export type DutyKind = 'county-leader' | 'town-leader' | 'paired-department' | 'first-secretary' | 'agri-technician' | 'in-charge' | 'stationed';

export type UnitRegistered = Event<'UnitRegistered', { unitId: string; kind: UnitKind; name: string; parentUnitId?: string; competences?: readonly Competence[] }>;
export type VillageRegistered = Event<'VillageRegistered', { villageId: string; name: string; townUnitId: string }>;
export type PersonRegistered = Event<'PersonRegistered', { personId: string; name: Private; partyMember: boolean; staffStatus: StaffStatus }>;
export type PersonStatusChanged = Event<'PersonStatusChanged', { personId: string; partyMember: boolean; staffStatus: StaffStatus; from: CalendarDate }>;
/** `role` is the book's word for a kind of post (party-secretary, town-head, department-head, …); `managedBy` = 干部管理权限. */
export type PostRegistered = Event<'PostRegistered', { postId: string; unitId: string; role: string; title: string; appointedBy: AppointedBy; managedByUnitId: string }>;
/** `sharePermille`: the part of the post's duty where holders overlap (handover, deputies); `acting` = 主持工作. Recorded on the post's stream. */
export type TenureStarted = Event<'TenureStarted', { tenureId: string; personId: string; postId: string; from: CalendarDate; sharePermille?: number; acting?: boolean }>;
/** `to` is the first day no longer in post. */
export type TenureEnded = Event<'TenureEnded', { tenureId: string; personId: string; postId: string; from: CalendarDate; to: CalendarDate; reason: string }>;
/** A late correction in valid time: the whole interval as it really was. */
export type TenureCorrected = Event<'TenureCorrected', { tenureId: string; personId: string; postId: string; from: CalendarDate; to?: CalendarDate; sharePermille?: number; reason: string; documentRef: string }>;
export type SecondmentStarted = Event<'SecondmentStarted', { secondmentId: string; personId: string; homeUnitId: string; hostUnitId: string; from: CalendarDate; to?: CalendarDate }>;
export type SecondmentEnded = Event<'SecondmentEnded', { secondmentId: string; personId: string; homeUnitId: string; hostUnitId: string; from: CalendarDate; to: CalendarDate }>;
/** `targetId`: the village or unit that the duty is for; the holder is a person (in a post) or, for a paired department, a unit. One year's designation. */
export type DutyAssigned = Event<'DutyAssigned', { dutyId: string; kind: DutyKind; targetId: string; year: number; personId?: string; postId?: string; unitId?: string; from: CalendarDate; to?: CalendarDate }>;
export type DutyEnded = Event<'DutyEnded', { dutyId: string; kind: DutyKind; targetId: string; year: number; personId?: string; postId?: string; unitId?: string; from: CalendarDate; to: CalendarDate; reason: string }>;
export type DutyCorrected = Event<'DutyCorrected', { dutyId: string; kind: DutyKind; targetId: string; year: number; personId?: string; postId?: string; unitId?: string; from: CalendarDate; to?: CalendarDate; reason: string; documentRef: string }>;
