import type { Basis, View } from '#kernel';
import type { NominationScreened } from './nomination.events.js';

export type ScreeningRow = Readonly<{
  personId: string;
  screenings: readonly (Omit<NominationScreened['data'], 'personId'> & Readonly<{ bases: readonly Basis[]; eventId: string }>)[];
}>;

/** What was said when a person was screened for a post? A notice to the organization department, not a block. */
export const nominationScreenings: View<ScreeningRow, NominationScreened> = {
  name: 'nomination-screenings',
  version: 1,
  zh: '推荐提名核查',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    NominationScreened: (row, { id, data: { personId, ...screening }, basis }) => ({
      personId,
      screenings: [...(row?.screenings ?? []), { ...screening, bases: basis ?? [], eventId: id }],
    }),
  },
};
