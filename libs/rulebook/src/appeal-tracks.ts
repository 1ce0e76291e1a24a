import { holdsOn, type CalendarDate } from '#kernel';
import type { AppealStep, AppealTrack, CountingClause } from './appeal-rules.js';
import type { RuleBook } from './book.js';
import { lastDay, type Readings } from './counting.js';
import type { TimeLimit } from './time-limit.js';

/** A track by its id, whatever the day. */
export const appealTrackById = ({ appeals }: RuleBook, id: string): AppealTrack | undefined => appeals?.tracks.find((track) => track.id === id);

/** The tracks that speak of decisions made on a date. */
export const appealTracksOn = ({ appeals }: RuleBook, date: CalendarDate): readonly AppealTrack[] =>
  appeals?.tracks.filter(({ effective }) => holdsOn(effective, date)) ?? [];

/** A last day with the clauses by which it was counted. `stated`: the governing text itself says how; else both readings are given. */
export type CountedDay = Readonly<{ date: CalendarDate; readings?: Readings; countedBy?: string; stated: boolean; calendarKnown: boolean }>;

/**
 * The last day of a clock of a step, from a day on. Where the governing text states its counting, that one reading; where it is silent both, by the general
 * rule in force on the day, and the later applies.
 */
export function countedLastDay(
  from: CalendarDate,
  limit: TimeLimit,
  { book, step }: Readonly<{ book: RuleBook; step: Pick<AppealStep, 'countedBy'> }>,
): CountedDay {
  const { date, readings, calendarKnown } = lastDay(from, limit, book.calendar);
  const own = book.appeals?.counting.find(({ id }) => id === step.countedBy);
  if (own?.firstDay === 'excluded') return { date: readings.receiptExcluded, countedBy: own.id, stated: true, calendarKnown };
  const general = own ?? generalCountingOn(book, from);
  return { date, readings, ...(general && { countedBy: general.id }), stated: false, calendarKnown };
}

/** The general rule of a day: the first counting clause in force then that no step states as its own. */
const generalCountingOn = ({ appeals }: RuleBook, date: CalendarDate): CountingClause | undefined =>
  appeals?.counting.find(({ id, effective }) => holdsOn(effective, date) && !appeals.tracks.some(({ steps }) => steps.some((step) => step.countedBy === id)));
