import type { CalendarDate, Recorded, View } from '#kernel';
import type { ExitEvent } from './programme.events.js';
import type { BeautifulVillageDetermined, BeautifulVillageWithdrawn, DelistingEvent } from './standards.events.js';

/** The two statuses that have to hold together: out of poverty as determined, and beautiful as determined. */
export type GateSide = 'exit' | 'beautiful-village';
type Step = Readonly<{ side: GateSide | 'delisting'; holds: boolean; date: CalendarDate; documentNo: string }>;
/**
 * `missing`: which side does not hold. `sameDay`: whether both were reached on one day, as the source aims for; null until both hold.
 * `basisLost`: struck off, and a side has fallen since.
 */
export type DelistingGateRow = Readonly<{
  villageId: string;
  year: number;
  exitOn: CalendarDate | null;
  beautifulVillageOn: CalendarDate | null;
  missing: readonly GateSide[];
  sameDay: boolean | null;
  delistedOn: CalendarDate | null;
  basisLost: boolean;
  steps: readonly Step[];
}>;
type Key = Readonly<{ villageId: string; year: number }>;

function judged({ villageId, year }: Key, steps: readonly Step[]): DelistingGateRow {
  const reached = (side: Step['side']): CalendarDate | null => {
    const last = steps.filter((step) => step.side === side).at(-1);
    return last?.holds ? last.date : null;
  };
  const [exitOn, beautifulVillageOn, delistedOn] = [reached('exit'), reached('beautiful-village'), reached('delisting')];
  const sides: readonly (readonly [GateSide, CalendarDate | null])[] = [
    ['exit', exitOn],
    ['beautiful-village', beautifulVillageOn],
  ];
  const missing = sides.flatMap(([side, date]) => (date === null ? [side] : []));
  return {
    villageId,
    year,
    exitOn,
    beautifulVillageOn,
    missing,
    sameDay: missing.length > 0 ? null : exitOn === beautifulVillageOn,
    delistedOn,
    basisLost: delistedOn !== null && missing.length > 0,
    steps,
  };
}

const told =
  (side: Step['side'], holds: boolean) =>
  (
    row: DelistingGateRow | undefined,
    { data }: Readonly<{ data: Key & Readonly<{ authority: Readonly<{ date: CalendarDate; documentNo: string }> }> }>,
  ): DelistingGateRow =>
    judged(data, [...(row?.steps ?? []), { side, holds, date: data.authority.date, documentNo: data.authority.documentNo }]);

type GateEvent = ExitEvent | BeautifulVillageDetermined | BeautifulVillageWithdrawn | DelistingEvent;
/** May a village be struck off the list: do both statuses hold, and which is missing? */
export const delistingGates: View<DelistingGateRow, GateEvent> = {
  name: 'delisting-gates',
  version: 1,
  zh: '销号双达标',
  keysOf: ({ data }: Recorded<GateEvent>) => [`${data.villageId}-${data.year}`],
  on: {
    ExitPlanned: told('exit', false),
    ExitPlanAdjusted: told('exit', false),
    VillageExitDetermined: told('exit', true),
    VillageExitFailureDetermined: told('exit', false),
    FalseExitFound: told('exit', false),
    ExitDeterminationWithdrawn: told('exit', false),
    BeautifulVillageDetermined: told('beautiful-village', true),
    BeautifulVillageWithdrawn: told('beautiful-village', false),
    VillageDelisted: told('delisting', true),
    VillageDelistingRevoked: told('delisting', false),
  },
  validOn: (row, date) => {
    const steps = row.steps.filter((step) => step.date <= date);
    return steps.length === 0 ? undefined : judged(row, steps);
  },
};
