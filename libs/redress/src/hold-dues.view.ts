import { addDays, hourCeil, nextHour, startOf, type CalendarDate, type DueContribution, type Instant, type Recorded, type View } from '#kernel';
import type { LegalHoldExtended } from './hold.decider.js';

export type HoldDue = Readonly<{ appealId: string; until: CalendarDate }>;
type Extended = Recorded<LegalHoldExtended>;
/**
 * An appeal is in time by the day on which it was filed, also where it came by post or to another organ's desk and is recorded later: what it needs is kept for as long
 * as that may take. No text says how long; none says that evidence may go sooner.
 */
const RECORDED_WITHIN_DAYS = 30;

/** The last day belongs to who may still go on: a hold ends when it is over, and what was filed on it has had time to be recorded. */
const dueOf = ({ data: { appealId, until } }: Extended): (HoldDue & Readonly<{ dueAt: Instant }>) | undefined =>
  until === null ? undefined : { appealId, until, dueAt: startOf(addDays(until, 1 + RECORDED_WITHIN_DAYS)) };

/** What the calendar has to wake for. */
export const redressDues: DueContribution = {
  LegalHoldExtended: (event: Extended) => {
    const due = dueOf(event);
    return due ? [{ key: `${due.appealId}-hold`, dueAt: due.dueAt }] : [];
  },
};

/** One already past when it is recorded fires at the next hour, as the calendar does it. */
function hourOf(event: Extended): Instant | undefined {
  const due = dueOf(event);
  return due && (due.dueAt > event.recordedAt ? hourCeil(due.dueAt) : nextHour(event.recordedAt));
}

export type HoldDuesRow = Readonly<{ hour: Instant; dues: readonly HoldDue[] }>;
/** Which holds end with an hour, unless they ended before? */
export const holdDues: View<HoldDuesRow, LegalHoldExtended> = {
  name: 'hold-dues',
  version: 2,
  zh: '申诉保全到期事项（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: (event) => {
    const hour = hourOf(event);
    return hour === undefined ? [] : [hour];
  },
  on: {
    LegalHoldExtended: (row, { data: { appealId, until } }, hour) => ({ hour, dues: [...(row?.dues ?? []), { appealId, until: until! }] }),
  },
};
