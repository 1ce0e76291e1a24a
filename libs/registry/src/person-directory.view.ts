import type { View } from '#kernel';
import { PERSONS } from './guards.js';
import type { PersonRegistered, PersonStatusChanged } from './registry.events.js';
import type { PersonRow, StatusRow } from './rows.js';
import { statusOn, withStatus } from './statuses.js';

const told = (row: Pick<PersonRow, 'personId' | 'name'>, statuses: readonly StatusRow[], now: StatusRow): PersonRow => ({
  personId: row.personId,
  name: row.name,
  partyMember: now.partyMember,
  staffStatus: now.staffStatus,
  statuses,
});

/** Who is there, and whom do which rules reach (party member, kind of staff)? Names are commitments; the presenter turns them into names. */
export const personDirectory: View<PersonRow, PersonRegistered | PersonStatusChanged> = {
  name: PERSONS,
  version: 1,
  zh: '人员名录',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    PersonRegistered: (_, { data: { personId, name, partyMember, staffStatus } }) =>
      told({ personId, name }, [{ partyMember, staffStatus }], { partyMember, staffStatus }),
    PersonStatusChanged: (row, { data: { from, partyMember, staffStatus } }) => {
      if (!row) return undefined;
      const statuses = withStatus(row.statuses, { from, partyMember, staffStatus });
      return told(row, statuses, statuses.at(-1)!);
    },
  },
  validOn: (row, date) => {
    const then = statusOn(row.statuses, date);
    return then && told(row, [then], then);
  },
};
