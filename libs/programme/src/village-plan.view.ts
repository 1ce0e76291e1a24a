import { byCodePoint, kindOf, type CalendarDate, type Recorded, type View } from '#kernel';
import type { DutyEvent, DutyKind, VillageRegistered } from '#registry';
import type { ExitEvent } from './programme.events.js';
import type { HouseholdsListed } from './households.events.js';
import type { ExitStatus } from './rows.js';

/** 五个一, in the order in which the source names them; registry's words, whose spec sees to it that they stay the same. */
export const TEAM_ZH = {
  'county-leader': '县级领导',
  'town-leader': '镇班子成员',
  'paired-department': '帮扶部门',
  'first-secretary': '第一书记',
  'agri-technician': '农技人员',
} as const satisfies Partial<Record<DutyKind, string>>;
type TeamRole = keyof typeof TEAM_ZH;
const ROLES = Object.keys(TEAM_ZH) as readonly TeamRole[];
const isRole = (kind: string): kind is TeamRole => Object.hasOwn(TEAM_ZH, kind);

type Standing = Readonly<{ dutyId: string; role: TeamRole; from: CalendarDate; to?: CalendarDate }>;
/** One year of a village: is it in the plan, who of its five is missing, how many households has it on file? `missing` by their Chinese names. */
type VillageYear = Readonly<{
  year: number;
  exit: ExitStatus | null;
  filled: number;
  missing: readonly string[];
  households: number | null;
  duties: readonly Standing[];
  exits: readonly Readonly<{ status: ExitStatus; date: CalendarDate }>[];
}>;
export type VillagePlanRow = Readonly<{ villageId: string; name: string; townUnitId: string; years: readonly VillageYear[] }>;

const EXIT_STATUS: Readonly<Record<ExitEvent['type'], ExitStatus>> = {
  ExitPlanned: 'planned',
  ExitPlanAdjusted: 'adjusted',
  VillageExitDetermined: 'exited',
  VillageExitFailureDetermined: 'failed',
  FalseExitFound: 'false-exit',
  ExitDeterminationWithdrawn: 'planned',
};

/** A place is filled by whoever holds it to the year's end, or on the date asked for. */
function judged(one: VillageYear, date?: CalendarDate): VillageYear {
  const counts = ({ from, to }: Standing) =>
    date === undefined ? to === undefined || to >= `${one.year + 1}-01-01` : from <= date && (to === undefined || date < to);
  const missing = ROLES.filter((role) => !one.duties.some((duty) => duty.role === role && counts(duty)));
  const exit = one.exits.filter((step) => date === undefined || step.date <= date).at(-1)?.status ?? null;
  return { ...one, exit, filled: ROLES.length - missing.length, missing: missing.map((role) => TEAM_ZH[role]) };
}

function inYear(row: VillagePlanRow | undefined, year: number, change: (one: VillageYear) => VillageYear): VillagePlanRow | undefined {
  if (!row) return undefined;
  const before = row.years.find((one) => one.year === year) ?? { year, exit: null, filled: 0, missing: [], households: null, duties: [], exits: [] };
  const others = row.years.filter((one) => one.year !== year);
  return { ...row, years: [...others, judged(change(before))].sort((a, b) => a.year - b.year) };
}

const told = (row: VillagePlanRow | undefined, { data: { kind, dutyId, year, from, to } }: Recorded<DutyEvent>): VillagePlanRow | undefined =>
  isRole(kind)
    ? inYear(row, year, (one) => {
        const duty = { dutyId, role: kind, from, ...(to !== undefined && { to }) };
        return { ...one, duties: [...one.duties.filter((other) => other.dutyId !== dutyId), duty].sort((a, b) => byCodePoint(a.dutyId, b.dutyId)) };
      })
    : row;
const determined = (row: VillagePlanRow | undefined, { type, data }: Recorded<ExitEvent>): VillagePlanRow | undefined =>
  inYear(row, data.year, (one) => ({ ...one, exits: [...one.exits, { status: EXIT_STATUS[type], date: data.authority.date }] }));

/** What stands behind a village, year by year: its name, its place in the plan, and which of the five places is empty. A village without any duty shows all five. */
export const villagePlan: View<VillagePlanRow, VillageRegistered | DutyEvent | ExitEvent | HouseholdsListed> = {
  name: 'village-plan',
  version: 1,
  zh: '村情与帮扶力量',
  keysOf: ({ data }) => ('targetId' in data ? (kindOf(data.targetId) === 'village' ? [data.targetId] : []) : [data.villageId]),
  on: {
    VillageRegistered: (_, { data: { villageId, name, townUnitId } }) => ({ villageId, name, townUnitId, years: [] }),
    DutyAssigned: told,
    DutyEnded: told,
    DutyCorrected: told,
    ExitPlanned: determined,
    ExitPlanAdjusted: determined,
    VillageExitDetermined: determined,
    VillageExitFailureDetermined: determined,
    FalseExitFound: determined,
    ExitDeterminationWithdrawn: determined,
    HouseholdsListed: (row, { data }) => inYear(row, data.year, (one) => ({ ...one, households: data.householdIds.length })),
  },
  validOn: (row, date) => ({ ...row, years: row.years.map((one) => judged(one, date)) }),
};
