import { IsIn } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsPrivate, IsSet, IsSha256, IsSubjectId, IsText, IsYear, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { ConcludeComplaint, LinkComplaint, ReceiveComplaint } from '../complaint.decider.js';
import { COMPLAINT_CHANNELS, COMPLAINT_RESULTS, type ComplaintChannel, type ComplaintResult } from '../complaint.events.js';

export class ReceiveComplaintBody implements DataOf<ReceiveComplaint> {
  @IsEntityId('complaint') complaintId: string;
  @IsCalendarDate() receivedOn: string;
  @IsSubjectId('unit') organUnitId: string;
  @IsIn(COMPLAINT_CHANNELS) channel: ComplaintChannel;
  @IsYear() year: number;
  @IsSet() @IsSubjectId('person', { each: true }) personIds: string[];
  @IsSet() @IsSubjectId('unit', { each: true }) unitIds: string[];
  @IsSet() @IsSubjectId('village', { each: true }) villageIds: string[];
  @Optional() @IsEntityId('finding') findingId?: string;
  @Optional() @IsPrivate(200) complainant?: PlainPrivate;
  @Optional() @IsPrivate(60) complainantId?: PlainPrivate;
  @IsPrivate(10_000) narrative: PlainPrivate;
  @IsSha256() receiptHash: string;
  @Optional() @IsText(100) documentNo?: string;
}
export class ReceiveComplaintRequest extends Request<ReceiveComplaintBody> {
  static readonly type = 'ReceiveComplaint';
  static readonly body = ReceiveComplaintBody;
}

export class LinkComplaintBody implements DataOf<LinkComplaint> {
  @IsEntityId('complaint') complaintId: string;
  @IsSubjectId('person') personId: string;
  @IsSubjectId('post') postId: string;
  @IsYear() year: number;
  @IsCalendarDate() date: string;
}
export class LinkComplaintRequest extends Request<LinkComplaintBody> {
  static readonly type = 'LinkComplaint';
  static readonly body = LinkComplaintBody;
}

export class ConcludeComplaintBody implements DataOf<ConcludeComplaint> {
  @IsEntityId('complaint') complaintId: string;
  @IsCalendarDate() date: string;
  @IsIn(COMPLAINT_RESULTS) result: ComplaintResult;
  @IsText(100) documentNo: string;
}
export class ConcludeComplaintRequest extends Request<ConcludeComplaintBody> {
  static readonly type = 'ConcludeComplaint';
  static readonly body = ConcludeComplaintBody;
}
