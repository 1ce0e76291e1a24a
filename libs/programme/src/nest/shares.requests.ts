import { ArrayMinSize, IsIn, IsInt, Max, Min } from 'class-validator';
import {
  IsCalendarDate,
  IsEntityId,
  IsLike,
  IsSet,
  IsSlug,
  IsSubjectId,
  IsText,
  IsYear,
  Nested,
  NestedEach,
  Optional,
  Request,
  type DataOf,
} from '#ledger/nest';
import type { AllotFund, ApplyShareRule, PayDividend } from '../funds.decider.js';
import type { FundPart, ShareHolder, ShareTerms } from '../funds.events.js';
import type { DecideShareApplication, ExamineShareApplication, FileShareApplication, WithdrawShareApplication } from '../share-applications.decider.js';
import type { IssueShareRule } from '../share-rules.decider.js';
import { AuthorityBody, IsFen } from './fields.js';

class ModeBody {
  @IsSlug() id: string;
  @IsText(100) zh: string;
}
class TermsBody implements ShareTerms {
  @IsFen(1) perPersonFen: number;
  @IsInt() @Min(0) @Max(10_000) guaranteedBasisPoints: number;
  @IsInt() @Min(0) @Max(10_000) secondBasisPointsMin: number;
  @Optional() @IsIn(['capital', 'profit']) secondBase?: 'capital' | 'profit';
  @IsLike(/^\d{2}-\d{2}$/, { zh: '须为月-日，如12-31', en: 'must be MM-DD' }) dueMonthDay: string;
  @IsSet(0) @IsSlug({ each: true }) excludedKinds: string[];
  @NestedEach(() => ModeBody, 50) modes: ModeBody[];
  @IsInt() @Min(0) @Max(50) modesMin: number;
}
export class IssueShareRuleBody implements DataOf<IssueShareRule> {
  @IsEntityId('rule') ruleId: string;
  @IsText(100) zh: string;
  @Nested(() => TermsBody) terms: TermsBody;
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}
export class IssueShareRuleRequest extends Request<IssueShareRuleBody> {
  static readonly type = 'IssueShareRule';
  static readonly body = IssueShareRuleBody;
}

class PartBody implements FundPart {
  @IsEntityId('enterprise') enterpriseId: string;
  @IsFen(1) amountFen: number;
  @IsSet(0) @IsSlug({ each: true }) modes: string[];
}
class HolderBody implements ShareHolder {
  @IsEntityId('household') householdId: string;
  @IsInt() @Min(1) @Max(100) persons: number;
}
export class AllotFundBody implements DataOf<AllotFund> {
  @IsEntityId('fund') fundId: string;
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
  @IsFen(1) amountFen: number;
  @Nested(() => TermsBody) terms: TermsBody;
  @ArrayMinSize(1) @NestedEach(() => PartBody) parts: PartBody[];
  @ArrayMinSize(1) @NestedEach(() => HolderBody) holders: HolderBody[];
  @IsSubjectId('unit') ownerUnitId: string;
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}
export class AllotFundRequest extends Request<AllotFundBody> {
  static readonly type = 'AllotFund';
  static readonly body = AllotFundBody;
}
export class ApplyShareRuleBody implements DataOf<ApplyShareRule> {
  @IsEntityId('fund') fundId: string;
  @IsEntityId('rule') ruleId: string;
  @IsCalendarDate() date: string;
}
export class ApplyShareRuleRequest extends Request<ApplyShareRuleBody> {
  static readonly type = 'ApplyShareRule';
  static readonly body = ApplyShareRuleBody;
}
export class PayDividendBody implements DataOf<PayDividend> {
  @IsEntityId('fund') fundId: string;
  @IsYear() year: number;
  @IsIn(['guaranteed', 'second']) kind: 'guaranteed' | 'second';
  @IsFen(1) amountFen: number;
  @IsCalendarDate() date: string;
  @IsText() documentRef: string;
}
export class PayDividendRequest extends Request<PayDividendBody> {
  static readonly type = 'PayDividend';
  static readonly body = PayDividendBody;
}

class ApplicationBody {
  @IsEntityId('application') applicationId: string;
  @IsCalendarDate() date: string;
}
export class FileShareApplicationBody extends ApplicationBody implements DataOf<FileShareApplication> {
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
  @IsEntityId('enterprise') enterpriseId: string;
  @IsEntityId('rule') ruleId: string;
  @IsText() documentRef: string;
}
export class FileShareApplicationRequest extends Request<FileShareApplicationBody> {
  static readonly type = 'FileShareApplication';
  static readonly body = FileShareApplicationBody;
}
export class ExamineShareApplicationBody extends ApplicationBody implements DataOf<ExamineShareApplication> {
  @IsSubjectId('unit') unitId: string;
}
export class ExamineShareApplicationRequest extends Request<ExamineShareApplicationBody> {
  static readonly type = 'ExamineShareApplication';
  static readonly body = ExamineShareApplicationBody;
}
export class DecideShareApplicationBody extends ApplicationBody implements DataOf<DecideShareApplication> {
  @IsIn(['approved', 'refused']) outcome: 'approved' | 'refused';
  @IsText() reason: string;
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}
export class DecideShareApplicationRequest extends Request<DecideShareApplicationBody> {
  static readonly type = 'DecideShareApplication';
  static readonly body = DecideShareApplicationBody;
}
export class WithdrawShareApplicationBody extends ApplicationBody implements DataOf<WithdrawShareApplication> {
  @IsText() reason: string;
}
export class WithdrawShareApplicationRequest extends Request<WithdrawShareApplicationBody> {
  static readonly type = 'WithdrawShareApplication';
  static readonly body = WithdrawShareApplicationBody;
}
