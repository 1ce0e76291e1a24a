import { ArrayMinSize, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsSet, IsSlug, IsSubjectId, IsText, IsYear, Nested, NestedEach, Optional, Request, type DataOf } from '#ledger/nest';
import type { DelistVillage, RevokeVillageDelisting } from '../delisting.decider.js';
import type { IssueVillageStandard } from '../standards.decider.js';
import type { StandardItem } from '../standards.events.js';
import type { CheckStandardItem, DetermineBeautifulVillage, WithdrawBeautifulVillage } from '../village-standard.decider.js';
import { AuthorityBody, EvidenceBody } from './fields.js';

class ItemBody implements StandardItem {
  @IsSlug() id: string;
  @IsText(100) zh: string;
}
export class IssueVillageStandardBody implements DataOf<IssueVillageStandard> {
  @IsEntityId('standard') standardId: string;
  @IsText(100) zh: string;
  @IsYear() year: number;
  @IsInt() @Min(1) @Max(200) statedItems: number;
  @ArrayMinSize(1) @NestedEach(() => ItemBody, 200) items: ItemBody[];
  @IsSet(0) @IsText(100, { each: true }) priorities: string[];
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}
export class IssueVillageStandardRequest extends Request<IssueVillageStandardBody> {
  static readonly type = 'IssueVillageStandard';
  static readonly body = IssueVillageStandardBody;
}

class VillageYearBody {
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
}
class OfStandardBody extends VillageYearBody {
  @IsEntityId('standard') standardId: string;
  @IsInt() @Min(1) @Max(10_000) standardVersion: number;
}
export class CheckStandardItemBody extends OfStandardBody implements DataOf<CheckStandardItem> {
  @IsSlug() itemId: string;
  @IsBoolean() met: boolean;
  @IsCalendarDate() date: string;
  @IsSet() @IsSubjectId('person', { each: true }) checkedByPersonIds: string[];
  @NestedEach(() => EvidenceBody, 50) evidence: EvidenceBody[];
}
export class CheckStandardItemRequest extends Request<CheckStandardItemBody> {
  static readonly type = 'CheckStandardItem';
  static readonly body = CheckStandardItemBody;
}
export class DetermineBeautifulVillageBody extends OfStandardBody implements DataOf<DetermineBeautifulVillage> {
  @Nested(() => AuthorityBody) authority: AuthorityBody;
  @Optional() @IsIn([true]) doneElsewhere?: boolean;
}
export class DetermineBeautifulVillageRequest extends Request<DetermineBeautifulVillageBody> {
  static readonly type = 'DetermineBeautifulVillage';
  static readonly body = DetermineBeautifulVillageBody;
}
class TakenBackBody extends VillageYearBody {
  @IsText() reason: string;
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}
export class WithdrawBeautifulVillageBody extends TakenBackBody implements DataOf<WithdrawBeautifulVillage> {}
export class WithdrawBeautifulVillageRequest extends Request<WithdrawBeautifulVillageBody> {
  static readonly type = 'WithdrawBeautifulVillage';
  static readonly body = WithdrawBeautifulVillageBody;
}
export class DelistVillageBody extends VillageYearBody implements DataOf<DelistVillage> {
  @Nested(() => AuthorityBody) authority: AuthorityBody;
  @Optional() @IsIn([true]) doneElsewhere?: boolean;
}
export class DelistVillageRequest extends Request<DelistVillageBody> {
  static readonly type = 'DelistVillage';
  static readonly body = DelistVillageBody;
}
export class RevokeVillageDelistingBody extends TakenBackBody implements DataOf<RevokeVillageDelisting> {}
export class RevokeVillageDelistingRequest extends Request<RevokeVillageDelistingBody> {
  static readonly type = 'RevokeVillageDelisting';
  static readonly body = RevokeVillageDelistingBody;
}
