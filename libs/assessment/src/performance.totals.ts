import type { Basis } from '#kernel';
import type { Indicator } from './performance.events.js';

/** A deduction as it now stands, with the ground it rests on. */
export type StandingDeduction = Readonly<{ pointsHundredths: number; basis: Basis | null }>;
/** A score and the event that brought it. */
export type StandingScore = Readonly<{ scoreHundredths: number; eventId: string }>;

/** One hundredth of a point in millionths: basis points of one whole. */
const MILLIONTHS_PER_HUNDREDTH = 10_000;

/**
 * The exact total in millionths of a point; null while a score is missing. Integers all the way, at most 10^8 and so far from the limit:
 * nothing is rounded that is compared.
 */
export function totalE6(indicators: readonly Indicator[], scores: ReadonlyMap<string, StandingScore>, deductions: Iterable<StandingDeduction>): number | null {
  let total = 0;
  for (const { id, weightBasisPoints } of indicators) {
    const score = scores.get(id);
    if (!score) return null;
    total += weightBasisPoints * score.scoreHundredths;
  }
  for (const { pointsHundredths } of deductions) total -= pointsHundredths * MILLIONTHS_PER_HUNDREDTH;
  return indicators.length === 0 ? null : Math.max(0, total);
}

/**
 * Whole hundredths of an exact total. Rounded down: a total reaches a cut-off, itself whole hundredths, exactly when its floor does,
 * so that what is shown and what is graded never differ.
 */
export const hundredthsOfE6 = (total: number | null): number | null => (total === null ? null : Math.floor(total / MILLIONTHS_PER_HUNDREDTH));
