import { addDays, holdsOn, nextHour, overlapOf, startOf, type CalendarDate, type Instant, type ValidTime } from '#kernel';
import type { DutyKind, UnitKind } from '#registry';
import { isRestDay, type HolidayCalendar } from '#rulebook';
import { datesIn, mondayOn, spanOfWeek, weekOf, type Week } from './weeks.js';

/** A day and full hour of each week (24: the end of the day), `weeksLater` weeks on; and what becomes of it when that day is a rest day. */
export type WeeklyTime = Readonly<{ weekday: number; hour: number; weeksLater?: number; onRestDay: 'unmoved' | 'first-work-day' }>;
/**
 * Who gets a notice, said of the registry and naming nobody. duty-holders: persons who hold a duty of these kinds. posts: posts of these roles in units of
 * these kinds. posts-of-duty-units: posts of these roles in units that hold a duty of these kinds.
 */
export type RecipientClass = Readonly<{
  classId: string;
  zh: string;
  of: 'duty-holders' | 'posts' | 'posts-of-duty-units';
  duties?: readonly DutyKind[];
  unitKinds?: readonly UnitKind[];
  roles?: readonly string[];
}>;
/** A county's rhythm: what is sent, reported and visited each week, as data. `[from, to)`: at most somewhat more than a year, for which holidays are announced. */
export type CadenceScheme = Readonly<{
  schemeId: string;
  version: number;
  title: string;
  /** The command office, which issues it. */
  officeUnitId: string;
  documentRef: string;
  from: CalendarDate;
  to: CalendarDate;
  notice?: Readonly<{ time: WeeklyTime; defaultText: string; classes: readonly RecipientClass[] }>;
  reports?: Readonly<{ time: WeeklyTime; unitKinds: readonly UnitKind[] }>;
  /** Duties whose holders visit the village of their duty each week. */
  visits?: Readonly<{ duties: readonly DutyKind[] }>;
}>;
/** One week of a scheme: the part of it within the scheme, its work days, and when each thing falls due; what is not owed has no time. */
export type PlannedWeek = Readonly<{
  week: Week;
  from: CalendarDate;
  to: CalendarDate;
  workDays: readonly CalendarDate[];
  opensAt?: Instant;
  noticeOn?: CalendarDate;
  noticeAt?: Instant;
  reportsDueAt?: Instant;
  visitsDueAt?: Instant;
}>;
type Times = Pick<PlannedWeek, 'opensAt' | 'noticeAt' | 'noticeOn' | 'reportsDueAt' | 'visitsDueAt'>;

/** The date that a weekly time falls on, counted from its week's Monday. */
function dateOfTime(monday: CalendarDate, { weekday, weeksLater = 0, onRestDay }: WeeklyTime, calendar: HolidayCalendar | undefined): CalendarDate {
  let date = addDays(monday, weekday - 1 + 7 * weeksLater);
  while (onRestDay === 'first-work-day' && isRestDay(date, calendar)) date = addDays(date, 1);
  return date;
}

/** Times that are over when the scheme is published are owed by nobody. */
const after = (published: Instant, at: Instant | undefined): at is Instant => at !== undefined && at > published;

type Making = Readonly<{ calendar: HolidayCalendar | undefined; publishedAt: Instant }>;

function noticeOf({ notice, from, to }: CadenceScheme, monday: CalendarDate, { calendar, publishedAt }: Making): Times {
  // Whether a notice belongs to the scheme goes by its own day, not by the day to which a holiday moves it.
  if (!notice || !holdsOn({ from, to }, addDays(monday, notice.time.weekday - 1))) return {};
  const noticeOn = dateOfTime(monday, notice.time, calendar);
  const noticeAt = startOf(noticeOn, notice.time.hour);
  return after(publishedAt, noticeAt) ? { noticeOn, noticeAt } : {};
}

function plannedWeek(scheme: CadenceScheme, monday: CalendarDate, making: Making): PlannedWeek | undefined {
  const span = overlapOf(spanOfWeek(monday), scheme) as Required<ValidTime> | undefined;
  if (!span) return undefined;
  const { calendar, publishedAt } = making;
  const workDays = datesIn(span).filter((date) => !isRestDay(date, calendar));
  // A week without a work day owes nothing.
  const { reports, visits } = workDays.length === 0 ? {} : scheme;
  const begins = startOf(span.from);
  const opensAt = after(publishedAt, begins) ? begins : nextHour(publishedAt);
  const reportsDueAt = reports && startOf(dateOfTime(monday, reports.time, calendar), reports.time.hour);
  const visitsDueAt = visits && startOf(span.to);
  return {
    week: weekOf(monday),
    ...span,
    workDays,
    ...(opensAt < startOf(span.to) && { opensAt }),
    ...noticeOf(scheme, monday, making),
    ...(after(publishedAt, reportsDueAt) && { reportsDueAt }),
    ...(after(publishedAt, visitsDueAt) && { visitsDueAt }),
  };
}

const isOver = ({ opensAt, noticeAt, reportsDueAt, visitsDueAt }: PlannedWeek): boolean =>
  [opensAt, noticeAt, reportsDueAt, visitsDueAt].every((time) => time === undefined);

/** What fell due under the version before stays as it was; of the rest the new version speaks. */
function kept(before: PlannedWeek | undefined, publishedAt: Instant): Times {
  if (!before) return {};
  const { opensAt, noticeAt, noticeOn, reportsDueAt, visitsDueAt } = before;
  const past = (at: Instant | undefined): at is Instant => at !== undefined && at <= publishedAt;
  return {
    ...(past(opensAt) && { opensAt }),
    ...(past(noticeAt) && { noticeAt, noticeOn }),
    ...(past(reportsDueAt) && { reportsDueAt }),
    ...(past(visitsDueAt) && { visitsDueAt }),
  };
}

/** The scheme week by week: weeks over before it was published are left out, or stay as the version before had them. */
export function planOf(scheme: CadenceScheme, making: Making, before: readonly PlannedWeek[] = []): readonly PlannedWeek[] {
  const plan = new Map(before.map((week) => [week.week, week] as const).filter(([, week]) => startOf(week.to) <= making.publishedAt));
  for (let monday = mondayOn(scheme.from); monday < scheme.to; monday = addDays(monday, 7)) {
    const known = plan.get(weekOf(monday));
    const planned = plannedWeek(scheme, monday, making);
    if (!planned || isOver(planned)) continue;
    const old = known ?? before.find(({ week }) => week === planned.week);
    plan.set(planned.week, { ...planned, ...kept(old, making.publishedAt) });
  }
  return [...plan.values()].sort((a, b) => (a.week < b.week ? -1 : 1));
}

/** Whether the calendar knows every day of the scheme: outside it only weekends are known. */
export const isCalendarKnown = (calendar: HolidayCalendar | undefined, { from, to }: ValidTime): boolean =>
  calendar !== undefined && from >= calendar.knownFrom && (to ?? from) <= calendar.knownTo;
