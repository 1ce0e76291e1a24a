import { addDays, hourCeil, nextHour, startOf, type DueContribution, type Instant, type Recorded, type View } from '#kernel';
import type { AppealKey } from './appeal.commands.js';
import type { AppealActEvent, AppealDue } from './appeal.events.js';

type Starting = Extract<AppealActEvent, { data: { established: { dues: readonly AppealDue[] } } }>;
const STARTING = [
  'AppealLodged',
  'AppealSupplementRequested',
  'AppealSupplemented',
  'AppealAdmitted',
  'AppealTransferred',
  'AppealReviewExtended',
  'DecisionMaintained',
  'DecisionVaried',
  'DecisionRevoked',
  'RedecisionOrdered',
] as const satisfies readonly Starting['type'][];

/** A clock of an appeal, and the day after which it is overdue. */
export type AppealDueOfHour = AppealKey & Pick<AppealDue, 'clock' | 'on'>;
const duesOf = ({ data: { appealId, against, established } }: Recorded<Starting>): readonly AppealDueOfHour[] =>
  established.dues.map(({ clock, on }) => ({ appealId, against, clock, on }));
/** The last day belongs to whom the clock runs against: it fires when the day is over. */
const dueAtOf = ({ on }: AppealDueOfHour): Instant => startOf(addDays(on, 1));
const forAll = <V>(value: V) => Object.fromEntries(STARTING.map((type) => [type, value])) as Record<Starting['type'], V>;

/** What the calendar has to wake for. */
export const appealDues: DueContribution = forAll((event: Recorded<Starting>) =>
  duesOf(event).map((due) => ({ key: `${due.appealId}-${due.clock}`, dueAt: dueAtOf(due) })),
);

/** The hour that ends when a due time has come: one already past when it is recorded fires at the next hour, as the calendar does it. */
const hourOf = (due: AppealDueOfHour, recordedAt: Instant): Instant => (dueAtOf(due) > recordedAt ? hourCeil(dueAtOf(due)) : nextHour(recordedAt));
export type AppealDuesRow = Readonly<{ hour: Instant; dues: readonly AppealDueOfHour[] }>;
const ofHour = (row: AppealDuesRow | undefined, event: Recorded<Starting>, hour: string): AppealDuesRow => ({
  hour,
  dues: [...(row?.dues ?? []), ...duesOf(event).filter((due) => hourOf(due, event.recordedAt) === hour)],
});

/** What falls due with an hour? Rows stay: whether a due still matters is for the appeal to say. */
export const appealDuesOfHour: View<AppealDuesRow, Starting> = {
  name: 'appeal-dues',
  version: 1,
  zh: '申诉到期事项',
  aboutPersons: true,
  keysOf: (event) => [...new Set(duesOf(event).map((due) => hourOf(due, event.recordedAt)))],
  on: forAll(ofHour) as View<AppealDuesRow, Starting>['on'],
};
