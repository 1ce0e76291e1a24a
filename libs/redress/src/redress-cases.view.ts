import type { CalendarDate, Instant, Recorded, View } from '#kernel';
import type { CaseBasisAdded, CaseKey, CollectivelyDecided, DecisionPublished, MeasureExecuted, Publication } from '#accountability';
import type { DecisionRevoked, DecisionVaried } from '#appeal';

/** What was decided, and what was taken by it: from the decision, and from the day when it took hold. */
export type DecidedMeasure = Readonly<{
  measure: string;
  decidedOn: CalendarDate;
  documentNo?: string;
  effectUntil?: CalendarDate;
  executedOn?: CalendarDate;
  /** The first day no longer in post. */
  tenureEndsOn?: CalendarDate;
}>;
export type CaseOutcome = Readonly<{
  appealId: string;
  kind: 'revoked' | 'varied';
  measure?: string;
  decidedOn: CalendarDate;
  documentNo: string;
  recordedAt: Instant;
}>;
export type RedressCaseRow = Readonly<{
  decision?: DecidedMeasure;
  /** Each scope and channel in which that decision was made public. */
  publications: readonly Publication[];
  /** Villages and units that grounds of the case were ever about. */
  targets: readonly string[];
  outcome?: CaseOutcome;
}>;

export const redressCaseKey = ({ personId, postId, year }: CaseKey): string => `${personId}|${postId}|${year}`;
const EMPTY: RedressCaseRow = { publications: [], targets: [] };
const withDecision = (row: RedressCaseRow | undefined, change: Partial<DecidedMeasure>): RedressCaseRow | undefined =>
  row && { ...row, ...(row.decision && { decision: { ...row.decision, ...change } }) };

function outcome(row: RedressCaseRow | undefined, { type, data, recordedAt }: Recorded<DecisionRevoked | DecisionVaried>): RedressCaseRow {
  const { appealId, decidedOn, documentNo } = data;
  const kind = type === 'DecisionRevoked' ? 'revoked' : 'varied';
  return {
    ...(row ?? EMPTY),
    outcome: { appealId, kind, ...(type === 'DecisionVaried' && data.measure !== undefined && { measure: data.measure }), decidedOn, documentNo, recordedAt },
  };
}

type Known = CaseBasisAdded | CollectivelyDecided | MeasureExecuted | DecisionPublished | DecisionRevoked | DecisionVaried;

/** What was decided about a person in a post, what was done by it, where was it said, and what became of it? Read by policies. */
export const redressCases: View<RedressCaseRow, Known> = {
  name: 'redress-cases',
  version: 1,
  zh: '已决定案件（恢复事项推导用，仅限案件承办机关）',
  aboutPersons: true,
  keysOf: (event) => {
    if (event.type !== 'DecisionRevoked' && event.type !== 'DecisionVaried') return [redressCaseKey(event.data)];
    const { against } = event.data;
    return against.kind === 'measure' ? [redressCaseKey(against)] : [];
  },
  on: {
    CaseBasisAdded: (row, { data: { target } }) => ({ ...(row ?? EMPTY), targets: [...new Set([...(row?.targets ?? []), target])].sort() }),
    // A decision anew stands for itself: what was said of an earlier one was settled with it.
    CollectivelyDecided: (row, { data: { measure, date, documentNo, established } }) => ({
      ...{ publications: [], targets: row?.targets ?? [] },
      decision: {
        ...{ measure, decidedOn: date },
        ...(documentNo !== undefined && { documentNo }),
        ...(established.effectUntil !== undefined && { effectUntil: established.effectUntil }),
      },
    }),
    MeasureExecuted: (row, { data: { date, tenureEndsOn } }) => withDecision(row, { executedOn: date, ...(tenureEndsOn !== undefined && { tenureEndsOn }) }),
    DecisionPublished: (row, { data: { scope, channel, date } }) => row && { ...row, publications: [...row.publications, { scope, channel, date }] },
    DecisionRevoked: outcome,
    DecisionVaried: outcome,
  },
};
