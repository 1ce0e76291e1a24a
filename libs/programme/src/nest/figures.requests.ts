import { ArrayMinSize, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsSet, IsSlug, IsSubjectId, IsText, IsYear, Nested, NestedEach, Optional, Request, type DataOf } from '#ledger/nest';
import type { ClaimCost, ClaimInputs, ClaimItem, ClaimRatio } from '../claims.js';
import type { RecordClaim, WithdrawClaim } from '../claims.decider.js';
import type { CorrectFigure, StateFigure, SupersedeFigure } from '../figures.decider.js';
import type { Count, Counter, FigureLine, LinkedFigures, PathFigures, Quantifier, Rate } from '../figures.document.js';
import type { RecordPathFigures } from '../path-figures.decider.js';
import type { RemoveValueTag, TagValue } from '../values.decider.js';
import type { Actors, Tagged } from '../values.events.js';
import { IsCount, IsFen } from './fields.js';

const QUANTIFIERS: readonly Quantifier[] = ['exact', 'at-least', 'about'];

class SaidBody {
  @IsFen(0) value: number;
  @Optional() @IsFen(1) outOf?: number;
  @IsIn(QUANTIFIERS) quantifier: Quantifier;
  @IsIn(['preliminary', 'final']) status: 'preliminary' | 'final';
  @IsText() source: string;
  @IsCalendarDate() asOf: string;
  @IsEntityId('figure') figureId: string;
}
export class StateFigureBody extends SaidBody implements DataOf<StateFigure> {
  @IsSlug() programmeId: string;
  @IsText(100) nodeName: string;
  @IsSlug() measure: string;
  @IsText(100) zh: string;
  @IsIn(['goal', 'reported']) role: 'goal' | 'reported';
  @IsSlug() unit: string;
  @Optional() @IsSubjectId('village') villageId?: string;
}
export class StateFigureRequest extends Request<StateFigureBody> {
  static readonly type = 'StateFigure';
  static readonly body = StateFigureBody;
}
export class SupersedeFigureBody extends SaidBody implements DataOf<SupersedeFigure> {}
export class SupersedeFigureRequest extends Request<SupersedeFigureBody> {
  static readonly type = 'SupersedeFigure';
  static readonly body = SupersedeFigureBody;
}
export class CorrectFigureBody extends SaidBody implements DataOf<CorrectFigure> {
  @IsText() reason: string;
  @IsText() documentRef: string;
}
export class CorrectFigureRequest extends Request<CorrectFigureBody> {
  static readonly type = 'CorrectFigure';
  static readonly body = CorrectFigureBody;
}

class CountBody implements Count {
  @IsCount() households: number;
  @Optional() @IsCount() persons?: number;
}
class LineBody extends CountBody implements FigureLine {
  @IsText(100) name: string;
  @Optional() @IsText(100) unit?: string;
}
class CounterBody implements Counter {
  @IsText(100) name: string;
  @IsCount() value: number;
  @IsIn(QUANTIFIERS) quantifier: Quantifier;
}
class RateBody implements Rate {
  @IsText(100) name: string;
  @IsCount() numerator: number;
  @IsInt() @Min(1) @Max(1_000_000_000) denominator: number;
}
class LinkedBody extends CountBody implements LinkedFigures {
  @NestedEach(() => CounterBody, 50) by: CounterBody[];
}
/** The parsed form of a figures document's path: what `parseFigures` gives. */
class PathBody implements PathFigures {
  @IsText(100) id: string;
  @IsText(100) name: string;
  @Nested(() => CountBody) stated: CountBody;
  @Optional() @Nested(() => CountBody) ofWhole?: CountBody;
  @NestedEach(() => LineBody, 500) lines: LineBody[];
  @Optional() @IsSet(0, 500) @IsText(100, { each: true }) routesNamed?: string[];
  @Optional() @Nested(() => LinkedBody) linked?: LinkedBody;
  @Optional() @NestedEach(() => CounterBody, 50) counters?: CounterBody[];
  @Optional() @NestedEach(() => RateBody, 50) rates?: RateBody[];
}
export class RecordPathFiguresBody implements DataOf<RecordPathFigures> {
  @IsSlug() programmeId: string;
  @IsYear() year: number;
  @IsCalendarDate() asOf: string;
  @IsText() documentRef: string;
  @IsText() source: string;
  @Optional() @IsText(500) note?: string;
  @Optional() @IsInt() @Min(100) @Max(10_000) sizeOutlierPercent?: number;
  @ArrayMinSize(1) @NestedEach(() => PathBody, 200) paths: PathBody[];
}
export class RecordPathFiguresRequest extends Request<RecordPathFiguresBody> {
  static readonly type = 'RecordPathFigures';
  static readonly body = RecordPathFiguresBody;
}

class TaggedBody implements Tagged {
  @IsIn(['instruction', 'good-practice', 'evidence']) kind: Tagged['kind'];
  @IsText(100) ref: string;
}
class TagKeyBody {
  @IsEntityId('tag') tagId: string;
  @IsSlug() programmeId: string;
}
export class TagValueBody extends TagKeyBody implements DataOf<TagValue> {
  @IsText(100) nodeName: string;
  @IsIn(['leaders', 'cadres', 'masses']) actors: Actors;
  @Nested(() => TaggedBody) on: TaggedBody;
  @Optional() @IsText() note?: string;
}
export class TagValueRequest extends Request<TagValueBody> {
  static readonly type = 'TagValue';
  static readonly body = TagValueBody;
}
export class RemoveValueTagBody extends TagKeyBody implements DataOf<RemoveValueTag> {
  @IsText() reason: string;
}
export class RemoveValueTagRequest extends Request<RemoveValueTagBody> {
  static readonly type = 'RemoveValueTag';
  static readonly body = RemoveValueTagBody;
}

class ClaimItemBody implements ClaimItem {
  @IsText(100) name: string;
  @IsFen(0) quantity: number;
  @IsText(20) unit: string;
  @IsFen(0) priceFen: number;
  @Optional() @IsIn([true, false]) estimated?: boolean;
  @IsText() evidenceRef: string;
}
class ClaimCostBody implements ClaimCost {
  @IsText(100) name: string;
  @IsFen(0) amountFen: number;
  @IsText() evidenceRef: string;
}
class ClaimRatioBody implements ClaimRatio {
  @IsText(100) name: string;
  @IsFen(0) numerator: number;
  @IsText(20) numeratorUnit: string;
  @IsFen(1) denominator: number;
  @IsText(20) denominatorUnit: string;
  @IsText() evidenceRef: string;
}
class ClaimInputsBody implements ClaimInputs {
  @IsInt() @Min(1) @Max(100_000_000) population: number;
  @IsText() populationRef: string;
  @IsSet(1, 50) @IsText(100, { each: true }) named: string[];
  @ArrayMinSize(1) @NestedEach(() => ClaimItemBody, 50) items: ClaimItemBody[];
  @Optional() @NestedEach(() => ClaimCostBody, 50) costs?: ClaimCostBody[];
  @Optional() @NestedEach(() => ClaimRatioBody, 50) ratios?: ClaimRatioBody[];
}
class ClaimKeyBody {
  @IsEntityId('claim') claimId: string;
  @IsSubjectId('village') villageId: string;
  @IsYear() year: number;
}
export class RecordClaimBody extends ClaimKeyBody implements DataOf<RecordClaim> {
  @IsText(1_000) claim: string;
  @IsText() source: string;
  @IsCalendarDate() statedOn: string;
  @Nested(() => ClaimInputsBody) inputs: ClaimInputsBody;
}
export class RecordClaimRequest extends Request<RecordClaimBody> {
  static readonly type = 'RecordClaim';
  static readonly body = RecordClaimBody;
}
export class WithdrawClaimBody extends ClaimKeyBody implements DataOf<WithdrawClaim> {
  @IsText() reason: string;
}
export class WithdrawClaimRequest extends Request<WithdrawClaimBody> {
  static readonly type = 'WithdrawClaim';
  static readonly body = WithdrawClaimBody;
}
