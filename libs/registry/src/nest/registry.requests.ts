import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsPrivate, IsSet, IsSlug, IsSubjectId, IsText, IsYear, Nested, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type {
  AssignDuty,
  ChangePersonStatus,
  CorrectDuty,
  CorrectTenure,
  EndDuty,
  EndSecondment,
  EndTenure,
  RegisterPerson,
  RegisterPost,
  RegisterUnit,
  RegisterVillage,
  SetPersonContact,
  StartSecondment,
  StartTenure,
} from '../commands.js';
import { DUTY_KINDS, type AppointedBy, type Competence, type DutyKind, type StaffStatus, type UnitKind } from '../registry.events.js';

const UNIT_KINDS: readonly UnitKind[] = ['county', 'town', 'department', 'organ', 'city'];
const COMPETENCES: readonly Competence[] = ['discipline', 'organization', 'party-committee', 'congress', 'command-office', 'assessment-office'];
const APPOINTED_BY: readonly AppointedBy[] = ['election', 'standing-committee', 'commission', 'contract'];
const STAFF_STATUSES: readonly StaffStatus[] = ['civil-servant', 'institution', 'village'];

export class RegisterUnitBody implements DataOf<RegisterUnit> {
  @IsSubjectId('unit') unitId: string;
  @IsIn(UNIT_KINDS) kind: UnitKind;
  @IsText(100) name: string;
  @Optional() @IsSubjectId('unit') parentUnitId?: string;
  @Optional() @IsSet() @IsIn(COMPETENCES, { each: true }) competences?: Competence[];
}
export class RegisterUnitRequest extends Request<RegisterUnitBody> {
  static readonly type = 'RegisterUnit';
  static readonly body = RegisterUnitBody;
}

export class RegisterVillageBody implements DataOf<RegisterVillage> {
  @IsSubjectId('village') villageId: string;
  @IsText(100) name: string;
  @IsSubjectId('unit') townUnitId: string;
}
export class RegisterVillageRequest extends Request<RegisterVillageBody> {
  static readonly type = 'RegisterVillage';
  static readonly body = RegisterVillageBody;
}

export class RegisterPersonBody implements DataOf<RegisterPerson> {
  @IsSubjectId('person') personId: string;
  @IsPrivate(100) name: PlainPrivate;
  @IsBoolean() partyMember: boolean;
  @IsIn(STAFF_STATUSES) staffStatus: StaffStatus;
}
export class RegisterPersonRequest extends Request<RegisterPersonBody> {
  static readonly type = 'RegisterPerson';
  static readonly body = RegisterPersonBody;
}

export class ChangePersonStatusBody implements DataOf<ChangePersonStatus> {
  @IsSubjectId('person') personId: string;
  @IsBoolean() partyMember: boolean;
  @IsIn(STAFF_STATUSES) staffStatus: StaffStatus;
  @IsCalendarDate() from: string;
}
export class ChangePersonStatusRequest extends Request<ChangePersonStatusBody> {
  static readonly type = 'ChangePersonStatus';
  static readonly body = ChangePersonStatusBody;
}

export class SetPersonContactBody implements DataOf<SetPersonContact> {
  @IsSubjectId('person') personId: string;
  @IsPrivate(20) phone: PlainPrivate;
}
export class SetPersonContactRequest extends Request<SetPersonContactBody> {
  static readonly type = 'SetPersonContact';
  static readonly body = SetPersonContactBody;
}

export class RegisterPostBody implements DataOf<RegisterPost> {
  @IsSubjectId('post') postId: string;
  @IsSubjectId('unit') unitId: string;
  @IsSlug() role: string;
  @IsText(100) title: string;
  @IsIn(APPOINTED_BY) appointedBy: AppointedBy;
  @IsSubjectId('unit') managedByUnitId: string;
}
export class RegisterPostRequest extends Request<RegisterPostBody> {
  static readonly type = 'RegisterPost';
  static readonly body = RegisterPostBody;
}

class TenureEndBody {
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class StartTenureBody implements DataOf<StartTenure> {
  @IsEntityId('tenure') tenureId: string;
  @IsSubjectId('person') personId: string;
  @IsSubjectId('post') postId: string;
  @IsCalendarDate() from: string;
  @Optional() @IsInt() @Min(1) @Max(1000) sharePermille?: number;
  @Optional() @IsBoolean() acting?: boolean;
  @Optional() @Nested(() => TenureEndBody) ended?: TenureEndBody;
}
export class StartTenureRequest extends Request<StartTenureBody> {
  static readonly type = 'StartTenure';
  static readonly body = StartTenureBody;
}

export class EndTenureBody implements DataOf<EndTenure> {
  @IsEntityId('tenure') tenureId: string;
  @IsSubjectId('post') postId: string;
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class EndTenureRequest extends Request<EndTenureBody> {
  static readonly type = 'EndTenure';
  static readonly body = EndTenureBody;
}

export class CorrectTenureBody implements DataOf<CorrectTenure> {
  @IsEntityId('tenure') tenureId: string;
  @IsSubjectId('post') postId: string;
  @IsCalendarDate() from: string;
  @Optional() @IsCalendarDate() to?: string;
  @Optional() @IsInt() @Min(1) @Max(1000) sharePermille?: number;
  @IsText() reason: string;
  @IsText() documentRef: string;
}
export class CorrectTenureRequest extends Request<CorrectTenureBody> {
  static readonly type = 'CorrectTenure';
  static readonly body = CorrectTenureBody;
}

export class StartSecondmentBody implements DataOf<StartSecondment> {
  @IsEntityId('secondment') secondmentId: string;
  @IsSubjectId('person') personId: string;
  @IsSubjectId('unit') homeUnitId: string;
  @IsSubjectId('unit') hostUnitId: string;
  @IsCalendarDate() from: string;
  @Optional() @IsCalendarDate() to?: string;
}
export class StartSecondmentRequest extends Request<StartSecondmentBody> {
  static readonly type = 'StartSecondment';
  static readonly body = StartSecondmentBody;
}

export class EndSecondmentBody implements DataOf<EndSecondment> {
  @IsEntityId('secondment') secondmentId: string;
  @IsSubjectId('person') personId: string;
  @IsCalendarDate() to: string;
}
export class EndSecondmentRequest extends Request<EndSecondmentBody> {
  static readonly type = 'EndSecondment';
  static readonly body = EndSecondmentBody;
}

/** What names one duty: its target, its year, its id. */
class DutyKeyBody {
  @IsEntityId('duty') dutyId: string;
  @IsSubjectId(['village', 'unit']) targetId: string;
  @IsYear() year: number;
}
export class AssignDutyBody extends DutyKeyBody implements DataOf<AssignDuty> {
  @IsIn(DUTY_KINDS) kind: DutyKind;
  @Optional() @IsSubjectId('person') personId?: string;
  @Optional() @IsSubjectId('post') postId?: string;
  @Optional() @IsSubjectId('unit') unitId?: string;
  @IsCalendarDate() from: string;
  @Optional() @IsCalendarDate() to?: string;
}
export class AssignDutyRequest extends Request<AssignDutyBody> {
  static readonly type = 'AssignDuty';
  static readonly body = AssignDutyBody;
}

export class EndDutyBody extends DutyKeyBody implements DataOf<EndDuty> {
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class EndDutyRequest extends Request<EndDutyBody> {
  static readonly type = 'EndDuty';
  static readonly body = EndDutyBody;
}

export class CorrectDutyBody extends DutyKeyBody implements DataOf<CorrectDuty> {
  @IsCalendarDate() from: string;
  @Optional() @IsCalendarDate() to?: string;
  @IsText() reason: string;
  @IsText() documentRef: string;
}
export class CorrectDutyRequest extends Request<CorrectDutyBody> {
  static readonly type = 'CorrectDuty';
  static readonly body = CorrectDutyBody;
}
