import type { CalendarDate, Event, ValidTime } from '#kernel';

/** What is flagged: the measure a met clause names, for one holder of one post. A flag, not a charge (justice 2). */
export type TriggerState = 'triggered' | 'notApplicable';
export type Holding = Readonly<{
  unitId: string;
  role: string;
  /** How the person came in: `role:<role>` or `duty:<kind>`. */
  through: readonly string[];
  /** The part of the year in which the person held it, half-open, and its days: people apportion (justice 7). */
  intervals: readonly Required<ValidTime>[];
  days: number;
  sharePermille?: number;
  acting?: boolean;
  /** Whether the person still held the post on the trigger date. */
  inPost: boolean;
}>;
export type TriggerKey = { target: string; year: number; clauseId: string; personId: string; postId: string };
/** `triggerDate`: the day on which the clause came to be met, as the outcome's valid time states it. */
export type Trigger = TriggerKey & Readonly<{ measure: string; triggerDate: CalendarDate; state: TriggerState; holding: Holding }>;

/** Visible to the case owner only; never in personnel answers (justice 2). */
export type ClauseTriggered = Event<'ClauseTriggered', Trigger>;
/** The clause still holds, but its evidence, book version, measure or the person's holding changed. */
export type ClauseTriggerChanged = Event<'ClauseTriggerChanged', Trigger>;
export type ClauseTriggerFell = Event<'ClauseTriggerFell', TriggerKey & { measure: string }>;
export type TriggerEvent = ClauseTriggered | ClauseTriggerChanged | ClauseTriggerFell;
