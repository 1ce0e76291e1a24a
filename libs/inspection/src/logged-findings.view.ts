import type { CalendarDate, View } from '#kernel';
import type { FindingDuplicateMarked, FindingDuplicateMarkLifted, FindingFixedOnTheSpot, FindingLogged, FindingWithdrawn } from './finding.events.js';

export type LoggedFact = Readonly<{
  findingId: string;
  groupId: string;
  roundId: string;
  checklistId: string;
  itemId: string;
  householdId: string | null;
  foundOn: CalendarDate;
  fixedOn: CalendarDate | null;
  duplicateOf: string | null;
  withdrawn: boolean;
}>;
/** Two findings of different groups that may be one fact; people decide. `findingId` is the later one. */
export type SuspectedDuplicate = Readonly<{ findingId: string; sameAs: string }>;
export type LoggedFindingsRow = Readonly<{ placeId: string; year: number; findings: readonly LoggedFact[]; suspected: readonly SuspectedDuplicate[] }>;

/** What a group is about to log, or has. */
export type Sighting = Pick<LoggedFact, 'groupId' | 'checklistId' | 'itemId' | 'householdId' | 'foundOn'> & Readonly<{ fixedOn?: CalendarDate | null }>;

/** From the day it was found, until it was put right on the spot: what was found again later is a new fact. */
const laterThanFixed = (a: Sighting, b: Sighting): boolean => typeof a.fixedOn === 'string' && b.foundOn > a.fixedOn;
function mayBeOneFact(a: Sighting, b: Sighting): boolean {
  const sameThing = a.checklistId === b.checklistId && a.itemId === b.itemId;
  const sameHousehold = a.householdId === null || b.householdId === null || a.householdId === b.householdId;
  return a.groupId !== b.groupId && sameThing && sameHousehold && !laterThanFixed(a, b) && !laterThanFixed(b, a);
}

/** Already logged by another group? The findings in the place's row that may be the same fact: to be asked before logging. */
export const alreadyLogged = (row: LoggedFindingsRow | undefined, sighting: Sighting): readonly LoggedFact[] =>
  (row?.findings ?? []).filter((fact) => !fact.withdrawn && fact.duplicateOf === null && mayBeOneFact(fact, sighting));

function suspectedIn(findings: readonly LoggedFact[]): readonly SuspectedDuplicate[] {
  const open = findings.filter(({ withdrawn, duplicateOf }) => !withdrawn && duplicateOf === null);
  return open.flatMap((later, index) =>
    open
      .slice(0, index)
      .filter((earlier) => mayBeOneFact(earlier, later))
      .map((earlier) => ({ findingId: later.findingId, sameAs: earlier.findingId })),
  );
}

const withFindings = (row: Omit<LoggedFindingsRow, 'suspected'>, findings: readonly LoggedFact[]): LoggedFindingsRow => ({
  ...row,
  findings,
  suspected: suspectedIn(findings),
});
const changed = (row: LoggedFindingsRow | undefined, findingId: string, change: Partial<LoggedFact>): LoggedFindingsRow | undefined =>
  row &&
  withFindings(
    row,
    row.findings.map((fact) => (fact.findingId === findingId ? { ...fact, ...change } : fact)),
  );

type Placed = Readonly<{ unitId: string; villageId?: string; year?: number }>;
/** The village, or the unit where a finding is about no village. */
export const loggedFindingsKey = ({ unitId, villageId, year }: Placed): string => `${villageId ?? unitId}-${year}`;

type Told = FindingLogged | FindingFixedOnTheSpot | FindingDuplicateMarked | FindingDuplicateMarkLifted | FindingWithdrawn;
/** Has another group already logged this? All findings of a place and year with the pairs that may be one fact. */
export const loggedFindings: View<LoggedFindingsRow, Told> = {
  name: 'logged-findings',
  version: 1,
  zh: '该问题是否已由其他督查组登记？',
  keysOf: ({ data }) => [loggedFindingsKey(data)],
  on: {
    FindingLogged: (row, { data }) => {
      const { unitId, villageId, year, findingId, groupId, roundId, checklistId, itemId, householdId = null, foundOn } = data;
      const fact = { findingId, groupId, roundId, checklistId, itemId, householdId, foundOn, fixedOn: null, duplicateOf: null, withdrawn: false };
      return withFindings(row ?? { placeId: villageId ?? unitId, year, findings: [] }, [...(row?.findings ?? []), fact]);
    },
    FindingFixedOnTheSpot: (row, { data: { findingId, date } }) => changed(row, findingId, { fixedOn: date }),
    FindingDuplicateMarked: (row, { data: { findingId, duplicateOf } }) => changed(row, findingId, { duplicateOf }),
    FindingDuplicateMarkLifted: (row, { data: { findingId } }) => changed(row, findingId, { duplicateOf: null }),
    FindingWithdrawn: (row, { data: { findingId } }) => changed(row, findingId, { withdrawn: true }),
  },
};
