import type { View } from '#kernel';
import type { ClearingConsentRecorded, ClearingEvent, ClearingOpened, NameCleared } from './clearing.events.js';

export type NameClearingRow = ClearingOpened['data'] &
  Readonly<{
    consent: Omit<ClearingConsentRecorded['data'], 'clearingId' | 'personId'> | null;
    cleared: readonly Omit<NameCleared['data'], 'clearingId' | 'personId'>[];
  }>;

/** Whose name has to be cleared of which unfounded report, what did the person agree to, and where was it said? */
export const nameClearings: View<NameClearingRow, ClearingEvent> = {
  name: 'name-clearings',
  version: 1,
  zh: '澄清正名情况（仅限案件承办机关）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.clearingId],
  on: {
    ClearingOpened: (_, { data }) => ({ ...data, consent: null, cleared: [] }),
    ClearingConsentRecorded: (row, { data: { clearingId: _id, personId: _person, ...consent } }) => row && { ...row, consent },
    NameCleared: (row, { data: { clearingId: _id, personId: _person, ...said } }) => row && { ...row, cleared: [...row.cleared, said] },
  },
};
