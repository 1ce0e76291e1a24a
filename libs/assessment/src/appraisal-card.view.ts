import type { Recorded, View } from '#kernel';
import type { AppraisalEvent, AppraisalItem, AppraisalScoreCorrected, AppraisalScoreRecorded } from './appraisal.events.js';

/** An item with its score; the performance item shows the result it carries, without the rest below a hundredth. */
export type AppraisalCardItem = AppraisalItem & Readonly<{ scoreHundredths: number | null; evidenceRefs: readonly string[]; eventId: string | null }>;
export type AppraisalCardRow = Readonly<{
  unitId: string;
  year: number;
  opened: boolean;
  unitKind: string | null;
  documentRef: string | null;
  performanceE6: number | null;
  items: readonly AppraisalCardItem[];
  totalHundredths: number | null;
  totalE10: number | null;
}>;

const E6_PER_HUNDREDTH = 10_000;

const blank = ({ data: { unitId, year } }: Recorded<AppraisalEvent>): AppraisalCardRow => ({
  unitId,
  year,
  opened: false,
  unitKind: null,
  documentRef: null,
  performanceE6: null,
  items: [],
  totalHundredths: null,
  totalE10: null,
});

const scored = (row: AppraisalCardRow, { id, data }: Recorded<AppraisalScoreRecorded | AppraisalScoreCorrected>): AppraisalCardRow => ({
  ...row,
  items: row.items.map((item) =>
    item.id === data.itemId ? { ...item, scoreHundredths: data.scoreHundredths, evidenceRefs: data.evidenceRefs, eventId: id } : item,
  ),
});

/** Where the performance result stands among the items; also when it came before the appraisal was opened. */
function fed(row: AppraisalCardRow): AppraisalCardRow {
  const scoreHundredths = row.performanceE6 === null ? null : Math.floor(row.performanceE6 / E6_PER_HUNDREDTH);
  return { ...row, items: row.items.map((item) => (item.from === 'performance' ? { ...item, scoreHundredths } : item)) };
}

/** How does a unit stand in a year's annual appraisal, and how much of it is the performance result? */
export const appraisalCard: View<AppraisalCardRow, AppraisalEvent> = {
  name: 'appraisal-card',
  version: 2,
  zh: '某单位某年度年度考核各项权重、得分与总分如何？',
  keysOf: ({ data: { unitId, year } }) => [`${unitId}-${year}`],
  on: {
    AnnualAppraisalOpened: (row, event) => {
      const { unitKind, documentRef, items } = event.data;
      const blankItems = items.map((item) => ({ ...item, scoreHundredths: null, evidenceRefs: [], eventId: null }));
      return fed({ ...(row ?? blank(event)), opened: true, unitKind, documentRef, items: blankItems });
    },
    AppraisalScoreRecorded: (row, event) => scored(row ?? blank(event), event),
    AppraisalScoreCorrected: (row, event) => scored(row ?? blank(event), event),
    AppraisalPerformanceDerived: (row, event) => fed({ ...(row ?? blank(event)), performanceE6: event.data.performanceE6 }),
    AnnualAppraisalTotalDerived: (row, event) => {
      const { totalHundredths, totalE10 } = event.data;
      return { ...(row ?? blank(event)), totalHundredths, totalE10 };
    },
  },
};
