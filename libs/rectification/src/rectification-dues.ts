import { hourCeil, nextHour, type DueContribution, type Instant, type Recorded, type View } from '#kernel';
import type { RectificationAssigned, RectificationExtensionGranted, RectificationGroundRegained, RectificationReturned } from './rectification.events.js';

/** What sets a clock: the order, and whatever moves its deadline or gives the item back to the unit. */
type Setting = RectificationAssigned | RectificationReturned | RectificationExtensionGranted | RectificationGroundRegained;
type Due = Readonly<{ key: string; dueAt: Instant }>;

/** The deadline, and each step of the ladder still to come. Without a deadline nothing ever falls due. */
function duesOf({ data: { rectificationId, established } }: Recorded<Setting>): readonly Due[] {
  const { dueAt, steps } = established;
  if (dueAt === undefined) return [];
  return [{ key: `${rectificationId}-due`, dueAt }, ...steps.map(({ stepId, at }) => ({ key: `${rectificationId}-${stepId}`, dueAt: at }))];
}

/** What the calendar has to wake for. */
export const rectificationDues: DueContribution = {
  RectificationAssigned: duesOf,
  RectificationReturned: duesOf,
  RectificationExtensionGranted: duesOf,
  RectificationGroundRegained: duesOf,
};

/** A due time already past when it is recorded fires at the next hour, as the calendar does it. */
const hourOf = ({ dueAt }: Due, recordedAt: Instant): Instant => (dueAt > recordedAt ? hourCeil(dueAt) : nextHour(recordedAt));
export type DueItemsRow = Readonly<{ hour: Instant; rectificationIds: readonly string[] }>;
const ofHour = (row: DueItemsRow | undefined, event: Recorded<Setting>, hour: string): DueItemsRow => ({
  hour,
  rectificationIds: [...new Set([...(row?.rectificationIds ?? []), event.data.rectificationId])].sort(),
});

/** Which items have something falling due with an hour? Rows stay: whether it still matters is for the item to say. */
export const dueRectifications: View<DueItemsRow, Setting> = {
  name: 'due-rectifications',
  version: 1,
  zh: '各整点到期的整改事项',
  keysOf: (event) => [...new Set(duesOf(event).map((due) => hourOf(due, event.recordedAt)))],
  on: { RectificationAssigned: ofHour, RectificationReturned: ofHour, RectificationExtensionGranted: ofHour, RectificationGroundRegained: ofHour },
};
