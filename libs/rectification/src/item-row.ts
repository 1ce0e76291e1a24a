import type { CalendarDate, Instant, Private, Recorded } from '#kernel';
import { NO_PROGRESS, progressed, RECTIFICATION_STATE_ZH, stateOf, type Progress, type RectificationState } from './progress.js';
import { rectificationEvents, type Item, type RectificationEvent } from './rectification.events.js';

/** What every view says of an item; with `state`, `dueAt` and `lateReport` a light can be worked out when it is read. */
export type ItemRow = Omit<Item, 'dueAt'> &
  Readonly<{
    state: RectificationState;
    stateZh: string;
    progress: Progress;
    dueAt: Instant | null;
    /** False: days were counted that nobody has announced yet. */
    calendarKnown: boolean;
    lateReport: boolean;
    requirement: Private;
    urgency: string | null;
    orderedOn: CalendarDate;
    documentNo: string;
    predecessorId: string | null;
    /** The finding fell: people have to take the order back. */
    groundLost: 'finding-withdrawn' | 'finding-duplicate' | null;
  }>;

export const placeOf = ({ rectificationId, chainId, findingId, unitId, villageId, year, roundId, groupId }: Item): Omit<Item, 'dueAt'> => ({
  rectificationId,
  chainId,
  findingId,
  unitId,
  ...(villageId !== undefined && { villageId }),
  year,
  roundId,
  groupId,
});

function changeOf({ type, data }: RectificationEvent): Partial<ItemRow> {
  if (type === 'RectificationReported') return { lateReport: data.established.late };
  if (type === 'RectificationGroundLost') return { groundLost: data.ground };
  if (type === 'RectificationGroundRegained') return { groundLost: null };
  if (type !== 'RectificationReturned' && type !== 'RectificationExtensionGranted') return {};
  const { dueAt = null, calendarKnown } = data.established;
  return { dueAt, ...(calendarKnown !== undefined && { calendarKnown }) };
}

/** An item's row after one more event; the order begins it. */
export function followed<Row extends ItemRow>(row: Row | undefined, event: Recorded<RectificationEvent>): (Row | ItemRow) | undefined {
  const progress = progressed(row?.progress ?? NO_PROGRESS, event);
  if (event.type === 'RectificationAssigned') {
    const { requirement, urgency = null, date, documentNo, predecessorId = null, established } = event.data;
    const { dueAt = null, calendarKnown = true } = established;
    const ordered = { requirement, urgency, orderedOn: date, documentNo, predecessorId, groundLost: null };
    return { ...placeOf(event.data), ...stated(progress), dueAt, calendarKnown, lateReport: false, ...ordered };
  }
  return row && { ...row, ...changeOf(event), ...stated(progress) };
}
const stated = (progress: Progress) => {
  const state = stateOf(progress);
  return { progress, state, stateZh: RECTIFICATION_STATE_ZH[state] };
};

type Types = RectificationEvent['type'];
/** One fold for every event of an item: the compiler's list of types is the manifest's. */
export const onEvery = <Row>(fold: (row: Row | undefined, event: Recorded<RectificationEvent>, key: string) => Row | undefined) =>
  Object.fromEntries((Object.keys(rectificationEvents) as Types[]).map((type) => [type, fold])) as { readonly [Type in Types]: typeof fold };
