import type { CalendarDate, View } from '#kernel';
import type { RectificationAssigned, RectificationLookedBack } from './rectification.events.js';

export type OrderRow = Readonly<{
  rectificationId: string;
  chainId: string;
  findingId: string;
  unitId: string;
  predecessorId: string | null;
  successorId: string | null;
  recurredOn: CalendarDate | null;
}>;

/** To which chain does an item belong, and does it have a successor? Successors are ordered by this. */
export const rectificationOrders: View<OrderRow, RectificationAssigned | RectificationLookedBack> = {
  name: 'rectification-orders',
  version: 1,
  zh: '整改事项的前后承接',
  keysOf: ({ type, data }) => [data.rectificationId, ...(type === 'RectificationAssigned' && data.predecessorId !== undefined ? [data.predecessorId] : [])],
  on: {
    RectificationAssigned: (row, { data }, key) => {
      const { rectificationId, chainId, findingId, unitId, predecessorId = null } = data;
      if (key === predecessorId) return row && { ...row, successorId: rectificationId };
      return { rectificationId, chainId, findingId, unitId, predecessorId, successorId: null, recurredOn: null };
    },
    RectificationLookedBack: (row, { data }) => (row && data.result === 'recurred' ? { ...row, recurredOn: data.date } : row),
  },
};
