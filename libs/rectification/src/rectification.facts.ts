import type { FactContribution, Recorded } from '#kernel';
import type { RectificationLookedBack } from './rectification.events.js';

/** What this context contributes to the evaluator: closed items that recurred within the look-back window, counted for the unit and the finding's year. */
export const rectificationFacts: FactContribution = {
  RectificationLookedBack: ({ data: { result, unitId, year, rectificationId } }: Recorded<RectificationLookedBack>) =>
    result === 'recurred' ? [{ target: unitId, year, fact: 'finding.recurred', op: 'add', item: rectificationId }] : [],
};
