import { addDays, ALL, dateOf, type Event, type Facts, type Need, type Policy, type Recorded, type ValidTime } from '#kernel';
import type { LeaderVisitRecorded } from '#inspection';
import type { DutyAssigned, DutyCorrected, DutyEnded, TenureCorrected, TenureEnded, TenureStarted } from '#registry';
import type { ClauseOutcomeChanged } from '#rulebook';
import type { DeriveVisitWeeks, DeriveWeeklyReports, MarkWeeklyTasksMissing, OpenCadenceWeek, QueueNotice, SetCadenceReminder } from './cadence.commands.js';
import type { AbsenceCorrected, AbsenceRecorded, AbsenceWithdrawn } from './cadence.events.js';
import { cadenceHours, cadenceSchemes, type Due, type HourRow, type SchemeRow } from './schemes.views.js';
import { mondayOn } from './weeks.js';

/** The ledger stands to the right of this context: of its calendar only this one event is known here. */
type HourEnded = Event<'HourEnded', { hour: string }>;
type Sent = OpenCadenceWeek | MarkWeeklyTasksMissing | QueueNotice | DeriveWeeklyReports | DeriveVisitWeeks;

/** What each kind of due time asks for. The hour goes along: a later version of the scheme may have moved what was due. */
const ASKED: Readonly<Record<Due['what'], (due: Due, hour: string) => readonly Sent[]>> = {
  open: ({ schemeId, week }, hour) => [{ type: 'OpenCadenceWeek', data: { schemeId, week, hour } }],
  notice: ({ schemeId, week, classIds = [] }, hour) => [
    { type: 'MarkWeeklyTasksMissing', data: { schemeId, week, hour } },
    ...classIds.map((classId): Sent => ({ type: 'QueueNotice', data: { schemeId, week, classId, hour } })),
  ],
  reports: ({ schemeId, week }, hour) => [{ type: 'DeriveWeeklyReports', data: { schemeId, week, hour } }],
  visits: ({ schemeId, week }, hour) => [{ type: 'DeriveVisitWeeks', data: { schemeId, weeks: [week], hour } }],
};

/** The clock brings due what the scheme has for this hour. Every hour passes here, so one row is all that is asked for. */
export const onHourEnded: Policy<HourEnded, Sent> = {
  name: 'onHourEnded',
  needs: { HourEnded: ({ data: { hour } }) => [{ view: cadenceHours.name, key: hour }] },
  on: {
    HourEnded: ({ data: { hour } }, facts) => (facts.get<HourRow>(cadenceHours.name, hour)?.dues ?? []).flatMap((due) => ASKED[due.what](due, hour)),
  },
};

type Touching =
  | TenureStarted
  | TenureEnded
  | TenureCorrected
  | DutyAssigned
  | DutyEnded
  | DutyCorrected
  | AbsenceRecorded
  | AbsenceCorrected
  | AbsenceWithdrawn
  | LeaderVisitRecorded;
const EVER: ValidTime = { from: '1900-01-01' };
const onward = ({ data: { from } }: Readonly<{ data: { from: string } }>): ValidTime => ({ from });
const spanOf = ({ data: { from, to } }: Readonly<{ data: ValidTime }>): ValidTime => (to === undefined ? { from } : { from, to });
const endOf = ({ data: { to } }: Readonly<{ data: { to: string } }>): ValidTime => ({ from: to });
/** From when to when obligations may come out otherwise. A correction does not say what it corrects: all that is over may be touched. */
const TOUCHED: { readonly [Type in Touching['type']]: (event: Extract<Touching, { type: Type }>) => ValidTime } = {
  TenureStarted: onward,
  TenureEnded: endOf,
  TenureCorrected: () => EVER,
  DutyAssigned: spanOf,
  DutyEnded: endOf,
  DutyCorrected: () => EVER,
  AbsenceRecorded: spanOf,
  AbsenceCorrected: () => EVER,
  AbsenceWithdrawn: spanOf,
  LeaderVisitRecorded: ({ data: { date } }) => ({ from: date, to: addDays(date, 1) }),
};

const touchedBy = (event: Recorded<Touching>): ValidTime => (TOUCHED[event.type] as (event: Recorded<Touching>) => ValidTime)(event);
const SCHEMES: readonly Need[] = [{ view: cadenceSchemes.name, key: ALL }];
/** What concerns only weeks that still run is seen when they close. */
const needed = (event: Recorded<Touching>): readonly Need[] => (touchedBy(event).from < mondayOn(dateOf(event.recordedAt)) ? SCHEMES : []);

function rederive(event: Recorded<Touching>, facts: Facts): readonly DeriveVisitWeeks[] {
  if (needed(event).length === 0) return [];
  const { from, to } = touchedBy(event);
  return facts.all<SchemeRow>(cadenceSchemes.name).flatMap(([schemeId, { plan }]): readonly DeriveVisitWeeks[] => {
    const closed = plan.filter((week) => week.visitsDueAt !== undefined && week.visitsDueAt <= event.recordedAt);
    const weeks = closed.filter((week) => from < week.to && (to === undefined || week.from < to)).map(({ week }) => week);
    return weeks.length === 0 ? [] : [{ type: 'DeriveVisitWeeks', data: { schemeId, weeks } }];
  });
}

/** Word that comes late: who held what, who was away, who had been there after all. Weeks already closed are looked at anew. */
export const onVisitGroundsChanged: Policy<Touching, DeriveVisitWeeks> = {
  name: 'onVisitGroundsChanged',
  needs: {
    TenureStarted: needed,
    TenureEnded: needed,
    TenureCorrected: needed,
    DutyAssigned: needed,
    DutyEnded: needed,
    DutyCorrected: needed,
    AbsenceRecorded: needed,
    AbsenceCorrected: needed,
    AbsenceWithdrawn: needed,
    LeaderVisitRecorded: needed,
  },
  on: {
    TenureStarted: rederive,
    TenureEnded: rederive,
    TenureCorrected: rederive,
    DutyAssigned: rederive,
    DutyEnded: rederive,
    DutyCorrected: rederive,
    AbsenceRecorded: rederive,
    AbsenceCorrected: rederive,
    AbsenceWithdrawn: rederive,
    LeaderVisitRecorded: rederive,
  },
};

/** A clause that reminds is met, rests on something else, or fell. */
export const onClauseOutcomeChanged: Policy<ClauseOutcomeChanged, SetCadenceReminder> = {
  name: 'onClauseOutcomeChanged',
  on: {
    ClauseOutcomeChanged: ({ data: { target, year, clauseId, clauseHash, bookId, bookVersion, outcome, consequence, evidence } }) =>
      consequence.kind === 'reminder'
        ? [
            {
              type: 'SetCadenceReminder',
              data: {
                target,
                year,
                clauseId,
                zh: consequence.zh,
                met: outcome === 'met',
                basis: { bookId, bookVersion, clauseId, clauseHash, events: evidence },
              },
            },
          ]
        : [],
  },
};
