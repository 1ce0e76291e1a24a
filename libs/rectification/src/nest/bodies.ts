import { ArrayMinSize, IsInt, IsMimeType, Max, Min } from 'class-validator';
import { IsCalendarDate, IsEntityId, IsSha256, IsText, IsUtcInstant, Nested, NestedEach, Optional, rule, together } from '#ledger/nest';

const WORK_DAYS_MAX = 1_000;
const PIECES_MAX = 100;

/** One item, on one day. */
export class ItemActBody {
  @IsEntityId('rectification') rectificationId: string;
  @IsCalendarDate() date: string;
}

export class FileBody {
  @IsSha256() sha256: string;
  @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) sizeBytes: number;
  @IsMimeType() mediaType: string;
}
export class EvidenceBody {
  @IsEntityId('evidence') evidenceId: string;
  @IsText() zh: string;
  @Nested(() => FileBody) file: FileBody;
}
/** Some piece of evidence, at least one. */
export const IsEvidence = (): PropertyDecorator =>
  together(
    NestedEach(() => EvidenceBody, PIECES_MAX),
    ArrayMinSize(1),
  );

class DeadlineBody {
  @Optional() @IsUtcInstant() dueAt?: string;
  @Optional() @IsInt() @Min(1) @Max(WORK_DAYS_MAX) workDays?: number;
}
/** Declared fields stand on an instance also when absent from the body: what counts is which have a value. */
const hasOneOf = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).filter((said) => said !== undefined).length === 1;
/** An instant, or a number of work days: not both, not neither. */
export const IsDeadline = (): PropertyDecorator =>
  together(
    Nested(() => DeadlineBody),
    rule('isDeadline', { zh: '须有dueAt与workDays之一，不可兼有', en: 'must have either dueAt or workDays' }, hasOneOf),
  );
