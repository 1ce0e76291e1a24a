import type { CalendarDate, View } from '#kernel';
import { QUANTIFIER_ZH, type InspectorPoolStated, type InspectorsListed, type PoolEvent, type Quantifier } from './round.events.js';

export type Roster = Readonly<{ from: CalendarDate; personIds: readonly string[]; documentRef: string; eventId: string }>;
type Statement = Readonly<{
  number: number;
  quantifier: Quantifier;
  zh: string;
  groups: number | null;
  date: CalendarDate;
  documentRef: string;
  eventId: string;
}>;
/** `agrees`: whether the roster bears the statement out; null where "about" leaves it to people, or where no roster is there yet. */
export type InspectorPoolRow = Readonly<{
  poolId: string;
  year: number;
  zh: string;
  stated: Statement;
  listed: number | null;
  difference: number | null;
  agrees: boolean | null;
  rosters: readonly Roster[];
  statements: readonly Statement[];
}>;

function compared(row: Pick<InspectorPoolRow, 'poolId' | 'year' | 'zh' | 'rosters' | 'statements'>): InspectorPoolRow {
  const stated = row.statements.at(-1)!;
  const listed = row.rosters.at(-1)?.personIds.length ?? null;
  return { ...row, stated, listed, difference: listed === null ? null : listed - stated.number, agrees: listed === null ? null : agrees(stated, listed) };
}
function agrees({ number, quantifier }: Statement, listed: number): boolean | null {
  if (quantifier === 'about') return null;
  return quantifier === 'exact' ? listed === number : listed >= number;
}

const stated = (row: InspectorPoolRow | undefined, { id, data }: Readonly<{ id: string; data: InspectorPoolStated['data'] }>): InspectorPoolRow => {
  const { poolId, year, zh, statedNumber: number, quantifier, statedGroups, date, documentRef } = data;
  const text = `${QUANTIFIER_ZH[quantifier]}${number}人`;
  const statement = { number, quantifier, zh: text, groups: statedGroups ?? null, date, documentRef, eventId: id };
  return compared({ poolId, year, zh, rosters: row?.rosters ?? [], statements: [...(row?.statements ?? []), statement] });
};
const listed = (row: InspectorPoolRow | undefined, { id, data }: Readonly<{ id: string; data: InspectorsListed['data'] }>): InspectorPoolRow | undefined => {
  const { from, personIds, documentRef } = data;
  // A roster of the same day takes the other's place.
  return row && compared({ ...row, rosters: [...row.rosters.filter((one) => one.from !== from), { from, personIds, documentRef, eventId: id }] });
};

/** How many inspectors were said to be there, and how many are on the roster? On a date: by the roster of that day. */
export const inspectorPools: View<InspectorPoolRow, PoolEvent> = {
  name: 'inspector-pools',
  version: 1,
  zh: '督查干部说有多少，名册上有多少？',
  aboutPersons: true,
  keysOf: ({ data }) => [data.poolId],
  on: { InspectorPoolStated: stated, InspectorsListed: listed },
  validOn: (row, date) => {
    const statements = row.statements.filter((one) => one.date <= date);
    return statements.length === 0 ? undefined : compared({ ...row, statements, rosters: row.rosters.filter(({ from }) => from <= date) });
  },
};

/** Whether a person is on the roster that holds on a date. */
export const isListed = ({ rosters }: InspectorPoolRow, personId: string, date: CalendarDate): boolean =>
  rosters.findLast(({ from }) => from <= date)?.personIds.includes(personId) ?? false;
