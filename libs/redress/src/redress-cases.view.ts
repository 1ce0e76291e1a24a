import type { CalendarDate, Instant, Recorded, View } from '#kernel';
import type {
  AccountabilityExempted,
  CaseBasisAdded,
  CaseKey,
  CaseRedecisionOrdered,
  CollectivelyDecided,
  ConcludedWithoutAccountability,
  DecisionCorrected,
  DecisionPublished,
  MeasureExecuted,
  Publication,
} from '#accountability';
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
/** `appealId`: whose checklist it is; of a correction without an appeal, `correction-` and its event. `ownEventId`: the act of the case by which it came about. */
export type CaseOutcome = Readonly<{
  appealId: string;
  kind: 'revoked' | 'varied';
  measure?: string;
  decidedOn: CalendarDate;
  documentNo: string;
  recordedAt: Instant;
  ownEventId?: string;
  /** A correction has carried it out. */
  corrected?: true;
}>;
type Said = Readonly<{
  decision?: DecidedMeasure;
  /** Each scope and channel in which that decision was made public. */
  publications: readonly Publication[];
}>;
export type RedressCaseRow = Said &
  Readonly<{
    /** Villages and units that grounds of the case were ever about. */
    targets: readonly string[];
    outcome?: CaseOutcome;
    /** The appeal after which it has to be decided anew, and what was decided before it was. */
    redecision?: string;
    replaced?: Said & Readonly<{ outcome: CaseOutcome }>;
  }>;

export const redressCaseKey = ({ personId, postId, year }: CaseKey): string => `${personId}|${postId}|${year}`;
export const correctionId = (eventId: string): string => `correction-${eventId}`;
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

/** A correction carries out the appeal whose outcome waits for it, or is the organ's own. */
function corrected(row: RedressCaseRow | undefined, { id: eventId, data, recordedAt }: Recorded<DecisionCorrected>): RedressCaseRow {
  const { redecision, ...known } = row ?? EMPTY;
  if (known.outcome && !known.outcome.corrected) return { ...known, outcome: { ...known.outcome, corrected: true } };
  const { kind, measure, date, documentNo, authorityRef } = data;
  const told = { appealId: redecision ?? correctionId(eventId), kind, ...(measure !== undefined && { measure }), decidedOn: date };
  return { ...known, outcome: { ...told, documentNo: documentNo ?? authorityRef, recordedAt, ownEventId: eventId, corrected: true } };
}

function decided(row: RedressCaseRow | undefined, { id: ownEventId, data, recordedAt }: Recorded<CollectivelyDecided>): RedressCaseRow {
  const { measure, date, documentNo, minutesRef, established } = data;
  const decision = {
    ...{ measure, decidedOn: date },
    ...(documentNo !== undefined && { documentNo }),
    ...(established.effectUntil !== undefined && { effectUntil: established.effectUntil }),
  };
  // A decision anew stands for itself: what was said of an earlier one was settled with it.
  const anew = { publications: [], targets: row?.targets ?? [], decision };
  if (row?.redecision === undefined || !row.decision || row.decision.measure === measure) return anew;
  const told = { appealId: row.redecision, kind: 'varied', measure, decidedOn: date, documentNo: documentNo ?? minutesRef, recordedAt, ownEventId } as const;
  return { ...anew, replaced: { decision: row.decision, publications: row.publications, outcome: told } };
}

type Ended = AccountabilityExempted | ConcludedWithoutAccountability;
/** Decided anew without a measure: what was decided before fell whole. */
function ended(row: RedressCaseRow | undefined, { id: ownEventId, data, recordedAt }: Recorded<Ended>): RedressCaseRow | undefined {
  if (row?.redecision === undefined) return row;
  const { redecision: appealId, decision, publications, targets } = row;
  const { date, documentNo, minutesRef } = data;
  const told = { appealId, kind: 'revoked', decidedOn: date, documentNo: documentNo ?? minutesRef, recordedAt, ownEventId } as const;
  return { publications: [], targets, replaced: { ...(decision && { decision }), publications, outcome: told } };
}

type Known =
  | CaseBasisAdded
  | CollectivelyDecided
  | MeasureExecuted
  | DecisionPublished
  | DecisionCorrected
  | CaseRedecisionOrdered
  | Ended
  | DecisionRevoked
  | DecisionVaried;

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
    CollectivelyDecided: decided,
    MeasureExecuted: (row, { data: { date, tenureEndsOn } }) => withDecision(row, { executedOn: date, ...(tenureEndsOn !== undefined && { tenureEndsOn }) }),
    DecisionPublished: (row, { data: { scope, channel, date } }) => row && { ...row, publications: [...row.publications, { scope, channel, date }] },
    DecisionCorrected: corrected,
    CaseRedecisionOrdered: (row, { data: { appealId } }) => ({ ...(row ?? EMPTY), redecision: appealId }),
    AccountabilityExempted: ended,
    ConcludedWithoutAccountability: ended,
    DecisionRevoked: outcome,
    DecisionVaried: outcome,
  },
};
