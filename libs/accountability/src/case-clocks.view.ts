import { daysBetween, type CalendarDate, type Recorded, type View } from '#kernel';
import type { CaseKey } from './case.commands.js';
import { duesOf } from './case-dues.js';
import type {
  AccountabilityExempted,
  CaseRedecisionOrdered,
  CollectivelyDecided,
  ConcludedWithoutAccountability,
  CongressActRecorded,
  DecisionCorrected,
  DecisionServed,
  EffectPeriodEnded,
  FormalitiesOverdue,
  MeasureExecuted,
} from './case.events.js';
import { caseRowKey } from './accountability-cases.view.js';

/** 绿 · 黄 · 红, and done. */
export type Light = 'green' | 'yellow' | 'red' | 'done';
/** `basis`: a clock of the authority runs against the authority; an effect period only ends. */
export type CaseClock = Readonly<{
  kind: 'formalities' | 'effect';
  startsOn: CalendarDate;
  lastDay: CalendarDate;
  doneOn?: CalendarDate;
  light?: Light;
  daysLeft?: number;
}>;
export type CaseClocksRow = CaseKey & Readonly<{ measure: string; clocks: readonly CaseClock[]; servedOn?: CalendarDate; redecision?: true }>;

const WARNING_DAYS = 7;
/** The light of a clock on a day. The last day itself is still in time. */
export function lightOf({ kind, lastDay, doneOn }: CaseClock, date: CalendarDate): Light {
  if (doneOn !== undefined && doneOn <= date) return 'done';
  const left = daysBetween(date, lastDay);
  // The end of an effect period is nobody's default.
  if (left < 0) return kind === 'effect' ? 'done' : 'red';
  return left < WARNING_DAYS ? 'yellow' : 'green';
}

function start(row: CaseClocksRow | undefined, event: Recorded<CollectivelyDecided | DecisionCorrected>): CaseClocksRow {
  const { personId, postId, year, date } = event.data;
  const measure = event.data.measure ?? row?.measure ?? '';
  const clocks = duesOf(event).map(({ kind, on }): CaseClock => ({ kind, startsOn: date, lastDay: on }));
  // Service of what was decided before is none of a decision anew.
  const servedOn = event.type === 'CollectivelyDecided' ? undefined : row?.servedOn;
  return { personId, postId, year, measure, clocks, ...(servedOn !== undefined && { servedOn }) };
}
const done = (row: CaseClocksRow | undefined, kinds: readonly string[], doneOn: CalendarDate): CaseClocksRow | undefined =>
  row && { ...row, clocks: row.clocks.map((clock) => (kinds.includes(clock.kind) && clock.doneOn === undefined ? { ...clock, doneOn } : clock)) };

const endedAnew = (row: CaseClocksRow | undefined): CaseClocksRow | undefined => (row?.redecision ? undefined : row);

/** Which statutory clocks run in which case, and how do they stand? Lights are worked out for the day that is asked for (`validOn`). */
export const caseClocks: View<
  CaseClocksRow,
  | CollectivelyDecided
  | DecisionServed
  | MeasureExecuted
  | CongressActRecorded
  | DecisionCorrected
  | CaseRedecisionOrdered
  | AccountabilityExempted
  | ConcludedWithoutAccountability
  | FormalitiesOverdue
  | EffectPeriodEnded
> = {
  name: 'case-clocks',
  version: 1,
  zh: '案件法定时限',
  aboutPersons: true,
  keysOf: ({ data }) => [caseRowKey(data)],
  on: {
    CollectivelyDecided: start,
    DecisionServed: (row, { data }) => row && { ...row, servedOn: data.established.effectiveOn },
    MeasureExecuted: (row, { data }) => done(row, ['formalities'], data.date),
    CongressActRecorded: (row, { data }) => (data.result === 'approved' ? row : done(row, ['formalities', 'effect'], data.date)),
    // A revoked decision has no clocks; a varied one has its own.
    DecisionCorrected: (row, event) => (event.data.kind === 'revoked' ? undefined : start(row, event)),
    CaseRedecisionOrdered: (row, { data }) => row && { ...done(row, ['formalities'], data.orderedOn)!, redecision: true },
    // Nothing is decided any more where a decision anew ended without a measure.
    AccountabilityExempted: endedAnew,
    ConcludedWithoutAccountability: endedAnew,
    FormalitiesOverdue: (row) => row,
    EffectPeriodEnded: (row, { data }) => done(row, ['effect'], data.endedOn),
  },
  validOn: (row, date) => {
    const clocks = row.clocks
      .filter(({ startsOn }) => startsOn <= date)
      .map((clock): CaseClock => ({ ...clock, light: lightOf(clock, date), daysLeft: daysBetween(date, clock.lastDay) }));
    return clocks.length === 0 ? undefined : { ...row, clocks };
  },
};
