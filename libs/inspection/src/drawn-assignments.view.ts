import type { View } from '#kernel';
import type { DrawnVillageAssigned } from './drawn-village.decider.js';

type Going = Omit<DrawnVillageAssigned['data'], 'drawId' | 'roundId'> & Readonly<{ eventId: string }>;
export type DrawnAssignmentsRow = Readonly<{ drawId: string; roundId: string; assignments: readonly Going[] }>;

/** Which group goes to which drawn village? The last word on a village counts. */
export const drawnAssignments: View<DrawnAssignmentsRow, DrawnVillageAssigned> = {
  name: 'drawn-assignments',
  version: 1,
  zh: '抽中村由哪个组去？',
  aboutPersons: true,
  keysOf: ({ data }) => [data.drawId],
  on: {
    DrawnVillageAssigned: (row, { id: eventId, data: { drawId, roundId, ...going } }) => ({
      ...{ drawId, roundId },
      assignments: [...(row?.assignments ?? []).filter(({ villageId }) => villageId !== going.villageId), { ...going, eventId }],
    }),
  },
};
