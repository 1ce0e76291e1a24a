import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsSet, IsSlug, IsSubjectId, IsText, IsYear, NestedEach, Optional, Request, type DataOf } from '#ledger/nest';
import type { AssignAssistance, EndAssistance, RecordRelocationStage } from '../assistance.decider.js';
import { RELOCATION_STAGES, type RelocationStage } from '../assistance.events.js';
import type { EndEnterpriseLink, LinkEnterprise, RegisterEnterprise } from '../enterprises.decider.js';
import type { ListHouseholds } from '../households.decider.js';
import type { HouseholdKind } from '../households.events.js';
import type { CorrectResidentDays, ReportResidentDays } from '../resident-days.decider.js';
import type { AdoptVillagePolicy } from '../village-policy.decider.js';
import { AreEntityIds } from './fields.js';

const PERSONS_MAX = 100;

class KindBody implements HouseholdKind {
  @IsSlug() kind: string;
  @AreEntityIds('household', 0) householdIds: string[];
}
export class ListHouseholdsBody implements DataOf<ListHouseholds> {
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
  @AreEntityIds('household', 0) householdIds: string[];
  @IsText() documentRef: string;
  @Optional() @NestedEach(() => KindBody, 50) kinds?: KindBody[];
}
export class ListHouseholdsRequest extends Request<ListHouseholdsBody> {
  static readonly type = 'ListHouseholds';
  static readonly body = ListHouseholdsBody;
}

class HouseholdYearBody {
  @IsEntityId('household') householdId: string;
  @IsYear() year: number;
}
export class AssignAssistanceBody extends HouseholdYearBody implements DataOf<AssignAssistance> {
  @IsEntityId('assistance') assistanceId: string;
  @IsSubjectId('village') villageId: string;
  @IsSlug() programmeId: string;
  @IsText(100) pathName: string;
  @IsText() assistance: string;
  @Optional() @IsInt() @Min(1) @Max(PERSONS_MAX) persons?: number;
  @IsCalendarDate() from: string;
  @IsText() documentRef: string;
}
export class AssignAssistanceRequest extends Request<AssignAssistanceBody> {
  static readonly type = 'AssignAssistance';
  static readonly body = AssignAssistanceBody;
}
export class EndAssistanceBody extends HouseholdYearBody implements DataOf<EndAssistance> {
  @IsEntityId('assistance') assistanceId: string;
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class EndAssistanceRequest extends Request<EndAssistanceBody> {
  static readonly type = 'EndAssistance';
  static readonly body = EndAssistanceBody;
}
export class RecordRelocationStageBody extends HouseholdYearBody implements DataOf<RecordRelocationStage> {
  @IsSubjectId('village') villageId: string;
  @IsIn(RELOCATION_STAGES) stage: RelocationStage;
  @IsCalendarDate() date: string;
  @IsText() documentRef: string;
}
export class RecordRelocationStageRequest extends Request<RecordRelocationStageBody> {
  static readonly type = 'RecordRelocationStage';
  static readonly body = RecordRelocationStageBody;
}
export class AdoptVillagePolicyBody implements DataOf<AdoptVillagePolicy> {
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
  @IsSlug() programmeId: string;
  @IsSet() @IsText(100, { each: true }) pathNames: string[];
  @IsText(5_000) text: string;
  @IsCalendarDate() date: string;
  @IsText() documentRef: string;
}
export class AdoptVillagePolicyRequest extends Request<AdoptVillagePolicyBody> {
  static readonly type = 'AdoptVillagePolicy';
  static readonly body = AdoptVillagePolicyBody;
}

class ResidentDaysBody {
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
  @IsInt() @Min(1) @Max(12) month: number;
  @IsSubjectId('person') personId: string;
  @IsInt() @Min(0) @Max(31) days: number;
  @IsText() documentRef: string;
}
export class ReportResidentDaysBody extends ResidentDaysBody implements DataOf<ReportResidentDays> {}
export class ReportResidentDaysRequest extends Request<ReportResidentDaysBody> {
  static readonly type = 'ReportResidentDays';
  static readonly body = ReportResidentDaysBody;
}
export class CorrectResidentDaysBody extends ResidentDaysBody implements DataOf<CorrectResidentDays> {
  @IsText() reason: string;
}
export class CorrectResidentDaysRequest extends Request<CorrectResidentDaysBody> {
  static readonly type = 'CorrectResidentDays';
  static readonly body = CorrectResidentDaysBody;
}

export class RegisterEnterpriseBody implements DataOf<RegisterEnterprise> {
  @IsEntityId('enterprise') enterpriseId: string;
  @IsText(100) name: string;
  @IsText(50) kind: string;
}
export class RegisterEnterpriseRequest extends Request<RegisterEnterpriseBody> {
  static readonly type = 'RegisterEnterprise';
  static readonly body = RegisterEnterpriseBody;
}
export class LinkEnterpriseBody extends HouseholdYearBody implements DataOf<LinkEnterprise> {
  @IsEntityId('enterprise') enterpriseId: string;
  @IsSubjectId('village') villageId: string;
  @IsSet() @IsSlug({ each: true }) modes: string[];
  @Optional() @IsInt() @Min(1) @Max(PERSONS_MAX) persons?: number;
  @IsCalendarDate() from: string;
  @IsText() documentRef: string;
}
export class LinkEnterpriseRequest extends Request<LinkEnterpriseBody> {
  static readonly type = 'LinkEnterprise';
  static readonly body = LinkEnterpriseBody;
}
export class EndEnterpriseLinkBody extends HouseholdYearBody implements DataOf<EndEnterpriseLink> {
  @IsEntityId('enterprise') enterpriseId: string;
  @IsCalendarDate() to: string;
  @IsText() reason: string;
}
export class EndEnterpriseLinkRequest extends Request<EndEnterpriseLinkBody> {
  static readonly type = 'EndEnterpriseLink';
  static readonly body = EndEnterpriseLinkBody;
}
