import type { Instant, Recorded, View } from '#kernel';
import type { AppraisalScoreCorrected, AppraisalScoreRecorded } from './appraisal.events.js';
import type { IndicatorScoreCorrected, IndicatorScoreRecorded } from './performance.events.js';

type ScoreEvent = IndicatorScoreRecorded | IndicatorScoreCorrected | AppraisalScoreRecorded | AppraisalScoreCorrected;
export type ScoreEvidenceRow = Readonly<{
  evidenceRef: string;
  /** Oldest first; a later correction may name other papers. */
  scores: readonly Readonly<{
    instrument: 'performance' | 'appraisal';
    unitId: string;
    year: number;
    itemId: string;
    scoreHundredths: number;
    correction: boolean;
    eventId: string;
    recordedAt: Instant;
  }>[];
}>;

function rest(row: ScoreEvidenceRow | undefined, event: Recorded<ScoreEvent>, evidenceRef: string): ScoreEvidenceRow {
  const { id, recordedAt, data } = event;
  const { unitId, year, scoreHundredths } = data;
  const item =
    'indicatorId' in data ? { instrument: 'performance' as const, itemId: data.indicatorId } : { instrument: 'appraisal' as const, itemId: data.itemId };
  const score = { ...item, unitId, year, scoreHundredths, correction: 'reason' in data, eventId: id, recordedAt };
  return { evidenceRef, scores: [...(row?.scores ?? []), score] };
}

/** Which scores were given on a paper? What has to be looked at again when the paper turns out wrong. */
export const scoreEvidence: View<ScoreEvidenceRow, ScoreEvent> = {
  name: 'score-evidence',
  version: 1,
  zh: '某份材料支撑了哪些得分？',
  keysOf: ({ data }) => data.evidenceRefs,
  on: { IndicatorScoreRecorded: rest, IndicatorScoreCorrected: rest, AppraisalScoreRecorded: rest, AppraisalScoreCorrected: rest },
};
