import type { CalendarDate, View } from '#kernel';
import type { FindingDuplicateMarked, FindingFixedOnTheSpot, FindingLogged, FindingWithdrawn } from '#inspection';
import type { RectificationAssigned, RectificationCancelled } from './rectification.events.js';

export type FindingRow = Readonly<{
  findingId: string;
  unitId: string;
  villageId?: string;
  year: number;
  roundId: string;
  groupId: string;
  foundOn: CalendarDate;
  inspectorPersonIds: readonly string[];
  fixedOnTheSpot: boolean;
  fell: 'finding-withdrawn' | 'finding-duplicate' | null;
  /** Orders under the finding, successors included. */
  orders: readonly Readonly<{ rectificationId: string; unitId: string; cancelled: boolean }>[];
  /** 待交办: it stands, and nobody was told to put it right. */
  pendingAssignment: boolean;
}>;

/** The stream of a finding, as inspection names it: guarded where an order depends on the finding. */
export const findingStream = (findingId: string): string => (findingId.startsWith('finding-') ? findingId : `finding-${findingId}`);

const judged = (row: Omit<FindingRow, 'pendingAssignment'>): FindingRow => ({
  ...row,
  pendingAssignment: !row.fixedOnTheSpot && row.fell === null && row.orders.every(({ cancelled }) => cancelled),
});

/** Which findings stand, which of them still await an order (待交办), and what was ordered under each? */
export const rectifiableFindings: View<
  FindingRow,
  FindingLogged | FindingFixedOnTheSpot | FindingWithdrawn | FindingDuplicateMarked | RectificationAssigned | RectificationCancelled
> = {
  name: 'rectifiable-findings',
  version: 1,
  zh: '待交办的问题及各问题的整改事项',
  aboutPersons: true,
  keysOf: ({ data }) => [data.findingId],
  on: {
    FindingLogged: (_, { data }) => {
      const { findingId, unitId, villageId, year, roundId, groupId, foundOn, loggedByPersonIds } = data;
      const place = { findingId, unitId, ...(villageId !== undefined && { villageId }), year, roundId, groupId, foundOn };
      return judged({ ...place, inspectorPersonIds: loggedByPersonIds, fixedOnTheSpot: false, fell: null, orders: [] });
    },
    FindingFixedOnTheSpot: (row) => row && judged({ ...row, fixedOnTheSpot: true }),
    FindingWithdrawn: (row) => row && judged({ ...row, fell: 'finding-withdrawn' }),
    FindingDuplicateMarked: (row) => row && judged({ ...row, fell: row.fell ?? 'finding-duplicate' }),
    RectificationAssigned: (row, { data: { rectificationId, unitId } }) =>
      row && judged({ ...row, orders: [...row.orders, { rectificationId, unitId, cancelled: false }] }),
    RectificationCancelled: (row, { data: { rectificationId } }) =>
      row && judged({ ...row, orders: row.orders.map((order) => (order.rectificationId === rectificationId ? { ...order, cancelled: true } : order)) }),
  },
};
