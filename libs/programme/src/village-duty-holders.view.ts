import { byCodePoint, holdsOn, kindOf, type View } from '#kernel';
import type { DutyEvent } from '#registry';
import type { VillageDutyHoldersRow } from './rows.js';

function told(
  row: VillageDutyHoldersRow | undefined,
  { data: { targetId, dutyId, kind, personId, unitId, year, from, to } }: DutyEvent,
): VillageDutyHoldersRow {
  const holder = {
    dutyId,
    kind,
    year,
    from,
    ...(personId !== undefined && { personId }),
    ...(unitId !== undefined && { unitId }),
    ...(to !== undefined && { to }),
  };
  const holders = [...(row?.holders ?? []).filter((other) => other.dutyId !== dutyId), holder];
  return { villageId: targetId, holders: holders.sort((a, b) => byCodePoint(a.dutyId, b.dutyId)) };
}

/** Who is on duty for a village, from when to when? Read by decisions about resident days and reinforcement. */
export const villageDutyHolders: View<VillageDutyHoldersRow, DutyEvent> = {
  name: 'village-duty-holders',
  version: 1,
  zh: '各村帮扶人员与部门',
  aboutPersons: true,
  keysOf: ({ data }) => (kindOf(data.targetId) === 'village' ? [data.targetId] : []),
  on: { DutyAssigned: told, DutyEnded: told, DutyCorrected: told },
  validOn: (row, date) => ({ ...row, holders: row.holders.filter((holder) => holdsOn(holder, date)) }),
};
