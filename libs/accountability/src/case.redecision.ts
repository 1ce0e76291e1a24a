import type { CalendarDate, NewEvent } from '#kernel';
import { compareMeasures } from '#rulebook';
import { postCheck } from './case.authority.js';
import type { DecideCollectively, OrderRedecision } from './case.commands.js';
import type { CaseRedecisionOrdered } from './case.events.js';
import type { Check, Known } from './case.guards.js';
import type { CaseState } from './case.state.js';

/** What was decided is opened for a decision anew, once for each appeal; where nothing stands any more there is nothing to decide anew. */
export function orderRedecision({ data }: OrderRedecision, { decision, redecision }: CaseState): readonly NewEvent<CaseRedecisionOrdered>[] {
  if (!decision || redecision?.appealId === data.appealId) return [];
  return [{ type: 'CaseRedecisionOrdered', data, validAt: { from: data.orderedOn } }];
}

/** A decision anew is never harsher where the text says so, and none of those who reviewed it takes part (justice 15, 16). */
export function redecisionChecks(
  { measure, participantIds }: DecideCollectively['data'],
  { decision, redecision }: CaseState,
  { book }: Known,
): readonly Check[] {
  if (!redecision || !decision) return [];
  const compared = book ? compareMeasures(book, measure, decision.measure) : 'incomparable';
  const clause = redecision.nonAggravation;
  const reviewers = participantIds.filter((personId) => redecision.reviewerIds.includes(personId));
  return [
    {
      holds: clause === undefined || compared === 'lighter' || compared === 'same',
      code: 'accountability.aggravated',
      text: { zh: `重新作出的决定不得重于原决定（${decision.measure}）`, en: `a decision anew is never harsher than ${decision.measure}` },
      ...(clause !== undefined && { clause }),
    },
    {
      holds: reviewers.length === 0,
      code: 'accountability.reviewer-decides',
      text: { zh: `复查人员不得参加重新决定：${reviewers.join('、')}`, en: `who reviewed the decision does not decide anew: ${reviewers.join(', ')}` },
    },
  ];
}

const firstDecidedOn = ({ redecision, earlier, decision }: CaseState): CalendarDate | undefined =>
  redecision && decision ? (earlier?.[0] ?? decision).date : undefined;

/** From when an effect period counts: of a decision anew from the day first decided, so that nobody serves it twice (justice 17). */
export const effectCountsFrom = (state: CaseState, { date }: DecideCollectively['data']): CalendarDate => firstDecidedOn(state) ?? date;

/** Who was removed by what is now decided anew left the post by that: the post has to be held when it was first decided. */
export function postChecked(state: CaseState, data: DecideCollectively['data'], known: Known): Check {
  const first = firstDecidedOn(state);
  return first === undefined ? postCheck(state, data, known) : postCheck({ ...state, grounds: {} }, { ...data, date: first }, known);
}
