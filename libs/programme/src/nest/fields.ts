import { IsInt, Max, Min } from 'class-validator';
import type { EvidenceRef } from '#kernel';
import { IsCalendarDate, IsEntityId, IsSet, IsSha256, IsSubjectId, IsText, together } from '#ledger/nest';
import type { Authority } from '../programme.events.js';

/** Organ, document and date: on whose word. */
export class AuthorityBody implements Authority {
  @IsSubjectId('unit') organUnitId: string;
  @IsText(100) documentNo: string;
  @IsCalendarDate() date: string;
}

/** A file kept beside the log. */
export class EvidenceBody implements EvidenceRef {
  @IsSha256() sha256: string;
  @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) sizeBytes: number;
  @IsText(100) mediaType: string;
}

/** A count that any county can have. */
export const IsCount = (): PropertyDecorator => together(IsInt(), Min(0), Max(1_000_000_000));
/** Money in fen, or any number that may grow as large; products of two are worked out exactly. */
export const IsFen = (min: number): PropertyDecorator => together(IsInt(), Min(min), Max(1_000_000_000_000_000));
/** A list of ids of one kind, each once. */
export const AreEntityIds = (prefix: string, sizeMin = 1): PropertyDecorator => together(IsSet(sizeMin), IsEntityId(prefix, { each: true }));
