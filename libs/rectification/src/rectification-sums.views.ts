import type { CalendarDate, Recorded, View } from '#kernel';
import { onEvery } from './item-row.js';
import { NO_PROGRESS, progressed, stateOf, type Progress, type RectificationState } from './progress.js';
import type { RectificationEvent } from './rectification.events.js';

export type TotalsRow = Readonly<{
  unitId: string;
  year: number;
  /** Ordered under a finding for the first time, and as successors: together as many as all states. */
  assigned: number;
  successors: number;
  states: Readonly<Partial<Record<RectificationState, number>>>;
  items: Readonly<Record<string, Progress>>;
}>;

function counted(row: TotalsRow | undefined, event: Recorded<RectificationEvent>): TotalsRow {
  const { unitId, year, rectificationId } = event.data;
  const before: TotalsRow = row ?? { unitId, year, assigned: 0, successors: 0, states: {}, items: {} };
  const items = { ...before.items, [rectificationId]: progressed(before.items[rectificationId] ?? NO_PROGRESS, event) };
  return { ...before, ...ordered(before, event), states: countsOf(Object.values(items)), items };
}
function ordered({ assigned, successors }: TotalsRow, event: RectificationEvent): Pick<TotalsRow, 'assigned' | 'successors'> {
  if (event.type !== 'RectificationAssigned') return { assigned, successors };
  return event.data.predecessorId === undefined ? { assigned: assigned + 1, successors } : { assigned, successors: successors + 1 };
}
function countsOf(items: readonly Progress[]): TotalsRow['states'] {
  const states: Partial<Record<RectificationState, number>> = {};
  for (const state of items.map(stateOf)) states[state] = (states[state] ?? 0) + 1;
  return states;
}

/** How many items of a unit and year stand where? Every item is in exactly one state. */
export const rectificationTotals: View<TotalsRow, RectificationEvent> = {
  name: 'rectification-totals',
  version: 1,
  zh: '各单位整改事项按状态合计',
  keysOf: ({ data }) => [`${data.unitId}/${data.year}`],
  on: onEvery(counted),
};

export type ChainLink = Readonly<{
  rectificationId: string;
  predecessorId: string | null;
  successorId: string | null;
  unitId: string;
  orderedOn: CalendarDate;
  progress: Progress;
  state: RectificationState;
  closedOn: CalendarDate | null;
  signerPersonIds: readonly string[];
  recurredOn: CalendarDate | null;
  falseClosure: boolean;
}>;
export type ChainRow = Readonly<{ chainId: string; findingId: string; villageId?: string; links: readonly ChainLink[] }>;

function linked(row: ChainRow | undefined, event: Recorded<RectificationEvent>): ChainRow | undefined {
  const { chainId, findingId, villageId, rectificationId } = event.data;
  if (event.type === 'RectificationAssigned') return begun(row ?? { chainId, findingId, ...(villageId !== undefined && { villageId }), links: [] }, event);
  return row && { ...row, links: row.links.map((link) => (link.rectificationId === rectificationId ? after(link, event) : link)) };
}
function begun(row: ChainRow, event: Recorded<Extract<RectificationEvent, { type: 'RectificationAssigned' }>>): ChainRow {
  const { rectificationId, predecessorId = null, unitId, date } = event.data;
  const progress = progressed(NO_PROGRESS, event);
  const closing = { closedOn: null, signerPersonIds: [], recurredOn: null, falseClosure: false };
  const link = { rectificationId, predecessorId, successorId: null, unitId, orderedOn: date, progress, state: stateOf(progress), ...closing };
  const earlier = row.links.map((one) => (one.rectificationId === predecessorId ? { ...one, successorId: rectificationId } : one));
  return { ...row, links: [...earlier, link] };
}
function after(link: ChainLink, event: Recorded<RectificationEvent>): ChainLink {
  const progress = progressed(link.progress, event);
  const moved = { ...link, progress, state: stateOf(progress) };
  if (event.type === 'RectificationClosed') return { ...moved, closedOn: event.data.date, signerPersonIds: event.data.verifiedByPersonIds };
  if (event.type !== 'RectificationLookedBack' || event.data.result === 'held') return moved;
  return { ...moved, recurredOn: event.data.date, falseClosure: event.data.falseClosure ?? false };
}

/** What became of an item that recurred: each closed item with its successor, whoever signed, and whether it held? */
export const rectificationChains: View<ChainRow, RectificationEvent> = {
  name: 'rectification-chains',
  version: 1,
  zh: '反弹事项的前后承接：谁销的号，是否反弹，由哪一事项继续',
  aboutPersons: true,
  keysOf: ({ data }) => [data.chainId],
  on: onEvery(linked),
};
