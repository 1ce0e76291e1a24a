import { addDays, hourCeil, nextHour, startOf, type CalendarDate, type DueContribution, type Instant, type Recorded, type View } from '#kernel';
import type { CaseKey } from './case.commands.js';
import type { CollectivelyDecided, DecisionCorrected } from './case.events.js';

/** A clock of a case: when the one for the formalities, or for the measure's effect, runs out. */
export type CaseDue = CaseKey & Readonly<{ kind: 'formalities' | 'effect'; on: CalendarDate }>;
type Deciding = CollectivelyDecided | DecisionCorrected;

const caseOf = ({ personId, postId, year }: CaseKey): CaseKey => ({ personId, postId, year });

/** The clocks that an act starts. The last day belongs to the person: the clock fires when it is over. */
export function duesOf({ data }: Recorded<Deciding>): readonly CaseDue[] {
  const { formalitiesDueOn, effectUntil } = data.established;
  const formalities: readonly CaseDue[] = formalitiesDueOn === undefined ? [] : [{ ...caseOf(data), kind: 'formalities', on: formalitiesDueOn }];
  return effectUntil === undefined ? formalities : [...formalities, { ...caseOf(data), kind: 'effect', on: effectUntil }];
}
const dueAtOf = ({ on }: CaseDue): Instant => startOf(addDays(on, 1));
const duesFor = (event: Recorded<Deciding>) =>
  duesOf(event).map((due) => ({ key: `${due.personId}-${due.postId}-${due.year}-${due.kind}`, dueAt: dueAtOf(due) }));

/** What the calendar has to wake for. */
export const accountabilityDues: DueContribution = { CollectivelyDecided: duesFor, DecisionCorrected: duesFor };

/** The hour that ends when a due time has come: a due time already past when it is recorded fires at the next hour, as the calendar does it. */
const hourOf = (due: CaseDue, recordedAt: Instant): Instant => (dueAtOf(due) > recordedAt ? hourCeil(dueAtOf(due)) : nextHour(recordedAt));
const ofHour = (row: CaseDuesRow | undefined, event: Recorded<Deciding>, hour: string): CaseDuesRow => ({
  hour,
  dues: [...(row?.dues ?? []), ...duesOf(event).filter((due) => hourOf(due, event.recordedAt) === hour)],
});

export type CaseDuesRow = Readonly<{ hour: Instant; dues: readonly CaseDue[] }>;
/** What falls due with an hour? Rows stay: whether a due still matters is for the case to say. */
export const caseDues: View<CaseDuesRow, Deciding> = {
  name: 'case-dues',
  version: 1,
  zh: '问责案件到期事项',
  aboutPersons: true,
  keysOf: (event) => [...new Set(duesOf(event).map((due) => hourOf(due, event.recordedAt)))],
  on: { CollectivelyDecided: ofHour, DecisionCorrected: ofHour },
};
