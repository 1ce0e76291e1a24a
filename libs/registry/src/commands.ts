import type { CalendarDate, Command } from '#kernel';
import type {
  DutyAssigned,
  DutyCorrected,
  DutyEnded,
  PersonContactSet,
  PersonRegistered,
  PersonStatusChanged,
  PostRegistered,
  RelationDeclared,
  RelationEnded,
  SecondmentEnded,
  SecondmentStarted,
  TenureCorrected,
  TenureEnded,
  TenureStarted,
  UnitRegistered,
  VillageRegistered,
} from './registry.events.js';

export type RegisterUnit = Command<'RegisterUnit', UnitRegistered['data']>;
export type RegisterVillage = Command<'RegisterVillage', VillageRegistered['data']>;
export type RegisterPerson = Command<'RegisterPerson', PersonRegistered['data']>;
export type ChangePersonStatus = Command<'ChangePersonStatus', PersonStatusChanged['data']>;
export type SetPersonContact = Command<'SetPersonContact', PersonContactSet['data']>;
export type RegisterPost = Command<'RegisterPost', PostRegistered['data']>;

/** `ended`: a tenure that is recorded only after it was over, whole. */
export type StartTenure = Command<'StartTenure', TenureStarted['data'] & { ended?: Readonly<{ to: CalendarDate; reason: string }> }>;
export type EndTenure = Command<'EndTenure', Pick<TenureEnded['data'], 'tenureId' | 'postId' | 'to' | 'reason'>>;
export type CorrectTenure = Command<'CorrectTenure', Omit<TenureCorrected['data'], 'personId'>>;
/** What an executed removal does to the tenures of that person in that post; sent by a policy, so it never refuses. */
export type EndTenureByRemoval = Command<'EndTenureByRemoval', Pick<TenureEnded['data'], 'postId' | 'personId' | 'to' | 'reason'>>;

export type StartSecondment = Command<'StartSecondment', SecondmentStarted['data']>;
export type EndSecondment = Command<'EndSecondment', Pick<SecondmentEnded['data'], 'secondmentId' | 'personId' | 'to'>>;

export type AssignDuty = Command<'AssignDuty', DutyAssigned['data']>;
export type EndDuty = Command<'EndDuty', Pick<DutyEnded['data'], 'dutyId' | 'targetId' | 'year' | 'to' | 'reason'>>;
export type CorrectDuty = Command<'CorrectDuty', Omit<DutyCorrected['data'], 'kind' | 'personId' | 'postId' | 'unitId'>>;

export type DeclareRelation = Command<'DeclareRelation', RelationDeclared['data']>;
export type EndRelation = Command<'EndRelation', Pick<RelationEnded['data'], 'relationId' | 'personId' | 'to' | 'reason'>>;

export type PersonCommand = RegisterPerson | ChangePersonStatus | SetPersonContact | StartSecondment | EndSecondment;
export type PostCommand = RegisterPost | StartTenure | EndTenure | CorrectTenure | EndTenureByRemoval;
export type DutyCommand = AssignDuty | EndDuty | CorrectDuty;
export type RelationCommand = DeclareRelation | EndRelation;
export type RegistryCommand = RegisterUnit | RegisterVillage | PersonCommand | PostCommand | DutyCommand | RelationCommand;
