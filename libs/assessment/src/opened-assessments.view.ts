import type { View } from '#kernel';
import type { PerformanceAssessmentOpened } from './performance.events.js';

export type OpenedAssessmentRow = Readonly<{ unitId: string; unitKind: string; year: number; documentRef: string }>;

/** Which performance assessments are under way? A new book grades them all again. */
export const openedAssessments: View<OpenedAssessmentRow, PerformanceAssessmentOpened> = {
  name: 'opened-assessments',
  version: 1,
  zh: '已启动哪些绩效考核？',
  keysOf: ({ data: { unitId, year } }) => [`${unitId}-${year}`],
  on: { PerformanceAssessmentOpened: (_row, { data: { unitId, unitKind, year, documentRef } }) => ({ unitId, unitKind, year, documentRef }) },
};
