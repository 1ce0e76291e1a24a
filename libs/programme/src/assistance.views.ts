import { byCodePoint, holdsOn, type CalendarDate, type Recorded, type ValidTime, type View } from '#kernel';
import { RELOCATION_STAGES, type AssistanceEvent, type RelocationStage, type ResidentDaysEvent, type VillagePolicyAdopted } from './assistance.events.js';
import type { HouseholdsListed } from './households.events.js';

type Membership = ValidTime & Readonly<{ assistanceId: string; householdId: string; nodeId: string; assistance: string; persons?: number }>;
type Reached = Readonly<{ householdId: string; stage: RelocationStage; date: CalendarDate }>;
/**
 * `gross` counts memberships of paths, `distinct` households: the difference are those on several paths, and neither is an interval, because ids are known.
 * `unassisted`: on file, and on no path.
 */
export type VillageAssistanceRow = Readonly<{
  villageId: string;
  year: number;
  gross: number;
  distinct: number;
  onSeveralPaths: number;
  byPath: readonly Readonly<{ nodeId: string; households: number }>[];
  relocation: Readonly<Record<RelocationStage, number>>;
  unassisted: readonly string[];
  listed: readonly string[];
  memberships: readonly Membership[];
  reached: readonly Reached[];
  policy?: Readonly<{ nodeIds: readonly string[]; text: string; date: CalendarDate; documentRef: string }>;
}>;
type Kept = Pick<VillageAssistanceRow, 'villageId' | 'year' | 'listed' | 'memberships' | 'reached' | 'policy'>;

function counted(kept: Kept, standing: (time: ValidTime) => boolean = ({ to }) => to === undefined): VillageAssistanceRow {
  const pairs = new Map<string, Set<string>>();
  const paths = new Map<string, Set<string>>();
  for (const { householdId, nodeId } of kept.memberships.filter(standing)) {
    pairs.set(householdId, (pairs.get(householdId) ?? new Set()).add(nodeId));
    paths.set(nodeId, (paths.get(nodeId) ?? new Set()).add(householdId));
  }
  const sizes = [...pairs.values()].map(({ size }) => size);
  const at = (stage: RelocationStage) => new Set(kept.reached.filter((one) => one.stage === stage).map(({ householdId }) => householdId)).size;
  return {
    ...kept,
    gross: sizes.reduce((sum, size) => sum + size, 0),
    distinct: pairs.size,
    onSeveralPaths: sizes.filter((size) => size > 1).length,
    byPath: [...paths].map(([nodeId, { size }]) => ({ nodeId, households: size })).sort((a, b) => byCodePoint(a.nodeId, b.nodeId)),
    relocation: Object.fromEntries(RELOCATION_STAGES.map((stage) => [stage, at(stage)])) as Record<RelocationStage, number>,
    unassisted: kept.listed.filter((id) => !pairs.has(id)),
  };
}

const keptOf = (row: VillageAssistanceRow | undefined, { villageId, year }: Readonly<{ villageId: string; year: number }>): Kept => ({
  villageId,
  year,
  listed: row?.listed ?? [],
  memberships: row?.memberships ?? [],
  reached: row?.reached ?? [],
  ...(row?.policy && { policy: row.policy }),
});

/** What is done for the poor households of a village, by which paths, and who is left out? On a date: the assistance of that day. */
export const villageAssistance: View<VillageAssistanceRow, AssistanceEvent | VillagePolicyAdopted | HouseholdsListed> = {
  name: 'village-assistance',
  version: 1,
  zh: '各村帮扶措施',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.villageId}-${data.year}`],
  on: {
    HouseholdsListed: (row, { data }) => counted({ ...keptOf(row, data), listed: [...data.householdIds] }),
    VillagePolicyAdopted: (row, { data }) => {
      const { nodeIds, text, date, documentRef } = data;
      return counted({ ...keptOf(row, data), policy: { nodeIds, text, date, documentRef } });
    },
    AssistanceAssigned: (row, { data }) => {
      const { assistanceId, householdId, nodeId, assistance, persons, from } = data;
      const kept = keptOf(row, data);
      const membership = { assistanceId, householdId, nodeId, assistance, ...(persons !== undefined && { persons }), from };
      return counted({ ...kept, memberships: [...kept.memberships, membership] });
    },
    AssistanceEnded: (row, { data }) => {
      const kept = keptOf(row, data);
      const ended = (one: Membership) => (one.assistanceId === data.assistanceId && one.householdId === data.householdId ? { ...one, to: data.to } : one);
      return counted({ ...kept, memberships: kept.memberships.map(ended) });
    },
    RelocationStageReached: (row, { data }) => {
      const { householdId, stage, date } = data;
      const kept = keptOf(row, data);
      return counted({ ...kept, reached: [...kept.reached, { householdId, stage, date }] });
    },
  },
  validOn: ({ policy, ...row }, date) =>
    counted({ ...keptOf(row, row), reached: row.reached.filter((one) => one.date <= date), ...(policy && policy.date <= date && { policy }) }, (time) =>
      holdsOn(time, date),
    ),
};

export type ResidentDaysRow = Readonly<{
  villageId: string;
  year: number;
  persons: readonly Readonly<{ personId: string; days: number; months: Readonly<Record<string, number>> }>[];
}>;

function withDays(row: ResidentDaysRow | undefined, { data: { villageId, year, month, personId, days } }: Recorded<ResidentDaysEvent>): ResidentDaysRow {
  const before = row?.persons.find((person) => person.personId === personId);
  const months = { ...before?.months, [`${year}-${String(month).padStart(2, '0')}`]: days };
  const person = { personId, days: Object.values(months).reduce((sum, one) => sum + one, 0), months };
  const others = (row?.persons ?? []).filter((other) => other !== before);
  return { villageId, year, persons: [...others, person].sort((a, b) => byCodePoint(a.personId, b.personId)) };
}

/** How many days did those on duty live in the village, by month? A sum of a record, never a ranking. */
export const residentDays: View<ResidentDaysRow, ResidentDaysEvent> = {
  name: 'resident-days',
  version: 1,
  zh: '驻村天数',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.villageId}-${data.year}`],
  on: { ResidentDaysReported: withDays, ResidentDaysCorrected: withDays },
};
