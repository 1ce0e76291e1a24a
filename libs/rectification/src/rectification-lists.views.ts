import type { CalendarDate, Instant, Private, Recorded, View } from '#kernel';
import { followed, onEvery, placeOf, type ItemRow } from './item-row.js';
import { isOpen } from './progress.js';
import type {
  Item,
  RectificationAssigned,
  RectificationCancelled,
  RectificationClosed,
  RectificationEvent,
  RectificationExtensionGranted,
  RectificationGroundLost,
  RectificationGroundRegained,
  RectificationReported,
  RectificationReturned,
  RectificationVerificationStarted,
} from './rectification.events.js';
import { dayOf } from './schedule.js';

/** What does a unit still have open? Rows leave when the item ends. */
export const openRectifications: View<ItemRow, RectificationEvent> = {
  name: 'open-rectifications',
  version: 1,
  zh: '本单位未办结的整改事项',
  keysOf: ({ data }) => [`${data.unitId}/${data.rectificationId}`],
  on: onEvery<ItemRow>((row, event) => {
    const item = followed(row, event);
    return item && isOpen(item.state) ? item : undefined;
  }),
};

/** `reportedAt` in time or late; `verifierPersonIds` once somebody has taken it up. Who answers for the group's closures now is inspection's to say. */
export type AwaitingVerificationRow = Omit<Item, 'dueAt'> &
  Readonly<{
    dueAt: Instant | null;
    reportedAt: Instant;
    late: boolean;
    reportedByPersonId: string;
    fixedByPersonIds: readonly string[];
    note: Private | null;
    evidenceCount: number;
    verifierPersonIds: readonly string[];
    inspectorPersonIds: readonly string[];
    state: 'reported' | 'under-verification';
  }>;
type Verifying = RectificationReported | RectificationVerificationStarted | RectificationReturned | RectificationClosed | RectificationCancelled;
/** What awaits a group's, or an inspector's, verification: `<group>/<item>`, `person-…/<item>`. */
export const awaitingVerification: View<AwaitingVerificationRow, Verifying> = {
  name: 'awaiting-verification',
  version: 1,
  zh: '待我（组）核查的整改事项',
  aboutPersons: true,
  keysOf: ({ data }) => [data.groupId, ...data.established.inspectorPersonIds].map((who) => `${who}/${data.rectificationId}`),
  on: {
    RectificationReported: (_, { data }) => ({
      ...placeOf(data),
      dueAt: data.dueAt ?? null,
      reportedAt: data.reportedAt,
      late: data.established.late,
      reportedByPersonId: data.reportedByPersonId,
      fixedByPersonIds: data.fixedByPersonIds,
      note: data.note ?? null,
      evidenceCount: data.evidence.length,
      verifierPersonIds: [],
      inspectorPersonIds: data.established.inspectorPersonIds,
      state: 'reported',
    }),
    RectificationVerificationStarted: (row, { data }) => row && { ...row, verifierPersonIds: data.verifierPersonIds, state: 'under-verification' },
    RectificationReturned: () => undefined,
    RectificationClosed: () => undefined,
    RectificationCancelled: () => undefined,
  },
};

export type ClockRow = Omit<Item, 'dueAt'> & Readonly<{ dueOn: CalendarDate; dueAt: Instant; calendarKnown: boolean }>;
type Ticking = RectificationAssigned | RectificationReturned | RectificationExtensionGranted | RectificationGroundRegained;
type Stopping = RectificationReported | RectificationCancelled | RectificationGroundLost;
const daysOf = ({ data }: Recorded<Ticking | Stopping>): readonly string[] => {
  const after = 'established' in data && 'steps' in data.established ? data.established.dueAt : undefined;
  return [...new Set([data.dueAt, after].flatMap((dueAt) => (dueAt === undefined ? [] : [dayOf(dueAt)])))];
};
function ticking(row: ClockRow | undefined, { data }: Recorded<Ticking>, key: string): ClockRow | undefined {
  const { dueAt, calendarKnown = row?.calendarKnown ?? true } = data.established;
  if (dueAt === undefined || key !== `${dayOf(dueAt)}/${data.rectificationId}`) return undefined;
  return { ...placeOf(data), dueOn: dayOf(dueAt), dueAt, calendarKnown };
}
/** Which deadlines of units fall on a day? `<date>/<item>`; midnight ends the day before. A deadline that passed stays under its day until the unit reports. */
export const rectificationClocks: View<ClockRow, Ticking | Stopping> = {
  name: 'rectification-clocks',
  version: 1,
  zh: '今日到期的整改事项',
  keysOf: (event) => daysOf(event).map((day) => `${day}/${event.data.rectificationId}`),
  on: {
    RectificationAssigned: ticking,
    RectificationReturned: ticking,
    RectificationExtensionGranted: ticking,
    RectificationGroundRegained: ticking,
    RectificationReported: () => undefined,
    RectificationCancelled: () => undefined,
    RectificationGroundLost: () => undefined,
  },
};
