import type { EvidenceRef, Instant, View } from '#kernel';
import type { ReportEvent, ReportFigure, WeeklyReportCorrected, WeeklyReportSubmitted } from './cadence.events.js';
import type { Week } from './weeks.js';

export type ReportRow = Readonly<{
  schemeId: string;
  unitId: string;
  week: Week;
  /** `missed`: overdue and not there. `supplied-late`: it came after. */
  state: 'missed' | 'submitted' | 'supplied-late';
  dueAt?: Instant;
  submittedAt?: Instant;
  personId?: string;
  figures: readonly ReportFigure[];
  textRef?: string;
  evidence?: EvidenceRef;
  /** What was first handed in stays in the history of the row. */
  corrections: readonly Readonly<{ eventId: string; recordedAt: Instant; reason: string }>[];
}>;

const said = ({ personId, figures, textRef, evidence }: WeeklyReportSubmitted['data'] | WeeklyReportCorrected['data']) => ({
  personId,
  figures,
  ...(textRef !== undefined && { textRef }),
  ...(evidence && { evidence }),
});
const named = ({ schemeId, unitId, week }: ReportEvent['data']) => ({ schemeId, unitId, week });

/** The register of weekly reports, unit by unit: who reported, late or not, and what it said? */
export const weeklyReports: View<ReportRow, ReportEvent> = {
  name: 'weekly-reports',
  version: 1,
  zh: '各单位周报登记',
  aboutPersons: true,
  keysOf: ({ data }) => [`${data.unitId}/${data.week}/${data.schemeId}`],
  on: {
    WeeklyReportMissed: (_, { data }) => ({ ...named(data), state: 'missed', dueAt: data.dueAt, figures: [], corrections: [] }),
    WeeklyReportSubmitted: (row, { recordedAt, data }) => ({
      ...named(data),
      state: data.suppliedLate ? 'supplied-late' : 'submitted',
      ...(row?.dueAt !== undefined && { dueAt: row.dueAt }),
      submittedAt: data.submittedAt ?? recordedAt,
      ...said(data),
      corrections: [],
    }),
    WeeklyReportCorrected: (row, { id, recordedAt, data }) => {
      if (!row) return undefined;
      const { textRef: _text, evidence: _evidence, ...rest } = row;
      return { ...rest, ...said(data), corrections: [...row.corrections, { eventId: id, recordedAt, reason: data.reason }] };
    },
  },
};
