import type { Instant } from '#kernel';
import type { LightRule, LightScheme, LightWhen } from '#rulebook';
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

/** How an item stands against its deadline; none is left where it is not the unit's turn. */
type Standing = Readonly<{ state: RectificationState; leftMs: number | undefined; isOver: boolean; isMadeUp: boolean }>;
type Said = Required<LightWhen>;
/** What each word of a rule asks of an item. */
const ASKS: { readonly [Word in keyof Said]: (said: Said[Word], standing: Standing) => boolean } = {
  states: (states, { state }) => states.includes(state),
  dueWithinDays: (days, { leftMs, isOver }) => leftMs !== undefined && !isOver && leftMs <= days * DAY_MS,
  overdue: (overdue, { isOver }) => overdue === isOver,
  overdueDaysMin: (days, { leftMs, isOver }) => leftMs !== undefined && isOver && -leftMs >= days * DAY_MS,
  madeUp: (madeUp, { isMadeUp }) => madeUp === isMadeUp,
};

function holds({ when }: LightRule, { state, dueAt, lateReport }: Lit, now: Instant): boolean {
  const isTheirTurn = isWithUnit(state);
  const running = isTheirTurn ? dueAt : null;
  const standing: Standing = {
    state,
    leftMs: running === null ? undefined : Date.parse(running) - Date.parse(now),
    isOver: running !== null && isPast(running, now),
    isMadeUp: lateReport && !isTheirTurn,
  };
  return (Object.keys(when) as (keyof Said)[]).every((word) => (ASKS[word] as (said: unknown, standing: Standing) => boolean)(when[word], standing));
}
