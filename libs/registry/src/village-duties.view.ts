import { type View } from '#kernel';
import { judged, withDuty } from './duty-rows.js';
import type { DutyEvent } from './registry.events.js';
import type { DutiesRow } from './rows.js';

const told = (row: DutiesRow | undefined, event: DutyEvent): DutiesRow => judged(event.data.targetId, event.data.year, withDuty(row?.duties ?? [], event));

/** Who does what for a village (or unit) in a year, and are its five ones complete, single and without lapse? */
export const villageDuties: View<DutiesRow, DutyEvent> = {
  name: 'village-duties',
  version: 1,
  zh: '包抓任务',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.targetId}-${data.year}`],
  on: { DutyAssigned: told, DutyEnded: told, DutyCorrected: told },
  validOn: (row, date) => judged(row.targetId, row.year, row.duties, date),
};
