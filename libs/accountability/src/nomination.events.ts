import type { CalendarDate, Event } from '#kernel';
import type { Outcome } from '#rulebook';

/** What one nomination clause says of the nominee's unit on the date. */
export type NominationNotice = Readonly<{ clauseId: string; says: 'priority' | 'barred'; unitId: string; year: number; outcome: Outcome }>;
/** A measure whose effect has not ended on the date. */
export type MeasureNotice = Readonly<{ postId: string; year: number; measure: string; decidedOn: CalendarDate; until?: CalendarDate }>;

/** 推荐提名: a notice to the organization department, never a block (justice 9). */
export type NominationScreened = Event<
  'NominationScreened',
  {
    personId: string;
    date: CalendarDate;
    aimedPostId: string;
    organUnitId: string;
    documentNo?: string;
    unitIds: readonly string[];
    notices: readonly NominationNotice[];
    measures: readonly MeasureNotice[];
  }
>;
