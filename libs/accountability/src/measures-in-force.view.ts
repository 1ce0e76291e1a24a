import type { CalendarDate, View } from '#kernel';
import type {
  AccountabilityExempted,
  CaseRedecisionOrdered,
  CollectivelyDecided,
  ConcludedWithoutAccountability,
  CongressActRecorded,
  DecisionCorrected,
  EffectPeriodEnded,
  MeasureBasisLost,
  MeasureBasisRegained,
  MeasureExecuted,
} from './case.events.js';

/** `until`: last day of the effect period, where the text states one. `basisLost`: the ground of the decision has fallen since; the organ must act. */
export type MeasureInForce = Readonly<{
  postId: string;
  year: number;
  measure: string;
  organUnitId: string;
  decidedOn: CalendarDate;
  documentNo?: string;
  executedOn?: CalendarDate;
  until?: CalendarDate;
  endedOn?: CalendarDate;
  basisLost: boolean;
  /** It stands until it is decided anew. */
  redecisionOrderedOn?: CalendarDate;
}>;
export type MeasuresRow = Readonly<{ personId: string; measures: readonly MeasureInForce[] }>;

type Of = Readonly<{ postId: string; year: number }>;
const same = (a: Of, b: Of): boolean => a.postId === b.postId && a.year === b.year;
const change = (row: MeasuresRow | undefined, of: Of, to: (measure: MeasureInForce) => MeasureInForce): MeasuresRow | undefined =>
  row && { ...row, measures: row.measures.map((measure) => (same(measure, of) ? to(measure) : measure)) };
/** A person of whom nothing is decided has no row at all. */
const drop = (row: MeasuresRow | undefined, of: Of): MeasuresRow | undefined => {
  const measures = row?.measures.filter((measure) => !same(measure, of)) ?? [];
  return row && measures.length > 0 ? { ...row, measures } : undefined;
};

const endedAnew = (row: MeasuresRow | undefined, { data }: Readonly<{ data: Of }>): MeasuresRow | undefined =>
  row?.measures.some((measure) => same(measure, data) && measure.redecisionOrderedOn !== undefined) ? drop(row, data) : row;

/**
 * 廉政意见: which measures are in force for a person on a date? Only what was decided: triggers, recommendations, and cases that ended without a measure
 * never appear here (justice 2).
 */
export const measuresInForce: View<
  MeasuresRow,
  | CollectivelyDecided
  | CongressActRecorded
  | MeasureExecuted
  | DecisionCorrected
  | CaseRedecisionOrdered
  | AccountabilityExempted
  | ConcludedWithoutAccountability
  | EffectPeriodEnded
  | MeasureBasisLost
  | MeasureBasisRegained
> = {
  name: 'measures-in-force',
  version: 1,
  zh: '处理及影响期（廉政意见用）',
  aboutPersons: true,
  keysOf: ({ data }) => [data.personId],
  on: {
    CollectivelyDecided: (row, { data }) => {
      const {
        personId,
        postId,
        year,
        measure,
        organUnitId,
        date,
        documentNo,
        established: { effectUntil },
      } = data;
      const decided: MeasureInForce = {
        postId,
        year,
        measure,
        organUnitId,
        decidedOn: date,
        ...(documentNo !== undefined && { documentNo }),
        ...(effectUntil !== undefined && { until: effectUntil }),
        basisLost: false,
      };
      return { personId, measures: [...(row?.measures.filter((other) => !same(other, data)) ?? []), decided] };
    },
    CongressActRecorded: (row, { data }) => (data.result === 'approved' ? row : drop(row, data)),
    MeasureExecuted: (row, { data }) => change(row, data, (measure) => ({ ...measure, executedOn: data.date })),
    DecisionCorrected: (row, { data }) => {
      const {
        kind,
        measure: varied,
        established: { effectUntil },
      } = data;
      if (kind === 'revoked') return drop(row, data);
      return change(row, data, ({ until: _until, endedOn: _endedOn, executedOn: _executedOn, redecisionOrderedOn: _ordered, ...rest }) => ({
        ...rest,
        measure: varied ?? rest.measure,
        ...(effectUntil !== undefined && { until: effectUntil }),
      }));
    },
    CaseRedecisionOrdered: (row, { data }) => change(row, data, (measure) => ({ ...measure, redecisionOrderedOn: data.orderedOn })),
    // A decision anew that ended without a measure leaves none in force.
    AccountabilityExempted: endedAnew,
    ConcludedWithoutAccountability: endedAnew,
    EffectPeriodEnded: (row, { data }) => change(row, data, (measure) => ({ ...measure, endedOn: data.endedOn })),
    MeasureBasisLost: (row, { data }) => change(row, data, (measure) => ({ ...measure, basisLost: true })),
    MeasureBasisRegained: (row, { data }) => change(row, data, (measure) => ({ ...measure, basisLost: false })),
  },
  validOn: (row, date) => {
    const measures = measuresOn(row, date);
    return measures.length === 0 ? undefined : { ...row, measures };
  },
};

/** Decided by that date, and its effect not over. */
export const measuresOn = ({ measures }: MeasuresRow, date: CalendarDate): readonly MeasureInForce[] =>
  measures.filter(({ decidedOn, until }) => decidedOn <= date && (until === undefined || date <= until));
