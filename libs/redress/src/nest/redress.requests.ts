import { IsBoolean, IsIn, IsInt, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsPrivate, IsSet, IsSha256, IsSubjectId, IsText, Nested, Optional, Request, type DataOf } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { ClearName, OpenClearing, RecordClearingConsent } from '../clearing.decider.js';
import { CLEARING_MODES, type ClearingMode } from '../clearing.events.js';
import { RELEASE_CHANNELS, type ReleaseChannel, type ReleaseRecord } from '../release.decider.js';
import type { DeclareItemInapplicable, IssueCorrectionNotice, RestoreEntitlement, RestoreName, RestoreUnitResult } from '../restoration.decider.js';
import { ENTITLEMENTS, type Entitlement, type ItemRef, type OwedKind } from '../restoration.events.js';

/** Something done about one appeal's outcome, on a day, with its paper. */
class DoneBody {
  @IsText(100) appealId: string;
  @IsCalendarDate() date: string;
  @IsText(100) documentNo: string;
}

export class RestoreEntitlementBody extends DoneBody implements DataOf<RestoreEntitlement> {
  @IsIn(ENTITLEMENTS) kind: Entitlement;
  @Optional() @IsInt() @Min(0) amountFen?: number;
  @Optional() @IsSubjectId('post') givenPostId?: string;
}
export class RestoreEntitlementRequest extends Request<RestoreEntitlementBody> {
  static readonly type = 'RestoreEntitlement';
  static readonly body = RestoreEntitlementBody;
}

export class RestoreNameBody extends DoneBody implements DataOf<RestoreName> {
  @IsText(200) scope: string;
  @IsText(200) channel: string;
}
export class RestoreNameRequest extends Request<RestoreNameBody> {
  static readonly type = 'RestoreName';
  static readonly body = RestoreNameBody;
}

export class IssueCorrectionNoticeBody extends DoneBody implements DataOf<IssueCorrectionNotice> {
  @IsEntityId('release') releaseId: string;
}
export class IssueCorrectionNoticeRequest extends Request<IssueCorrectionNoticeBody> {
  static readonly type = 'IssueCorrectionNotice';
  static readonly body = IssueCorrectionNoticeBody;
}

export class RestoreUnitResultBody extends DoneBody implements DataOf<RestoreUnitResult> {}
export class RestoreUnitResultRequest extends Request<RestoreUnitResultBody> {
  static readonly type = 'RestoreUnitResult';
  static readonly body = RestoreUnitResultBody;
}

const KINDS: readonly OwedKind[] = [...ENTITLEMENTS, 'name', 'correction', 'unit-result'];
class ItemRefBody implements ItemRef {
  @IsIn(KINDS) kind: OwedKind;
  @Optional() @IsText(200) scope?: string;
  @Optional() @IsText(200) channel?: string;
  @Optional() @IsEntityId('release') releaseId?: string;
}
export class DeclareItemInapplicableBody extends DoneBody implements DataOf<DeclareItemInapplicable> {
  @Nested(() => ItemRefBody) item: ItemRefBody;
  @IsPrivate() reason: PlainPrivate;
}
export class DeclareItemInapplicableRequest extends Request<DeclareItemInapplicableBody> {
  static readonly type = 'DeclareItemInapplicable';
  static readonly body = DeclareItemInapplicableBody;
}

class RecordKeyBody {
  @IsText(100) kind: string;
  @IsText(300) key: string;
}
export class ReleaseRecordBody implements DataOf<ReleaseRecord> {
  @IsEntityId('release') releaseId: string;
  @Nested(() => RecordKeyBody) record: RecordKeyBody;
  @IsSet() @IsSubjectId('person', { each: true }) personIds: string[];
  @IsPrivate(200) recipient: PlainPrivate;
  @Optional() @IsSubjectId('unit') recipientUnitId?: string;
  @IsPrivate(500) purpose: PlainPrivate;
  @IsIn(RELEASE_CHANNELS) channel: ReleaseChannel;
  @IsCalendarDate() date: string;
  @Optional() @IsSha256() sha256?: string;
  @Optional() @IsText(100) documentNo?: string;
}
export class ReleaseRecordRequest extends Request<ReleaseRecordBody> {
  static readonly type = 'ReleaseRecord';
  static readonly body = ReleaseRecordBody;
}

export class OpenClearingBody implements DataOf<OpenClearing> {
  @IsEntityId('clearing') clearingId: string;
  @IsSubjectId('person') personId: string;
  @IsText(200) reportRef: string;
  @IsCalendarDate() foundUnfoundedOn: string;
  @IsSubjectId('unit') organUnitId: string;
  @IsText(100) documentNo: string;
  @IsIn(['person', 'organ']) askedBy: 'person' | 'organ';
  @IsCalendarDate() askedOn: string;
  @IsPrivate() finding: PlainPrivate;
}
export class OpenClearingRequest extends Request<OpenClearingBody> {
  static readonly type = 'OpenClearing';
  static readonly body = OpenClearingBody;
}

export class RecordClearingConsentBody implements DataOf<RecordClearingConsent> {
  @IsEntityId('clearing') clearingId: string;
  @IsSubjectId('person') personId: string;
  @IsCalendarDate() date: string;
  @IsBoolean() consents: boolean;
  @Optional() @IsSet() @IsIn(CLEARING_MODES, { each: true }) modes?: ClearingMode[];
  @Optional() @IsText(200) scope?: string;
  @IsText(100) receiptRef: string;
}
export class RecordClearingConsentRequest extends Request<RecordClearingConsentBody> {
  static readonly type = 'RecordClearingConsent';
  static readonly body = RecordClearingConsentBody;
}

export class ClearNameBody implements DataOf<ClearName> {
  @IsEntityId('clearing') clearingId: string;
  @IsSubjectId('person') personId: string;
  @IsIn(CLEARING_MODES) mode: ClearingMode;
  @IsText(200) scope: string;
  @IsCalendarDate() date: string;
  @IsText(100) documentNo: string;
  @Optional() @IsText(100) companionNo?: string;
}
export class ClearNameRequest extends Request<ClearNameBody> {
  static readonly type = 'ClearName';
  static readonly body = ClearNameBody;
}
