import { IsSubjectId, IsText, IsYear, Optional } from '#ledger/nest';

/** To whom a record is handed out, and for what. Both become private values: they may name people. */
export class HandingBody {
  @IsText(200) recipient: string;
  @Optional() @IsSubjectId('unit') recipientUnitId?: string;
  @IsText(500) purpose: string;
}

export class DossierBody extends HandingBody {
  @Optional() @IsYear() year?: number;
}
