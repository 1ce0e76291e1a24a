import type { CalendarDate, View } from '#kernel';
import type { FiguresDocument } from './figures.document.js';
import type { PathFiguresRecorded } from './figures.events.js';
import { reconcile, type Reconciliation } from './reconcile.js';

type Recording = Readonly<{ asOf: CalendarDate; documentRef: string; nodeIds: Readonly<Record<string, string>>; document: FiguresDocument }>;
/** The newest document reconciled; `recordings` in the order of recording. */
export type PathReconciliationRow = Reconciliation &
  Readonly<{
    programmeId: string;
    year: number;
    source: string;
    asOf: CalendarDate;
    documentRef: string;
    nodeIds: Readonly<Record<string, string>>;
    recordings: readonly Recording[];
  }>;

function reconciled({ programmeId, year }: Readonly<{ programmeId: string; year: number }>, recordings: readonly Recording[]): PathReconciliationRow {
  const { asOf, documentRef, nodeIds, document } = recordings.at(-1)!;
  return { programmeId, year, source: document.source, asOf, documentRef, nodeIds, ...reconcile(document), recordings };
}

function recordingOf({ asOf, documentRef, nodeIds, source, note, sizeOutlierPercent, paths }: PathFiguresRecorded['data']): Recording {
  const document = { source, ...(note !== undefined && { note }), ...(sizeOutlierPercent !== undefined && { sizeOutlierPercent }), paths };
  return { asOf, documentRef, nodeIds, document };
}

/** Do the year's figures agree with their breakdowns, and how many people are behind them? The same function as for a file. */
export const pathReconciliation: View<PathReconciliationRow, PathFiguresRecorded> = {
  name: 'path-reconciliation',
  version: 1,
  zh: '各路径数字核对',
  keysOf: ({ data }) => [`${data.programmeId}-${data.year}`],
  on: { PathFiguresRecorded: (row, { data }) => reconciled(data, [...(row?.recordings ?? []), recordingOf(data)]) },
  validOn: (row, date) => {
    const recordings = row.recordings.filter(({ asOf }) => asOf <= date);
    return recordings.length === 0 ? undefined : reconciled(row, recordings);
  },
};
