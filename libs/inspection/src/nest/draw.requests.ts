import { IsBoolean, IsIn, IsInt, Min } from 'class-validator';
import { isPlainPrivate, type PlainPrivate } from '#kernel';
import {
  IsCalendarDate,
  IsEntityId,
  IsLike,
  IsPrivate,
  IsSet,
  IsSubjectId,
  IsText,
  IsYear,
  NestedEach,
  Optional,
  Request,
  rule,
  type DataOf,
} from '#ledger/nest';
import type { AnnounceDraw, CommitDrawSeed, CompleteSealedDraw, RevealDrawSeed, UnsealDraw, VoidDraw } from '../draw.commands.js';
import type { DrawKind } from '../draw.events.js';
import { SEED } from '../draw.selection.js';
import type { AssignDrawnVillage } from '../drawn-village.decider.js';
import { GroupOverrideBody } from './round.requests.js';

const CANDIDATE = /^(village|household)-[0-9a-z][0-9a-z-]{0,59}$/;
const CANDIDATE_WORDS = { zh: '须为村或户编号（village-…、household-…）', en: 'must be the id of a village or household' };
const isSeed = (value: unknown): boolean => typeof value === 'string' && SEED.test(value);
/** Public for a draw in the open, `{"private": "…"}` for an unannounced one. */
const IsSeed = (): PropertyDecorator =>
  rule('isSeed', { zh: '须为64位小写十六进制，或以{"private": "…"}给出', en: 'must be 64 lower-case hex digits, or {"private": "…"} with them' }, (value) =>
    isSeed(isPlainPrivate(value) ? value.private : value),
  );
const SEED_WORDS = { zh: '须为64位小写十六进制', en: 'must be 64 lower-case hex digits' };
/** One private value of a sealed draw. */
export class SealedValueBody {
  @IsLike(/^[0-9a-z-]{1,70}$/, { zh: '须为小写字母、数字或连字符', en: 'must be lower-case letters, digits or hyphens' }) 'private': string;
}

class DrawStepBody {
  @IsEntityId('draw') drawId: string;
  @IsEntityId('round') roundId: string;
  @IsCalendarDate() date: string;
}
export class AnnounceDrawBody extends DrawStepBody implements DataOf<AnnounceDraw> {
  @IsYear() year: number;
  @IsIn(['villages', 'households']) kind: DrawKind;
  @IsSet(1, 5_000) @IsLike(CANDIDATE, CANDIDATE_WORDS, { each: true }) candidates: string[];
  @IsInt() @Min(1) pickCount: number;
  @IsSet(2, 2) @IsSubjectId('unit', { each: true }) bodyUnitIds: string[];
  @IsBoolean() unannounced: boolean;
  @IsCalendarDate() revealBy: string;
  @IsSet(0) @IsEntityId('round', { each: true }) excludedRoundIds: string[];
}
export class AnnounceDrawRequest extends Request<AnnounceDrawBody> {
  static readonly type = 'AnnounceDraw';
  static readonly body = AnnounceDrawBody;
}
export class CommitDrawSeedBody extends DrawStepBody implements DataOf<CommitDrawSeed> {
  @IsSubjectId('unit') bodyUnitId: string;
  @IsLike(SEED, SEED_WORDS) seedCommitment: string;
}
export class CommitDrawSeedRequest extends Request<CommitDrawSeedBody> {
  static readonly type = 'CommitDrawSeed';
  static readonly body = CommitDrawSeedBody;
}
export class RevealDrawSeedBody extends DrawStepBody implements DataOf<RevealDrawSeed> {
  @IsSubjectId('unit') bodyUnitId: string;
  @IsSeed() seed: string | PlainPrivate;
}
export class RevealDrawSeedRequest extends Request<RevealDrawSeedBody> {
  static readonly type = 'RevealDrawSeed';
  static readonly body = RevealDrawSeedBody;
}
export class CompleteSealedDrawBody extends DrawStepBody implements DataOf<CompleteSealedDraw> {
  @NestedEach(() => SealedValueBody, 2) seeds: SealedValueBody[];
  @IsPrivate(64) combinedSeed: PlainPrivate;
  @NestedEach(() => SealedValueBody, 5_000) picked: SealedValueBody[];
}
export class CompleteSealedDrawRequest extends Request<CompleteSealedDrawBody> {
  static readonly type = 'CompleteSealedDraw';
  static readonly body = CompleteSealedDrawBody;
}
export class UnsealDrawBody extends DrawStepBody implements DataOf<UnsealDraw> {
  @IsSet(2, 2) @IsLike(SEED, SEED_WORDS, { each: true }) seeds: string[];
}
export class UnsealDrawRequest extends Request<UnsealDrawBody> {
  static readonly type = 'UnsealDraw';
  static readonly body = UnsealDrawBody;
}
export class VoidDrawBody extends DrawStepBody implements DataOf<VoidDraw> {
  @IsSet(0, 2) @IsSubjectId('unit', { each: true }) withheldByUnitIds: string[];
  @IsText(500) reason: string;
}
export class VoidDrawRequest extends Request<VoidDrawBody> {
  static readonly type = 'VoidDraw';
  static readonly body = VoidDrawBody;
}

export class AssignDrawnVillageBody extends DrawStepBody implements DataOf<AssignDrawnVillage> {
  @IsEntityId('group') groupId: string;
  @IsSubjectId('village') villageId: string;
  @Optional() @NestedEach(() => GroupOverrideBody) recusalOverrides?: GroupOverrideBody[];
}
export class AssignDrawnVillageRequest extends Request<AssignDrawnVillageBody> {
  static readonly type = 'AssignDrawnVillage';
  static readonly body = AssignDrawnVillageBody;
}
