import { ArrayMinSize, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import {
  IsCalendarDate,
  IsEntityId,
  IsLike,
  IsPrivate,
  IsSet,
  IsSha256,
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
import type { EvidenceRef, PlainPrivate } from '#kernel';
import type { RecusalOverride } from '#registry';
import type { PublishChecklist } from '../checklist.decider.js';
import type { ChecklistDocument, ChecklistItem } from '../checklist.events.js';
import type {
  CloseInspectionRound,
  FileInspectionRound,
  FormInspectionGroup,
  HandOverInspectionGroup,
  IssueInspectionRoundReport,
  ListInspectors,
  OpenInspectionRound,
  PlanInspectionRound,
  ReplaceInspectionGroupMember,
  StateInspectorPool,
} from '../round.commands.js';
import type { Quantifier } from '../round.events.js';

/** The paper that records a handover or a visit: kept beside the log, known by its hash. */
export class PaperBody implements EvidenceRef {
  @IsSha256() sha256: string;
  @IsInt() @Min(1) @Max(50_000_000) sizeBytes: number;
  @IsLike(/^[a-z]+\/[a-z0-9.+-]{1,100}$/, { zh: '须为媒体类型，如application/pdf', en: 'must be a media type' }) mediaType: string;
}

class NamedBody {
  @IsSlug() id: string;
  @IsText(200) zh: string;
}
class StandardBody extends NamedBody {
  @IsIn(['village', 'household', 'unit']) of: 'village' | 'household' | 'unit';
}
class ItemBody extends NamedBody implements ChecklistItem {
  @IsSlug() questionId: string;
  @Optional() @IsSlug() standardId?: string;
  @IsSet(1, 20) @IsSlug({ each: true }) askedOf: string[];
}
class ChecklistBody implements ChecklistDocument {
  @IsText() zh: string;
  @IsText(500) source: string;
  @Optional() @IsBoolean() example?: boolean;
  @ArrayMinSize(1) @NestedEach(() => NamedBody, 50) questions: NamedBody[];
  @NestedEach(() => StandardBody, 50) standards: StandardBody[];
  @ArrayMinSize(1) @NestedEach(() => NamedBody, 50) respondents: NamedBody[];
  @ArrayMinSize(1) @NestedEach(() => ItemBody, 500) items: ItemBody[];
}
export class PublishChecklistBody implements DataOf<PublishChecklist> {
  @IsEntityId('checklist') checklistId: string;
  @IsCalendarDate() date: string;
  @IsText() documentRef: string;
  @Nested(() => ChecklistBody) document: ChecklistBody;
}
export class PublishChecklistRequest extends Request<PublishChecklistBody> {
  static readonly type = 'PublishChecklist';
  static readonly body = PublishChecklistBody;
}

export class StateInspectorPoolBody implements DataOf<StateInspectorPool> {
  @IsEntityId('pool') poolId: string;
  @IsYear() year: number;
  @IsText(100) zh: string;
  @IsInt() @Min(1) @Max(10_000) statedNumber: number;
  @IsIn(['exact', 'about', 'at-least']) quantifier: Quantifier;
  @Optional() @IsInt() @Min(1) @Max(1_000) statedGroups?: number;
  @IsCalendarDate() date: string;
  @IsText() documentRef: string;
}
export class StateInspectorPoolRequest extends Request<StateInspectorPoolBody> {
  static readonly type = 'StateInspectorPool';
  static readonly body = StateInspectorPoolBody;
}

export class ListInspectorsBody implements DataOf<ListInspectors> {
  @IsEntityId('pool') poolId: string;
  @IsSet() @IsSubjectId('person', { each: true }) personIds: string[];
  @IsCalendarDate() from: string;
  @IsText() documentRef: string;
}
export class ListInspectorsRequest extends Request<ListInspectorsBody> {
  static readonly type = 'ListInspectors';
  static readonly body = ListInspectorsBody;
}

export class PlanInspectionRoundBody implements DataOf<PlanInspectionRound> {
  @IsEntityId('round') roundId: string;
  @IsYear() year: number;
  @IsText(100) zh: string;
  @IsSet() @IsSubjectId('village', { each: true }) villageIds: string[];
  @IsCalendarDate() from: string;
  @IsCalendarDate() to: string;
  @IsEntityId('checklist') checklistId: string;
  @IsInt() @Min(1) checklistVersion: number;
  @IsText() annualPlanRef: string;
  @IsInt() @Min(1) @Max(100) visitsPerVillageWeekMax: number;
  @Optional() @IsInt() @Min(1) @Max(100) roundsPerYearMax?: number;
}
export class PlanInspectionRoundRequest extends Request<PlanInspectionRoundBody> {
  static readonly type = 'PlanInspectionRound';
  static readonly body = PlanInspectionRoundBody;
}

/** An act about a round, and whether it was done elsewhere, with its document. */
class RoundActBody {
  @IsEntityId('round') roundId: string;
  @IsCalendarDate() date: string;
  @Optional() @IsBoolean() doneElsewhere?: boolean;
  @Optional() @IsText(100) documentNo?: string;
}
export class FileInspectionRoundBody extends RoundActBody implements DataOf<FileInspectionRound> {
  @IsText(100) filingNo: string;
  @IsSubjectId('unit') organUnitId: string;
}
export class FileInspectionRoundRequest extends Request<FileInspectionRoundBody> {
  static readonly type = 'FileInspectionRound';
  static readonly body = FileInspectionRoundBody;
}
export class OpenInspectionRoundBody extends RoundActBody implements DataOf<OpenInspectionRound> {}
export class OpenInspectionRoundRequest extends Request<OpenInspectionRoundBody> {
  static readonly type = 'OpenInspectionRound';
  static readonly body = OpenInspectionRoundBody;
}
export class CloseInspectionRoundBody extends RoundActBody implements DataOf<CloseInspectionRound> {}
export class CloseInspectionRoundRequest extends Request<CloseInspectionRoundBody> {
  static readonly type = 'CloseInspectionRound';
  static readonly body = CloseInspectionRoundBody;
}

export class IssueInspectionRoundReportBody implements DataOf<IssueInspectionRoundReport> {
  @IsEntityId('round') roundId: string;
  @IsText(100) documentNo: string;
  @IsSubjectId('unit') issuerUnitId: string;
  @IsText(100) sealRef: string;
  @IsCalendarDate() date: string;
}
export class IssueInspectionRoundReportRequest extends Request<IssueInspectionRoundReportBody> {
  static readonly type = 'IssueInspectionRoundReport';
  static readonly body = IssueInspectionRoundReportBody;
}

/** A recorded decision that somebody related takes part all the same. */
export class GroupOverrideBody implements RecusalOverride {
  @IsSubjectId('person') personId: string;
  @IsSubjectId('unit') organUnitId: string;
  @IsText(100) documentNo: string;
  @IsCalendarDate() decidedOn: string;
  @IsPrivate() reason: PlainPrivate;
}

export class FormInspectionGroupBody implements DataOf<FormInspectionGroup> {
  @IsEntityId('round') roundId: string;
  @IsEntityId('group') groupId: string;
  @IsText(100) zh: string;
  @IsEntityId('pool') poolId: string;
  @IsSubjectId('person') leadPersonId: string;
  @IsSet() @IsSubjectId('person', { each: true }) memberPersonIds: string[];
  @IsSet(0) @IsSubjectId('village', { each: true }) villageIds: string[];
  @IsCalendarDate() from: string;
  @Optional() @NestedEach(() => GroupOverrideBody) recusalOverrides?: GroupOverrideBody[];
}
export class FormInspectionGroupRequest extends Request<FormInspectionGroupBody> {
  static readonly type = 'FormInspectionGroup';
  static readonly body = FormInspectionGroupBody;
}

export class ReplaceInspectionGroupMemberBody implements DataOf<ReplaceInspectionGroupMember> {
  @IsEntityId('round') roundId: string;
  @IsEntityId('group') groupId: string;
  @IsSubjectId('person') outgoingPersonId: string;
  @IsSubjectId('person') incomingPersonId: string;
  @IsCalendarDate() from: string;
  @IsEntityId('pool') poolId: string;
  @IsPrivate() reason: PlainPrivate;
  @Optional() @NestedEach(() => GroupOverrideBody) recusalOverrides?: GroupOverrideBody[];
}
export class ReplaceInspectionGroupMemberRequest extends Request<ReplaceInspectionGroupMemberBody> {
  static readonly type = 'ReplaceInspectionGroupMember';
  static readonly body = ReplaceInspectionGroupMemberBody;
}

export class HandOverInspectionGroupBody implements DataOf<HandOverInspectionGroup> {
  @IsEntityId('handover') handoverId: string;
  @IsEntityId('round') roundId: string;
  @IsEntityId('group') fromGroupId: string;
  @Optional() @IsEntityId('round') fromRoundId?: string;
  @IsEntityId('group') toGroupId: string;
  @Optional() @IsEntityId('round') toRoundId?: string;
  @IsIn(['villages', 'all']) scope: 'villages' | 'all';
  @Optional() @IsSet() @IsSubjectId('village', { each: true }) villageIds?: string[];
  @IsCalendarDate() from: string;
  @IsSubjectId('person') fromLeadPersonId: string;
  @IsSubjectId('person') toLeadPersonId: string;
  @Optional() @Nested(() => PaperBody) record?: PaperBody;
  @Optional() @NestedEach(() => GroupOverrideBody) recusalOverrides?: GroupOverrideBody[];
}
export class HandOverInspectionGroupRequest extends Request<HandOverInspectionGroupBody> {
  static readonly type = 'HandOverInspectionGroup';
  static readonly body = HandOverInspectionGroupBody;
}
