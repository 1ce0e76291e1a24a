import { IsIn } from 'class-validator';
import { IsCalendarDate, IsPrivate, IsSet, IsSubjectId, IsText, Nested, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { ServiceMode } from '#accountability';
import type {
  AdmitAppeal,
  DeclineAppeal,
  LodgeAppeal,
  NonAdmissionGround,
  RequestAppealSupplement,
  SupplementAppeal,
  TransferAppeal,
  WithdrawAppeal,
} from '../appeal.commands.js';
import { AppealActBody, AppealBody, SERVICE_MODES } from './bodies.js';

const GROUNDS: readonly NonAdmissionGround[] = ['not-entitled', 'not-appealable', 'repeated', 'supplement-missing', 'elsewhere-pending'];

export class ServiceProofBody {
  @IsCalendarDate() date: string;
  @IsIn(SERVICE_MODES) mode: ServiceMode;
  @IsText() receiptRef: string;
}
export class LodgeAppealBody extends AppealBody implements DataOf<LodgeAppeal> {
  @IsSubjectId(['person', 'unit']) appellantId: string;
  @IsText(60) track: string;
  @IsText(60) step: string;
  @IsCalendarDate() filedOn: string;
  @IsPrivate(10_000) request: PlainPrivate;
  @Optional() @IsText() receiptRef?: string;
  @Optional() @Nested(() => ServiceProofBody) service?: ServiceProofBody;
  @Optional() @IsText(100) documentNo?: string;
}
export class LodgeAppealRequest extends Request<LodgeAppealBody> {
  static readonly type = 'LodgeAppeal';
  static readonly body = LodgeAppealBody;
}

export class RequestAppealSupplementBody extends AppealActBody implements DataOf<RequestAppealSupplement> {
  @IsPrivate() missing: PlainPrivate;
}
export class RequestAppealSupplementRequest extends Request<RequestAppealSupplementBody> {
  static readonly type = 'RequestAppealSupplement';
  static readonly body = RequestAppealSupplementBody;
}

export class SupplementAppealBody extends AppealActBody implements DataOf<SupplementAppeal> {
  @IsSet() @IsText(200, { each: true }) materialRefs: string[];
}
export class SupplementAppealRequest extends Request<SupplementAppealBody> {
  static readonly type = 'SupplementAppeal';
  static readonly body = SupplementAppealBody;
}

export class AdmitAppealBody extends AppealActBody implements DataOf<AdmitAppeal> {}
export class AdmitAppealRequest extends Request<AdmitAppealBody> {
  static readonly type = 'AdmitAppeal';
  static readonly body = AdmitAppealBody;
}

export class DeclineAppealBody extends AppealActBody implements DataOf<DeclineAppeal> {
  @IsIn(GROUNDS) ground: NonAdmissionGround;
  @IsPrivate() reason: PlainPrivate;
  @IsText() turnTo: string;
}
export class DeclineAppealRequest extends Request<DeclineAppealBody> {
  static readonly type = 'DeclineAppeal';
  static readonly body = DeclineAppealBody;
}

export class WithdrawAppealBody extends AppealActBody implements DataOf<WithdrawAppeal> {
  @Optional() @IsPrivate() reason?: PlainPrivate;
}
export class WithdrawAppealRequest extends Request<WithdrawAppealBody> {
  static readonly type = 'WithdrawAppeal';
  static readonly body = WithdrawAppealBody;
}

export class TransferAppealBody extends AppealActBody implements DataOf<TransferAppeal> {
  @IsSubjectId('unit') toUnitId: string;
  @IsIn(['up', 'elsewhere']) direction: 'up' | 'elsewhere';
  @IsPrivate() reason: PlainPrivate;
  @IsText() authorityRef: string;
}
export class TransferAppealRequest extends Request<TransferAppealBody> {
  static readonly type = 'TransferAppeal';
  static readonly body = TransferAppealBody;
}
