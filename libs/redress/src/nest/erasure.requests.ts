import { IsIn } from 'class-validator';
import { IsEntityId, IsLike, IsPrivate, IsSet, IsSubjectId, IsText, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { ApproveErasure, ProposeErasure, RefuseErasure } from '../erasure.decider.js';
import { ERASURE_GROUNDS, type ErasureGround } from '../erasure.events.js';

class OfErasureBody {
  @IsEntityId('erasure') erasureId: string;
  @IsSubjectId() subjectId: string;
}

export class ProposeErasureBody extends OfErasureBody implements DataOf<ProposeErasure> {
  @Optional() @IsSet() @IsLike(/^[A-Za-z][A-Za-z0-9]{0,59}$/, { zh: '须为字段名', en: 'must be the name of a field' }, { each: true }) fields?: string[];
  @IsIn(ERASURE_GROUNDS) ground: ErasureGround;
  @IsText(300) provision: string;
  @IsText(100) documentNo: string;
  @IsPrivate() reason: PlainPrivate;
}
export class ProposeErasureRequest extends Request<ProposeErasureBody> {
  static readonly type = 'ProposeErasure';
  static readonly body = ProposeErasureBody;
}

export class ApproveErasureBody extends OfErasureBody implements DataOf<ApproveErasure> {
  @IsText(100) documentNo: string;
}
export class ApproveErasureRequest extends Request<ApproveErasureBody> {
  static readonly type = 'ApproveErasure';
  static readonly body = ApproveErasureBody;
}

export class RefuseErasureBody extends OfErasureBody implements DataOf<RefuseErasure> {
  @IsPrivate() reason: PlainPrivate;
}
export class RefuseErasureRequest extends Request<RefuseErasureBody> {
  static readonly type = 'RefuseErasure';
  static readonly body = RefuseErasureBody;
}
