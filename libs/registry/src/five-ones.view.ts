import { holdsOn, type View } from '#kernel';
import { withDuty } from './duty-rows.js';
import { runsThrough } from './intervals.js';
import { DUTY_KIND_ZH, FIVE_ONES, isFiveOnes, type DutyEvent } from './registry.events.js';
import type { DutyRow, FiveOnesRow } from './rows.js';

function line(villageId: string, year: number, duties: readonly DutyRow[], stands: (duty: DutyRow) => boolean): FiveOnesRow {
  const places = Object.fromEntries(duties.filter(stands).flatMap(({ kind, personId, unitId }) => [[kind, personId ?? unitId!] as const]));
  const missing = FIVE_ONES.filter((kind) => !Object.hasOwn(places, kind)).map((kind) => ({ kind, zh: DUTY_KIND_ZH[kind] }));
  return { villageId, year, places, filled: Object.keys(places).length, missing, duties };
}

const told = (row: FiveOnesRow | undefined, event: DutyEvent): FiveOnesRow | undefined => {
  const { targetId, year } = event.data;
  return line(targetId, year, withDuty(row?.duties ?? [], event), (duty) => runsThrough(duty, year));
};

/** The register of the year's 五个一 teams: one line per village, who stands in each of the five places. */
export const fiveOnes: View<FiveOnesRow, DutyEvent> = {
  name: 'five-ones',
  version: 2,
  zh: '“五个一”帮扶队伍',
  aboutPersons: true,
  // The year first: a register is read year by year.
  keysOf: ({ data }) => (isFiveOnes(data.kind) ? [`${data.year}/${data.targetId}`] : []),
  on: { DutyAssigned: told, DutyEnded: told, DutyCorrected: told },
  validOn: (row, date) =>
    line(
      row.villageId,
      row.year,
      row.duties.filter((duty) => holdsOn(duty, date)),
      () => true,
    ),
};
