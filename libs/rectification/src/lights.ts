import type { Instant } from '#kernel';
import type { LightRule, LightScheme } from '#rulebook';
import { isWithUnit, type RectificationState } from './progress.js';
import { isPast } from './schedule.js';

const DAY_MS = 86_400_000;
/** What a light needs of an item, as rows carry it. */
export type Lit = Readonly<{ state: RectificationState; dueAt: Instant | null; lateReport: boolean }>;
export type Light = Readonly<{ colour: string; zh: string }>;

/**
 * The light of an item at an instant, by a scheme that is data of the book: it is worked out when asked for and stored nowhere. An item without deadline is
 * never near it nor over it; a deadline that was moved counts as moved.
 */
export function lightOf(row: Lit, { rules }: Pick<LightScheme, 'rules'>, now: Instant): Light {
  const rule = rules.find((candidate) => holds(candidate, row, now));
  if (!rule) throw new RangeError('the scheme leaves this item dark: its last rule has to hold always');
  return { colour: rule.colour, zh: rule.zh };
}

function holds({ when }: LightRule, { state, dueAt, lateReport }: Lit, now: Instant): boolean {
  const { states, dueWithinDays, overdue, overdueDaysMin, madeUp } = when;
  const leftMs = dueAt === null || !isWithUnit(state) ? undefined : Date.parse(dueAt) - Date.parse(now);
  const isOver = dueAt !== null && isWithUnit(state) && isPast(dueAt, now);
  return [
    states === undefined || states.includes(state),
    dueWithinDays === undefined || (leftMs !== undefined && leftMs > 0 && leftMs <= dueWithinDays * DAY_MS),
    overdue === undefined || overdue === isOver,
    overdueDaysMin === undefined || (leftMs !== undefined && isOver && -leftMs >= overdueDaysMin * DAY_MS),
    madeUp === undefined || madeUp === (lateReport && !isWithUnit(state)),
  ].every(Boolean);
}
