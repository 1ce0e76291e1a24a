import { addDays, byCodePoint, daysBetween, yearOf, type CalendarDate, type View } from '#kernel';
import type { LeaderVisitRecorded, VillageVisited, VillageVisitWithdrawn } from './visit.events.js';

/** A week of ISO 8601: Monday to Sunday, of the year in which its Thursday lies. */
export type IsoWeek = Readonly<{ isoYear: number; week: number; monday: CalendarDate }>;
/** 1970-01-05 was a Monday. */
const A_MONDAY = '1970-01-05';

export function isoWeekOf(date: CalendarDate): IsoWeek {
  const weekday = ((daysBetween(A_MONDAY, date) % 7) + 7) % 7;
  const monday = addDays(date, -weekday);
  const isoYear = yearOf(addDays(monday, 3));
  return { isoYear, monday, week: Math.floor(daysBetween(`${isoYear}-01-01`, addDays(monday, 3)) / 7) + 1 };
}
export const weekName = ({ isoYear, week }: IsoWeek): string => `${isoYear}-W${String(week).padStart(2, '0')}`;

type BurdenVisit = Readonly<{ visitId: string; roundId: string; groupId: string; date: CalendarDate; weekMax: number }>;
/** `limit`: the strictest of the rounds whose groups came that week. */
type BurdenWeek = Readonly<{ week: string; monday: CalendarDate; count: number; limit: number; over: boolean; visits: readonly BurdenVisit[] }>;
export type VisitBurdenRow = Readonly<{ villageId: string; isoYear: number; weeks: readonly BurdenWeek[]; overWeeks: readonly string[] }>;

function weekOf(iso: IsoWeek, visits: readonly BurdenVisit[]): BurdenWeek {
  const limit = Math.min(...visits.map(({ weekMax }) => weekMax));
  return { week: weekName(iso), monday: iso.monday, count: visits.length, limit, over: visits.length > limit, visits };
}

/** A week that nobody came in any more is no week of the row. */
function changed(row: VisitBurdenRow, iso: IsoWeek, change: (visits: readonly BurdenVisit[]) => readonly BurdenVisit[]): VisitBurdenRow | undefined {
  const visits = [...change(row.weeks.find(({ monday }) => monday === iso.monday)?.visits ?? [])].sort((a, b) => byCodePoint(a.date, b.date));
  const others = row.weeks.filter(({ monday }) => monday !== iso.monday);
  const weeks = [...others, ...(visits.length > 0 ? [weekOf(iso, visits)] : [])].sort((a, b) => byCodePoint(a.monday, b.monday));
  return weeks.length === 0 ? undefined : { ...row, weeks, overWeeks: weeks.filter(({ over }) => over).map(({ week }) => week) };
}

/** The ISO year and week are those of the visit, also for a visit taken back. */
const visitedOnOf = ({ type, data }: VillageVisited | VillageVisitWithdrawn): CalendarDate => (type === 'VillageVisited' ? data.date : data.visitedOn);

/** How often is a village inspected in a week, over all groups and rounds, and in which weeks more often than allowed? */
export const visitBurden: View<VisitBurdenRow, VillageVisited | VillageVisitWithdrawn> = {
  name: 'visit-burden',
  version: 1,
  zh: '该村每周接受几次督查，哪些周超出上限？',
  keysOf: (event) => [`${event.data.villageId}:${isoWeekOf(visitedOnOf(event)).isoYear}`],
  on: {
    VillageVisited: (row, { data: { villageId, visitId, roundId, groupId, date, visitsPerVillageWeekMax: weekMax } }) => {
      const iso = isoWeekOf(date);
      const known = row ?? { villageId, isoYear: iso.isoYear, weeks: [], overWeeks: [] };
      return changed(known, iso, (visits) => [...visits, { visitId, roundId, groupId, date, weekMax }]);
    },
    VillageVisitWithdrawn: (row, { data: { visitId, roundId, visitedOn } }) =>
      row && changed(row, isoWeekOf(visitedOn), (visits) => visits.filter((one) => one.visitId !== visitId || one.roundId !== roundId)),
  },
};

type LeaderVisit = Readonly<{ visitId: string; personId: string; postId: string | null; date: CalendarDate; night: boolean; eventId: string }>;
export type LeaderVisitsRow = Readonly<{ villageId: string; year: number; visits: readonly LeaderVisit[] }>;

/** Which leaders came to a village of their own accord, and when? */
export const leaderVisits: View<LeaderVisitsRow, LeaderVisitRecorded> = {
  name: 'leader-visits',
  version: 1,
  zh: '哪些领导何时进村（不算督查）？',
  aboutPersons: true,
  keysOf: ({ data: { villageId, date } }) => [`${villageId}:${yearOf(date)}`],
  on: {
    LeaderVisitRecorded: (row, { id, data: { visitId, personId, postId, villageId, date, night } }) => {
      const visit: LeaderVisit = { visitId, personId, postId: postId ?? null, date, night: night ?? false, eventId: id };
      return { villageId, year: yearOf(date), visits: [...(row?.visits ?? []), visit].sort((a, b) => byCodePoint(a.date, b.date)) };
    },
  },
};
