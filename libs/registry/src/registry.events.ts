import { subjectIdsIn, type CalendarDate, type Event, type EventDefinition, type Private } from '#kernel';
import { complaintEvents, type ComplaintEvent } from './complaint.events.js';

export type UnitKind = 'county' | 'town' | 'department' | 'organ' | 'city';
/** What an organ may do in an accountability case (justice 2, 5). */
export type Competence = 'discipline' | 'organization' | 'party-committee' | 'congress' | 'command-office' | 'assessment-office';
export type AppointedBy = 'election' | 'standing-committee' | 'commission' | 'contract';
export type StaffStatus = 'civil-servant' | 'institution' | 'village';
/** 五个一, then 分管 (in charge of a unit's work) and 包村 (a town leader stationed with a village). */
export type DutyKind = 'county-leader' | 'town-leader' | 'paired-department' | 'first-secretary' | 'agri-technician' | 'in-charge' | 'stationed';

export type UnitRegistered = Event<
  'UnitRegistered',
  { unitId: string; kind: UnitKind; name: string; parentUnitId?: string; competences?: readonly Competence[] }
>;
export type VillageRegistered = Event<'VillageRegistered', { villageId: string; name: string; townUnitId: string }>;
export type PersonRegistered = Event<'PersonRegistered', { personId: string; name: Private; partyMember: boolean; staffStatus: StaffStatus }>;
export type PersonStatusChanged = Event<'PersonStatusChanged', { personId: string; partyMember: boolean; staffStatus: StaffStatus; from: CalendarDate }>;
/** Where short messages reach a person; the last one holds. */
export type PersonContactSet = Event<'PersonContactSet', { personId: string; phone: Private }>;
/** `role` is the book's word for a kind of post (party-secretary, town-head, department-head, …); `managedBy` = 干部管理权限. */
export type PostRegistered = Event<
  'PostRegistered',
  { postId: string; unitId: string; role: string; title: string; appointedBy: AppointedBy; managedByUnitId: string }
>;

/** `sharePermille`: the part of the post's duty where holders overlap (handover, deputies); `acting` = 主持工作. Recorded on the post's stream. */
export type TenureStarted = Event<
  'TenureStarted',
  { tenureId: string; personId: string; postId: string; from: CalendarDate; sharePermille?: number; acting?: boolean }
>;
/** `to` is the first day no longer in post. */
export type TenureEnded = Event<'TenureEnded', { tenureId: string; personId: string; postId: string; from: CalendarDate; to: CalendarDate; reason: string }>;
/** A late correction in valid time: the whole interval as it really was. */
export type TenureCorrected = Event<
  'TenureCorrected',
  { tenureId: string; personId: string; postId: string; from: CalendarDate; to?: CalendarDate; sharePermille?: number; reason: string; documentRef: string }
>;

type Secondment = { secondmentId: string; personId: string; homeUnitId: string; hostUnitId: string; from: CalendarDate };
export type SecondmentStarted = Event<'SecondmentStarted', Secondment & { to?: CalendarDate }>;
export type SecondmentEnded = Event<'SecondmentEnded', Secondment & { to: CalendarDate }>;

/** `targetId`: the village or unit that the duty is for; the holder is a person (in a post) or, for a paired department, a unit. One year's designation. */
type Duty = { dutyId: string; kind: DutyKind; targetId: string; year: number; personId?: string; postId?: string; unitId?: string; from: CalendarDate };
export type DutyAssigned = Event<'DutyAssigned', Duty & { to?: CalendarDate }>;
export type DutyEnded = Event<'DutyEnded', Duty & { to: CalendarDate; reason: string }>;
export type DutyCorrected = Event<'DutyCorrected', Duty & { to?: CalendarDate; reason: string; documentRef: string }>;

/**
 * 申报的亲属关系: told once, it holds for both. What kind of kinship it is stays out of the hashed bytes; who the two are has to be known, or nobody could be
 * asked to stand aside. `declaredByPersonId`: who told of it.
 */
type Relation = { relationId: string; personId: string; relatedPersonId: string; from: CalendarDate };
export type RelationDeclared = Event<
  'RelationDeclared',
  Relation & { kinship: Private; declaredByPersonId: string; declaredOn: CalendarDate; to?: CalendarDate; documentRef?: string }
>;
export type RelationEnded = Event<'RelationEnded', Relation & { to: CalendarDate; reason: Private }>;

export type TenureEvent = TenureStarted | TenureEnded | TenureCorrected;
export type SecondmentEvent = SecondmentStarted | SecondmentEnded;
export type DutyEvent = DutyAssigned | DutyEnded | DutyCorrected;
export type PersonEvent = PersonRegistered | PersonStatusChanged | PersonContactSet | SecondmentEvent;
export type PostEvent = PostRegistered | TenureEvent;
export type RelationEvent = RelationDeclared | RelationEnded;
export type RegistryEvent = ComplaintEvent | UnitRegistered | VillageRegistered | PersonEvent | PostEvent | DutyEvent | RelationEvent;

/** 五个一, in the order in which the source names them. */
export const FIVE_ONES = ['county-leader', 'town-leader', 'paired-department', 'first-secretary', 'agri-technician'] as const satisfies readonly DutyKind[];
export const DUTY_KINDS: readonly DutyKind[] = [...FIVE_ONES, 'in-charge', 'stationed'];
export const isFiveOnes = (kind: DutyKind): boolean => (FIVE_ONES as readonly DutyKind[]).includes(kind);
export const DUTY_KIND_ZH: Readonly<Record<DutyKind, string>> = {
  'county-leader': '县级领导',
  'town-leader': '镇班子成员',
  'paired-department': '帮扶部门',
  'first-secretary': '第一书记',
  'agri-technician': '农技人员',
  'in-charge': '分管领导',
  stationed: '包村干部',
};

// Everything here happened in the world, so a replay may edit it.
const fact = (zh: string): EventDefinition => ({ kind: 'fact', version: 1, zh, subjectsOf: subjectIdsIn });
export const registryEvents: Readonly<Record<RegistryEvent['type'], EventDefinition>> = {
  UnitRegistered: fact('单位登记'),
  VillageRegistered: fact('村登记'),
  PersonRegistered: fact('人员登记'),
  PersonStatusChanged: fact('人员身份变更'),
  PersonContactSet: fact('人员联系号码登记'),
  PostRegistered: fact('岗位登记'),
  TenureStarted: fact('任职'),
  TenureEnded: fact('离任'),
  TenureCorrected: fact('任职更正'),
  SecondmentStarted: fact('借调'),
  SecondmentEnded: fact('借调结束'),
  DutyAssigned: fact('包抓任务确定'),
  DutyEnded: fact('包抓任务结束'),
  DutyCorrected: fact('包抓任务更正'),
  RelationDeclared: fact('申报亲属关系'),
  RelationEnded: fact('亲属关系终止'),
  ...complaintEvents,
};
