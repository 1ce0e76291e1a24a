import type { CalendarDate, View } from '#kernel';
import type { FindingDuplicateMarked, FindingDuplicateMarkLifted, FindingWithdrawn } from './finding.events.js';

export type DuplicateMark = Readonly<{
  findingId: string;
  /** The finding named when the mark was set. */
  duplicateOf: string;
  /** The end of the chain: what counts in its place. */
  original: string;
  /** The original was withdrawn since: people decide whether the duplicate's own fact stands. */
  originalWithdrawn: boolean;
  /** The duplicate itself was withdrawn. */
  withdrawn: boolean;
  reason: string;
  date: CalendarDate;
}>;
type Lifted = Readonly<{ findingId: string; duplicateOf: string; reason: string; authorityRef: string; date: CalendarDate }>;
export type DuplicateFindingsRow = Readonly<{
  unitId: string;
  year: number;
  marks: readonly DuplicateMark[];
  lifted: readonly Lifted[];
  withdrawnIds: readonly string[];
}>;

const blank = ({ unitId, year }: Readonly<{ unitId: string; year: number }>): DuplicateFindingsRow => ({
  unitId,
  year,
  marks: [],
  lifted: [],
  withdrawnIds: [],
});

/**
 * Follows each mark to the finding that is no duplicate itself; a duplicate that was withdrawn still leads on. No decision closes a chain, but an imported log
 * may be anybody's: no chain is followed further than there are marks.
 */
function followed(row: DuplicateFindingsRow): DuplicateFindingsRow {
  const next = new Map(row.marks.map(({ findingId, duplicateOf }) => [findingId, duplicateOf]));
  const endOf = (findingId: string): string => {
    let end = findingId;
    for (let step = 0; step < next.size; step++) end = next.get(end) ?? end;
    return end;
  };
  const marks = row.marks.map((mark) => {
    const original = endOf(mark.duplicateOf);
    return { ...mark, original, withdrawn: row.withdrawnIds.includes(mark.findingId), originalWithdrawn: row.withdrawnIds.includes(original) };
  });
  return { ...row, marks };
}

/** Which findings of a unit and year are duplicates of which, since when and why? */
export const duplicateFindings: View<DuplicateFindingsRow, FindingDuplicateMarked | FindingDuplicateMarkLifted | FindingWithdrawn> = {
  name: 'duplicate-findings',
  version: 1,
  zh: '哪些问题属重复登记，原问题是哪一个？',
  keysOf: ({ data: { unitId, year } }) => [`${unitId}-${year}`],
  on: {
    FindingDuplicateMarked: (row, { data }) => {
      const { findingId, duplicateOf, reason, date } = data;
      const before = row ?? blank(data);
      const mark = { findingId, duplicateOf, original: duplicateOf, originalWithdrawn: false, withdrawn: false, reason, date };
      return followed({ ...before, marks: [...before.marks, mark] });
    },
    FindingDuplicateMarkLifted: (row, { data: { findingId, duplicateOf, reason, authorityRef, date } }) =>
      row &&
      followed({
        ...row,
        marks: row.marks.filter((mark) => mark.findingId !== findingId),
        lifted: [...row.lifted, { findingId, duplicateOf, reason, authorityRef, date }],
      }),
    // A withdrawal that meets no mark is remembered too: a chain may come to end there.
    FindingWithdrawn: (row, { data }) => {
      const before = row ?? blank(data);
      return followed({ ...before, withdrawnIds: [...before.withdrawnIds, data.findingId] });
    },
  },
};
