import { addDays, dateOf, hourCeil, isInstant, must, startOf, type CalendarDate, type Instant } from '#kernel';
import { addWorkDays, ladderFor, paperById, urgencyById, type BookInForce, type LadderStep, type RuleBook } from '#rulebook';
import type { Deadline, Paper, Schedule, Step } from './rectification.events.js';

const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;

/** The day to which a deadline belongs: midnight ends the day before. */
export const dayOf = (dueAt: Instant): CalendarDate => dateOf(new Date(Date.parse(dueAt) - 1).toISOString());
/** A deadline is half-open: at its very instant the time is up. */
export const isPast = (dueAt: Instant, at: Instant): boolean => at >= dueAt;

type Counted = Readonly<{ dueAt?: Instant; calendarKnown?: boolean }>;
/** The end of the n-th work day after a date: midnight. */
function endOfWorkDay(from: CalendarDate, workDays: number, book: RuleBook | undefined): Required<Counted> {
  const { date, calendarKnown } = addWorkDays(from, workDays, book?.calendar);
  return { dueAt: startOf(addDays(date, 1)), calendarKnown };
}

/** When somebody has to be done: as ordered, else by the class. @throws Rejection for a deadline that is none */
export function deadlineFrom(date: CalendarDate, deadline: Deadline | undefined, { book, urgency }: Asked): Counted {
  const workDays = deadline === undefined ? urgencyDays(book, urgency) : 'workDays' in deadline ? deadline.workDays : undefined;
  if (workDays !== undefined) return endOfWorkDay(date, workDays, book);
  if (deadline === undefined || !('dueAt' in deadline)) return {};
  mustBeFullHour(deadline.dueAt);
  must(deadline.dueAt > startOf(date), 'rectification.deadline-before-order', {
    zh: '期限不得早于交办或退回之日',
    en: 'the deadline lies before the day on which it is set',
  });
  return { dueAt: deadline.dueAt };
}
const urgencyDays = (book: RuleBook | undefined, urgency: string | undefined): number | undefined =>
  book && urgency !== undefined ? urgencyById(book, urgency)?.workDays : undefined;

/** The clock wakes at full hours: a deadline within an hour would be found missed too late. @throws Rejection */
export function mustBeFullHour(dueAt: Instant): void {
  must(isInstant(dueAt) && dueAt === hourCeil(dueAt), 'rectification.deadline-not-hour', { zh: '期限须为整点', en: 'a deadline is given to the full hour' });
}

type Asked = Readonly<{ book?: RuleBook; urgency?: string }>;
/** What follows from a deadline: the steps of the ladder in force, of those that are still to come. Nobody is reminded of what was over when it was set. */
export function scheduleFrom(
  counted: Counted,
  { inForce, urgency, date, now }: Readonly<{ inForce?: BookInForce; urgency?: string; date: CalendarDate; now: Instant }>,
): Schedule {
  const book = inForce?.book;
  const named = book && { bookId: book.id, bookVersion: book.version };
  const { dueAt } = counted;
  const ladder = book && ladderFor(book, date, urgency);
  if (dueAt === undefined || !ladder) return { ...counted, ...named, steps: [] };
  const steps = ladder.steps.flatMap((step): readonly Step[] => {
    const at = timeOf(step, dueAt, book);
    if (at <= now) return [];
    const { id: stepId, zh } = step;
    return step.does === 'remind' ? [{ stepId, zh, at, does: 'remind' }] : [{ stepId, zh, at, does: 'draft', paper: paperOf(book, step.paper) }];
  });
  return { ...counted, ...named, ladderId: ladder.id, steps: [...steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

/** In work days a step comes at the deadline's own hour of that day. */
function timeOf({ when, span }: LadderStep, dueAt: Instant, { calendar }: RuleBook): Instant {
  const sign = when === 'before' ? -1 : 1;
  if ('workDays' in span) {
    const day = dayOf(dueAt);
    const intoDay = Date.parse(dueAt) - Date.parse(startOf(day));
    const moved = addWorkDays(day, sign * span.workDays, calendar).date;
    return new Date(Date.parse(startOf(moved)) + intoDay).toISOString();
  }
  const hours = 'hours' in span ? span.hours : span.days * HOURS_PER_DAY;
  return hourCeil(new Date(Date.parse(dueAt) + sign * hours * HOUR_MS).toISOString());
}

function paperOf(book: RuleBook, id: string): Paper {
  const paper = paperById(book, id);
  // A published book has been linted: its ladders draft papers that it lists.
  if (!paper) throw new RangeError(`the book lists no paper ${id}`);
  const { zh, documentZh, lists } = paper;
  return { paperId: id, zh, documentZh, ...(lists && { lists }) };
}
