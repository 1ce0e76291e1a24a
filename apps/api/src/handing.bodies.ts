import { IsIn, IsInt, IsObject, Min } from 'class-validator';
import { IsLike, IsSet, IsSubjectId, IsText, IsYear, Optional } from '#ledger/nest';

/** To whom a record is handed out, and for what. Both become private values: they may name people. */
export class HandingBody {
  @IsText(200) recipient: string;
  @Optional() @IsSubjectId('unit') recipientUnitId?: string;
  @IsText(500) purpose: string;
}

export class DossierBody extends HandingBody {
  @Optional() @IsYear() year?: number;
}

export class DifferenceBody extends HandingBody {
  @IsObject() edits: object;
  /** A position or an instant. */
  @Optional() @IsText(40) at?: string;
  @Optional() @IsText(200) decision?: string;
}

/** From where on; and, where private values go along, of which scopes, to whom and for what. */
export class BundleBody {
  @IsInt() @Min(0) since: number;
  @Optional() @IsSet() @IsLike(/^[a-z]{1,40}$/, { zh: '须为小写英文词', en: 'must be a lower-case word' }, { each: true }) scopes?: string[];
  @Optional() @IsText(200) recipient?: string;
  @Optional() @IsSubjectId('unit') recipientUnitId?: string;
  @Optional() @IsText(500) purpose?: string;
}

/** A dossier that proves itself: as the file, as a page or on paper, with the private values of these fields closed; or the receipt for one event of it. */
export class SealedDossierBody extends HandingBody {
  @Optional() @IsIn(['file', 'page', 'pdf', 'receipt']) format?: 'file' | 'page' | 'pdf' | 'receipt';
  @Optional() @IsText(100) event?: string;
  /** Names of fields, or `EVENTID:field` for the value of one event; one that closes nothing is refused. */
  @Optional() @IsSet(0) @IsText(200, { each: true }) withhold?: string[];
  /** A checkpoint that the recipient holds, the note or its three lines: the file then proves that the log goes on from it. */
  @Optional() @IsText(20_000) held?: string;
}
