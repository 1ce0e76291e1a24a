import { IsBoolean } from 'class-validator';
import { IsCalendarDate, IsPrivate, IsSubjectId, IsText, IsYear, Optional } from '#ledger/nest';
import type { PlainPrivate } from '#kernel';
import type { RecusalOverride } from '#registry';

/** What every act in a case says: which case, on which date, and whether it was done elsewhere, with its document. */
export class ActBody {
  @IsSubjectId('person') personId: string;
  @IsSubjectId('post') postId: string;
  @IsYear() year: number;
  @IsCalendarDate() date: string;
  @Optional() @IsText(100) documentNo?: string;
  @Optional() @IsBoolean() doneElsewhere?: boolean;
}

/** A ground of a case by natural key: the clause, and the village or unit that it is about. */
export class BasisRefBody {
  @IsText(60) clauseId: string;
  @IsSubjectId(['unit', 'village']) target: string;
}

/** Signed by the person, or the refusal noted. */
export class SignedActBody extends ActBody {
  @IsBoolean() signed: boolean;
  @Optional() @IsText(500) refusalNote?: string;
}

/** A recorded decision that somebody related takes part all the same. */
export class TeamOverrideBody implements RecusalOverride {
  @IsSubjectId('person') personId: string;
  @IsSubjectId('unit') organUnitId: string;
  @IsText(100) documentNo: string;
  @IsCalendarDate() decidedOn: string;
  @IsPrivate() reason: PlainPrivate;
}

/** One personal value of a list. */
export class PrivateBody {
  @IsText(2_000) 'private': string;
}
