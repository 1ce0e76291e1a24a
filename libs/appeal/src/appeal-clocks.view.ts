import { daysBetween, type CalendarDate, type Recorded, type View } from '#kernel';
import type { Light } from '#accountability';
import type { Against } from './against.js';
import type { AppealClockKind } from './appeal.commands.js';
import type { AppealDue, AppealEvent } from './appeal.events.js';

export const APPEAL_CLOCK_ZH: Readonly<Record<AppealClockKind, string>> = { admission: '受理', supplement: '补正', answer: '作出处理', service: '送达' };
/** Where the text is silent, `counted` has both readings and the clause by which they were counted. */
export type AppealClock = Readonly<{
  clock: AppealClockKind;
  startsOn: CalendarDate;
  lastDay: CalendarDate;
  counted: AppealDue['counted'];
  clauseId: string;
  bookVersion: number;
  doneOn?: CalendarDate;
  overrun?: true;
  light?: Light;
  daysLeft?: number;
}>;
export type AppealClocksRow = Readonly<{ appealId: string; against: Against; appellantId: string; organUnitId: string; clocks: readonly AppealClock[] }>;

const WARNING_DAYS = 7;
/** The light of a clock on a day. The last day itself is still in time. */
export function appealLightOf({ lastDay, doneOn }: Pick<AppealClock, 'lastDay' | 'doneOn'>, date: CalendarDate): Light {
  if (doneOn !== undefined && doneOn <= date) return 'done';
  const left = daysBetween(date, lastDay);
  if (left < 0) return 'red';
  return left < WARNING_DAYS ? 'yellow' : 'green';
}

/** Which clocks an act ends. */
const ENDS: Readonly<Partial<Record<AppealEvent['type'], readonly AppealClockKind[]>>> = {
  AppealSupplementRequested: ['admission'],
  AppealSupplemented: ['supplement'],
  AppealAdmitted: ['admission', 'supplement'],
  AppealNotAdmitted: ['admission', 'supplement'],
  AppealWithdrawn: ['admission', 'supplement', 'answer'],
  AppealTransferred: ['admission'],
  AppealReviewExtended: ['answer'],
  DecisionMaintained: ['admission', 'supplement', 'answer'],
  DecisionVaried: ['admission', 'supplement', 'answer'],
  DecisionRevoked: ['admission', 'supplement', 'answer'],
  RedecisionOrdered: ['admission', 'supplement', 'answer'],
  AppealDecisionServed: ['service'],
};
const clockOf = ({ clock, startsOn, on, counted, clause }: AppealDue): AppealClock => ({
  clock,
  startsOn,
  lastDay: on,
  counted,
  clauseId: clause.id,
  bookVersion: clause.bookVersion,
});

const startedBy = ({ data }: Recorded<AppealEvent>): readonly AppealDue[] => ('established' in data && 'dues' in data.established ? data.established.dues : []);

/** A clock after an event: ended by it, run out by it, or as it was. */
function after(clock: AppealClock, event: Recorded<AppealEvent>, ends: readonly AppealClockKind[]): AppealClock {
  if (ends.includes(clock.clock) && clock.doneOn === undefined) return { ...clock, doneOn: event.validAt.from };
  const ranOut = event.type === 'AppealClockOverrun' && clock.clock === event.data.clock && clock.lastDay === event.data.dueOn;
  return ranOut ? { ...clock, overrun: true } : clock;
}

function whose(row: AppealClocksRow | undefined, event: Recorded<AppealEvent>): Pick<AppealClocksRow, 'appellantId' | 'organUnitId'> {
  if (event.type === 'AppealLodged') return { appellantId: event.data.appellantId, organUnitId: event.data.organUnitId };
  const { appellantId = '', organUnitId = '' } = row ?? {};
  return { appellantId, organUnitId: event.type === 'AppealTransferred' ? event.data.toUnitId : organUnitId };
}

function next(row: AppealClocksRow | undefined, event: Recorded<AppealEvent>): AppealClocksRow {
  const { appealId, against } = event.data;
  const started = startedBy(event);
  // A transfer after admission starts nothing and ends nothing.
  const ends = event.type === 'AppealTransferred' && started.length === 0 ? [] : (ENDS[event.type] ?? []);
  const clocks = (row?.clocks ?? []).map((clock) => after(clock, event, ends));
  return { appealId, against, ...whose(row, event), clocks: [...clocks, ...started.map(clockOf)] };
}
const untouched = (row: AppealClocksRow | undefined) => row;

/** Which statutory clocks run in which appeal, by which clause and reading? Lights are worked out for the day asked for (`validOn`). */
export const appealClocks: View<AppealClocksRow, AppealEvent> = {
  name: 'appeal-clocks',
  version: 1,
  zh: '申诉法定时限',
  aboutPersons: true,
  keysOf: ({ data }) => [data.appealId],
  on: {
    AppealLodged: next,
    AppealSupplementRequested: next,
    AppealSupplemented: next,
    AppealAdmitted: next,
    AppealNotAdmitted: next,
    AppealWithdrawn: next,
    AppealTransferred: next,
    ReviewPanelFormed: untouched,
    ReviewPanelMemberRecused: untouched,
    ReviewReported: untouched,
    AppealReviewExtended: next,
    DecisionMaintained: next,
    DecisionVaried: next,
    DecisionRevoked: next,
    RedecisionOrdered: next,
    AppealDecisionServed: next,
    AppealDecisionCarriedOut: untouched,
    AppealClockOverrun: next,
  },
  validOn: (row, date) => {
    const clocks = row.clocks
      .filter(({ startsOn }) => startsOn <= date)
      .map((clock): AppealClock => ({ ...clock, light: appealLightOf(clock, date), daysLeft: daysBetween(date, clock.lastDay) }));
    return clocks.length === 0 ? undefined : { ...row, clocks };
  },
};
