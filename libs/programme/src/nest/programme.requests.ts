import { ArrayMinSize, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsSet, IsSlug, IsSubjectId, IsText, IsYear, Nested, NestedEach, Optional, Request, type DataOf } from '#ledger/nest';
import type {
  AdjustExitPlan,
  DetermineVillageExit,
  DetermineVillageExitFailure,
  FindFalseExit,
  PlanVillageExit,
  PublishProgrammeTree,
  RecordInstruction,
  WithdrawExitDetermination,
} from '../commands.js';
import { NODE_KINDS, type NodeKind, type ProgrammeNode, type ProgrammeTree } from '../programme.events.js';
import { AuthorityBody } from './fields.js';

/** Every act about an exit names village, year and authority. */
class VillageYearBody {
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
  @Nested(() => AuthorityBody) authority: AuthorityBody;
}

export class PlanVillageExitBody extends VillageYearBody implements DataOf<PlanVillageExit> {
  @IsCalendarDate() cutOff: string;
}
export class PlanVillageExitRequest extends Request<PlanVillageExitBody> {
  static readonly type = 'PlanVillageExit';
  static readonly body = PlanVillageExitBody;
}

export class AdjustExitPlanBody extends VillageYearBody implements DataOf<AdjustExitPlan> {
  @Optional() @IsYear() toYear?: number;
  @IsText() reason: string;
}
export class AdjustExitPlanRequest extends Request<AdjustExitPlanBody> {
  static readonly type = 'AdjustExitPlan';
  static readonly body = AdjustExitPlanBody;
}

export class DetermineVillageExitBody extends VillageYearBody implements DataOf<DetermineVillageExit> {}
export class DetermineVillageExitRequest extends Request<DetermineVillageExitBody> {
  static readonly type = 'DetermineVillageExit';
  static readonly body = DetermineVillageExitBody;
}

export class DetermineVillageExitFailureBody extends VillageYearBody implements DataOf<DetermineVillageExitFailure> {}
export class DetermineVillageExitFailureRequest extends Request<DetermineVillageExitFailureBody> {
  static readonly type = 'DetermineVillageExitFailure';
  static readonly body = DetermineVillageExitFailureBody;
}

export class FindFalseExitBody extends VillageYearBody implements DataOf<FindFalseExit> {}
export class FindFalseExitRequest extends Request<FindFalseExitBody> {
  static readonly type = 'FindFalseExit';
  static readonly body = FindFalseExitBody;
}

export class WithdrawExitDeterminationBody extends VillageYearBody implements DataOf<WithdrawExitDetermination> {
  @IsText() reason: string;
}
export class WithdrawExitDeterminationRequest extends Request<WithdrawExitDeterminationBody> {
  static readonly type = 'WithdrawExitDetermination';
  static readonly body = WithdrawExitDeterminationBody;
}

class NodeBody implements ProgrammeNode {
  @IsSlug() id: string;
  @IsIn(NODE_KINDS) kind: NodeKind;
  @IsText() zh: string;
  @Optional() @IsSet(0, 20) @IsText(100, { each: true }) aliases?: string[];
  @Optional() @IsSlug() parentId?: string;
  @Optional() @IsYear() horizonYear?: number;
  @Optional() @IsIn(['provincial-city', 'local']) setBy?: 'provincial-city' | 'local';
  @Optional() @IsIn(['leaders', 'cadres', 'masses']) actors?: 'leaders' | 'cadres' | 'masses';
  @Optional() @IsText() note?: string;
}
/** How many nodes of each kind the programme says it has. */
class CompositionBody implements Partial<Record<NodeKind, number>> {
  @Optional() @IsInt() @Min(0) @Max(100) guidance?: number;
  @Optional() @IsInt() @Min(0) @Max(100) path?: number;
  @Optional() @IsInt() @Min(0) @Max(100) goal?: number;
  @Optional() @IsInt() @Min(0) @Max(100) value?: number;
  @Optional() @IsInt() @Min(0) @Max(100) mechanism?: number;
  @Optional() @IsInt() @Min(0) @Max(100) group?: number;
}
class TreeBody implements ProgrammeTree {
  @IsText() zh: string;
  @Optional() @IsSet(0, 20) @IsText(100, { each: true }) aliases?: string[];
  @IsText() source: string;
  @Nested(() => CompositionBody) composition: CompositionBody;
  @ArrayMinSize(1) @NestedEach(() => NodeBody, 500) nodes: NodeBody[];
}
export class PublishProgrammeTreeBody implements DataOf<PublishProgrammeTree> {
  @IsSlug() programmeId: string;
  @Nested(() => TreeBody) document: TreeBody;
}
export class PublishProgrammeTreeRequest extends Request<PublishProgrammeTreeBody> {
  static readonly type = 'PublishProgrammeTree';
  static readonly body = PublishProgrammeTreeBody;
}

export class RecordInstructionBody implements DataOf<RecordInstruction> {
  @IsEntityId('instruction') instructionId: string;
  @IsCalendarDate() date: string;
  @IsSubjectId('post') postId: string;
  @IsSubjectId('person') personId: string;
  @IsText(5_000) text: string;
  @Optional() @IsSlug() programmeId?: string;
  @Optional() @IsSet() @IsSlug({ each: true }) nodeIds?: string[];
}
export class RecordInstructionRequest extends Request<RecordInstructionBody> {
  static readonly type = 'RecordInstruction';
  static readonly body = RecordInstructionBody;
}
