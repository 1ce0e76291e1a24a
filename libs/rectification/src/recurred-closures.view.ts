import type { View } from '#kernel';
import type { RectificationLookedBack } from './rectification.events.js';
import type { Closure } from './signer-review.events.js';

/** `eventId`: the look back by which the book counts it. */
export type RecurredClosure = Closure & Readonly<{ eventId: string }>;
export type RecurredClosuresRow = Readonly<{ unitId: string; year: number; closures: readonly RecurredClosure[] }>;
export const recurredClosuresKey = (unitId: string, year: number): string => `${unitId}-${year}`;

/** Which closures of a unit's items did not hold, and who signed them? */
export const recurredClosures: View<RecurredClosuresRow, RectificationLookedBack> = {
  name: 'recurred-closures',
  version: 1,
  zh: '回头看反弹的销号及其核查人',
  aboutPersons: true,
  keysOf: ({ data }) => (data.result === 'recurred' ? [recurredClosuresKey(data.unitId, data.year)] : []),
  on: {
    RectificationLookedBack: (row, { id, data }) => {
      const { rectificationId, unitId, year, groupId, falseClosure = false, established } = data;
      const { closedByPersonIds, closedOn } = established;
      const closure = { rectificationId, unitId, year, groupId, signerPersonIds: closedByPersonIds, closedOn, falseClosure, eventId: id };
      return { unitId, year, closures: [...(row?.closures ?? []), closure] };
    },
  },
};
