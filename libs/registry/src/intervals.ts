import { byCodePoint, overlapOf, type CalendarDate, type ValidTime } from '#kernel';

/** The interval of a record that carries its own `from` and `to`; no `to` key while it still holds, so that rows stay plain. */
export const intervalOf = ({ from, to }: ValidTime): ValidTime => (to === undefined ? { from } : { from, to });

/** Oldest first; one order for all, so that rows come out the same whatever was recorded first. */
export const byFrom =
  <T extends ValidTime>(idOf: (item: T) => string) =>
  (a: T, b: T): number =>
    byCodePoint(a.from, b.from) || byCodePoint(idOf(a), idOf(b));

/** Whether the interval still runs when the year is over: `to` is the first day that no longer counts. */
export const runsThrough = ({ to }: ValidTime, year: number): boolean => to === undefined || to >= `${year + 1}-01-01`;

/** When nobody held, from the first beginning on: between two intervals, and after the last one unless it is open (justice 23). */
export function gapsIn(intervals: readonly ValidTime[]): readonly ValidTime[] {
  const [first, ...rest] = [...intervals].sort((a, b) => byCodePoint(a.from, b.from));
  if (first === undefined) return [];
  const gaps: ValidTime[] = [];
  let covered = first.to;
  for (const { from, to } of rest) {
    if (covered === undefined) return gaps;
    if (from > covered) gaps.push({ from: covered, to: from });
    covered = to === undefined || to > covered ? to : covered;
  }
  return covered === undefined ? gaps : [...gaps, { from: covered }];
}

/** The largest sum of shares that any one day sees; it can only rise where an interval begins. */
export function sharesAtMost(holders: readonly (ValidTime & { readonly sharePermille?: number })[]): number {
  const onDay = (date: CalendarDate) =>
    holders.filter(({ from, to }) => from <= date && (to === undefined || date < to)).reduce((sum, { sharePermille = 0 }) => sum + sharePermille, 0);
  return Math.max(0, ...holders.map(({ from }) => onDay(from)));
}

/** Those that share at least a day with the interval. */
export const overlapping = <T extends ValidTime>(items: readonly T[], interval: ValidTime): readonly T[] =>
  items.filter((item) => overlapOf(item, interval) !== undefined);
