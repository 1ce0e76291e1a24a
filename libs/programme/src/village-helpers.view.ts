import { byCodePoint, holdsOn, kindOf, type View } from '#kernel';
import type { DutyEvent } from '#registry';
import type { VillageHelpersRow } from './rows.js';

function told(row: VillageHelpersRow | undefined, { data: { targetId, dutyId, kind, personId, unitId, year, from, to } }: DutyEvent): VillageHelpersRow {
  const helper = {
    dutyId,
    kind,
    year,
    from,
    ...(personId !== undefined && { personId }),
    ...(unitId !== undefined && { unitId }),
    ...(to !== undefined && { to }),
  };
  const helpers = [...(row?.helpers ?? []).filter((other) => other.dutyId !== dutyId), helper];
  return { villageId: targetId, helpers: helpers.sort((a, b) => byCodePoint(a.dutyId, b.dutyId)) };
}

/** Who is on duty for a village, from when to when? Read by decisions about resident days and reinforcement. */
export const villageHelpers: View<VillageHelpersRow, DutyEvent> = {
  name: 'village-helpers',
  version: 1,
  zh: '各村帮扶人员与部门',
  aboutPersons: true,
  keysOf: ({ data }) => (kindOf(data.targetId) === 'village' ? [data.targetId] : []),
  on: { DutyAssigned: told, DutyEnded: told, DutyCorrected: told },
  validOn: (row, date) => ({ ...row, helpers: row.helpers.filter((helper) => holdsOn(helper, date)) }),
};
