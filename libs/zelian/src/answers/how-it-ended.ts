import type { CalendarDate, Recorded } from '#kernel';
import type { BasisRef, CaseEvent, CaseRow } from '#accountability';
import { measureById, type RuleBook } from '#rulebook';
import { decisionIn, groundOf, lastOf, type OpenedCase } from './about-case.js';

/**
 * How a case ended. `became`: the measure that a correction put in its place; null while the decided one stands, or fell altogether. Why a case ended without
 * accountability is told by its category: the reasons are private.
 */
export type CaseEnd =
  | Readonly<{
      kind: 'measure';
      measure: string;
      measureZh: string;
      corrected: 'varied' | 'revoked' | null;
      became: string | null;
      becameZh: string | null;
      basisLost: boolean;
    }>
  | Readonly<{ kind: 'exempted'; circumstance: string }>
  | Readonly<{ kind: 'concluded'; ground: 'facts' | 'responsibility' }>
  | Readonly<{ kind: 'dismissed' }>;

/** What was decided, or how the matter ended otherwise, and on which day; undefined while it is open. */
export function endOf(
  events: readonly Recorded<CaseEvent>[],
  row: CaseRow,
  book: RuleBook | undefined,
): Readonly<{ end: CaseEnd; on: CalendarDate }> | undefined {
  const vote = decisionIn(events);
  return vote ? { end: measureOf(vote.data.measure, row, book), on: vote.data.date } : withoutMeasure(events);
}

function measureOf(measure: string, { decision, corrected }: CaseRow, book: RuleBook | undefined): CaseEnd {
  const named = (id: string): string => (book && measureById(book, id)?.zh) ?? id;
  const became = corrected === 'varied' && decision ? decision.measure : null;
  return {
    ...{ kind: 'measure', measure, measureZh: named(measure), corrected: corrected ?? null, became, becameZh: became === null ? null : named(became) },
    basisLost: decision?.basisLost ?? false,
  };
}

function withoutMeasure(events: readonly Recorded<CaseEvent>[]): Readonly<{ end: CaseEnd; on: CalendarDate }> | undefined {
  const exempted = lastOf(events, 'AccountabilityExempted');
  if (exempted) return { end: { kind: 'exempted', circumstance: exempted.data.circumstance }, on: exempted.data.date };
  const concluded = lastOf(events, 'ConcludedWithoutAccountability');
  if (concluded) return { end: { kind: 'concluded', ground: concluded.data.ground }, on: concluded.data.date };
  const dismissed = lastOf(events, 'ClueDismissed');
  return dismissed && { end: { kind: 'dismissed' }, on: dismissed.data.date };
}

const DECIDED: readonly CaseEvent['type'][] = ['CollectivelyDecided', 'AccountabilityExempted', 'ConcludedWithoutAccountability'];
const happened = ({ steps }: CaseRow, ...types: readonly CaseEvent['type'][]): boolean => steps.some(({ type }) => types.includes(type));
/** Decided, or ended by people otherwise. `clues`: dismissed ones as well. */
export const isEnded = (row: CaseRow, clues: boolean): boolean => happened(row, ...DECIDED, ...(clues ? (['ClueDismissed'] as const) : []));
/** Somebody recommended, nobody has ended it: what only a clause flags is no case of anybody's. */
export const isPending = (row: CaseRow): boolean => happened(row, 'AccountabilityRecommended') && !isEnded(row, true);

/** The grounds that people put to the case: those of the decision, else of the report or the recommendation; what merely flags it only for who owns cases. */
export function groundsOf({ events, row, owner }: OpenedCase): readonly BasisRef[] {
  const said = decisionIn(events) ?? lastOf(events, 'InvestigationReported') ?? lastOf(events, 'AccountabilityRecommended');
  if (said && said.data.bases.length > 0) return said.data.bases;
  return owner ? Object.keys(row.folded.grounds).sort().map(groundOf) : [];
}
