import { IsBoolean, IsIn } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsPrivate, IsSet, IsSubjectId, IsText, Nested, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { RecordLeaderVisit, RecordVillageVisit, WithdrawVillageVisit } from '../visit.commands.js';
import { VISIT_MODES, type VisitMode } from '../visit.events.js';
import { PaperBody } from './round.requests.js';

/** No location and no track: there is no field to put one in (justice 22). */
export class RecordVillageVisitBody implements DataOf<RecordVillageVisit> {
  @IsEntityId('visit') visitId: string;
  @IsEntityId('round') roundId: string;
  @IsEntityId('group') groupId: string;
  @IsSubjectId('village') villageId: string;
  @IsCalendarDate() date: string;
  @IsIn(VISIT_MODES) mode: VisitMode;
  @IsSet(1, 50) @IsSubjectId('person', { each: true }) personIds: string[];
  @IsSet(0) @IsEntityId('household', { each: true }) householdIds: string[];
  @Optional() @Nested(() => PaperBody) note?: PaperBody;
  @Optional() @IsBoolean() doneElsewhere?: boolean;
  @Optional() @IsText(100) documentNo?: string;
}
export class RecordVillageVisitRequest extends Request<RecordVillageVisitBody> {
  static readonly type = 'RecordVillageVisit';
  static readonly body = RecordVillageVisitBody;
}

export class WithdrawVillageVisitBody implements DataOf<WithdrawVillageVisit> {
  @IsEntityId('visit') visitId: string;
  @IsEntityId('round') roundId: string;
  @IsEntityId('group') groupId: string;
  @IsCalendarDate() date: string;
  @IsText() documentRef: string;
  @IsPrivate() reason: PlainPrivate;
}
export class WithdrawVillageVisitRequest extends Request<WithdrawVillageVisitBody> {
  static readonly type = 'WithdrawVillageVisit';
  static readonly body = WithdrawVillageVisitBody;
}

export class RecordLeaderVisitBody implements DataOf<RecordLeaderVisit> {
  @IsEntityId('visit') visitId: string;
  @IsSubjectId('person') personId: string;
  @Optional() @IsSubjectId('post') postId?: string;
  @IsSubjectId('village') villageId: string;
  @IsCalendarDate() date: string;
  @Optional() @IsBoolean() night?: boolean;
}
export class RecordLeaderVisitRequest extends Request<RecordLeaderVisitBody> {
  static readonly type = 'RecordLeaderVisit';
  static readonly body = RecordLeaderVisitBody;
}
