import {
  ALL,
  dateOf,
  holdsOn,
  isDate,
  must,
  type Basis,
  type CalendarDate,
  type Command,
  type Decider,
  type DecisionInput,
  type NewEvent,
  type Private,
} from '#kernel';
import { bookIfAny, competencesFor } from '#rulebook';
import { actorOf, mustSay, mustSayPrivately } from './rectification.guards.js';
import { rectificationPosts, rectificationUnits, type PostRow, type UnitRow } from './rectification-people.views.js';
import type { Closure, SignerReviewActEvent, SignerReviewEvent, SignerReviewState } from './signer-review.events.js';

type Act = { rectificationId: string; organUnitId: string; documentNo: string; date: CalendarDate };
/** The policy's whole word on one clause about one closure that did not hold. */
export type SetSignerReview = Command<'SetSignerReview', Closure & { clauseId: string; met: boolean; basis: Basis }>;
export type OpenSignerReview = Command<'OpenSignerReview', Act>;
export type DismissSignerReview = Command<'DismissSignerReview', Act & { reason: Private }>;
export type ConcludeSignerReview = Command<'ConcludeSignerReview', Act & { conclusion: 'closure-sound' | 'closure-false'; opinion: Private }>;
export type SignerReviewCommand = SetSignerReview | OpenSignerReview | DismissSignerReview | ConcludeSignerReview;

type State = Readonly<{ status: SignerReviewState; closure: Closure | null; clauses: readonly string[]; since: CalendarDate }>;

/** What the clause says now against what was known; a review that people ended stays ended. */
function setReview({ data }: SetSignerReview, { status, clauses }: State): readonly NewEvent<SignerReviewEvent>[] {
  const { met, basis, ...said } = data;
  if (status === 'dismissed' || status === 'concluded' || met === clauses.includes(data.clauseId)) return [];
  const event = (type: Exclude<SignerReviewEvent['type'], SignerReviewActEvent['type']>): readonly NewEvent<SignerReviewEvent>[] => [
    { type, data: said, basis: [basis] },
  ];
  if (met) return event(status === 'basis-lost' ? 'SignerReviewBasisRegained' : clauses.length > 0 ? 'SignerReviewBasisAdded' : 'SignerReviewProposed');
  if (clauses.length > 1) return event('SignerReviewBasisRemoved');
  return event(status === 'open' ? 'SignerReviewBasisLost' : 'SignerReviewWithdrawn');
}

/** Who may review where the book names nobody. */
const REVIEWERS: readonly string[] = ['discipline', 'organization', 'command-office'];
/** By people of the competent organ, none of whom signed the closure. */
function actOf(data: Act, state: State, input: DecisionInput) {
  const { closure, since } = state;
  must(isDate(data.date), 'date.invalid', { zh: '日期不存在', en: 'not a real calendar date' });
  must(data.date <= dateOf(input.recordedAt), 'rectification.date-in-future', {
    zh: '日期不得晚于记录日',
    en: 'it cannot be dated after the day it is recorded',
  });
  must(data.date >= since, 'rectification.out-of-order', { zh: `日期早于上一环节（${since}）`, en: `it is dated before the step before it (${since})` });
  mustSay(data.documentNo, 'document-missing');
  const personId = actorOf(input);
  must(!closure!.signerPersonIds.includes(personId), 'rectification.own-review', {
    zh: '销号人不得复核自己的销号',
    en: 'who signed the closure cannot review it',
  });
  const organ = input.facts.get<UnitRow>(rectificationUnits.name, data.organUnitId);
  const book = bookIfAny(input)?.book;
  const stated = book ? competencesFor(book, 'review-signer') : [];
  const allowed = stated.length > 0 ? stated : REVIEWERS;
  must(
    organ?.competences.some((competence) => allowed.includes(competence)),
    'rectification.wrong-reviewer',
    {
      zh: '该机关无权复核销号',
      en: `the organ is not competent; competent is one for: ${allowed.join(', ')}`,
    },
  );
  const inOrgan = input.facts
    .all<PostRow>(rectificationPosts.name)
    .some(([, { unitId, tenures }]) => unitId === data.organUnitId && tenures.some((tenure) => tenure.personId === personId && holdsOn(tenure, data.date)));
  must(inOrgan, 'rectification.not-of-organ', { zh: '操作人当日不在该机关任职', en: 'the actor held no post of the organ on the day' });
  const { unitId, year, signerPersonIds } = closure!;
  return { ...data, unitId, year, signerPersonIds };
}
const notAt = (status: SignerReviewState, allowed: readonly SignerReviewState[]): void =>
  must(allowed.includes(status), 'rectification.review-not-there', {
    zh: '销号复核当前状态不允许此操作',
    en: 'the review does not stand where this could be done',
  });

const needs = ({ data: { organUnitId } }: Readonly<{ data: Act }>) => [
  { view: rectificationPosts.name, key: ALL },
  { view: rectificationUnits.name, key: organUnitId },
];
const onDate = ({ data: { date } }: Readonly<{ data: Act }>): CalendarDate => date;
const at = ({ date }: Act) => ({ validAt: { from: date } });

const stand = (state: State, clauseId: string, change: Partial<State>): State => ({ ...state, clauses: [...state.clauses, clauseId], ...change });
const fall = (state: State, clauseId: string, status: SignerReviewState): State => ({
  ...state,
  clauses: state.clauses.filter((id) => id !== clauseId),
  status,
});
const said = (type: SignerReviewCommand['type'], { unitId: _unit, year: _year, signerPersonIds: _signers, ...data }: SignerReviewActEvent['data']) =>
  ({ type, data }) as SignerReviewCommand;

/** Of one closure that proved false or did not hold: a draft by the book, a review by people, nothing automatic. */
export const signerReviewDecider: Decider<State, SignerReviewCommand, SignerReviewEvent> = {
  category: 'signer-review',
  streamOf: ({ data: { rectificationId } }) => `signer-review-${rectificationId}`,
  initialState: { status: 'none', closure: null, clauses: [], since: '' },
  commands: {
    SetSignerReview: { by: 'policy', zh: '更新销号复核建议' },
    OpenSignerReview: { by: 'person', zh: '启动复核销号' },
    DismissSignerReview: { by: 'person', zh: '决定不予复核' },
    ConcludeSignerReview: { by: 'person', zh: '作出复核结论' },
  },
  needs: { OpenSignerReview: needs, DismissSignerReview: needs, ConcludeSignerReview: needs },
  bookOn: { OpenSignerReview: onDate, DismissSignerReview: onDate, ConcludeSignerReview: onDate },
  decide: {
    SetSignerReview: setReview,
    OpenSignerReview: ({ data }, state, input) => {
      notAt(state.status, ['proposed']);
      return [{ type: 'SignerReviewOpened', data: actOf(data, state, input), ...at(data) }];
    },
    DismissSignerReview: ({ data }, state, input) => {
      notAt(state.status, ['proposed', 'open', 'basis-lost']);
      mustSayPrivately(data.reason);
      return [{ type: 'SignerReviewDismissed', data: { ...actOf(data, state, input), reason: data.reason }, ...at(data) }];
    },
    ConcludeSignerReview: ({ data }, state, input) => {
      notAt(state.status, ['open', 'basis-lost']);
      mustSayPrivately(data.opinion);
      const { conclusion, opinion } = data;
      return [{ type: 'SignerReviewConcluded', data: { ...actOf(data, state, input), conclusion, opinion }, ...at(data) }];
    },
  },
  evolve: {
    SignerReviewProposed: (state, { data }) => {
      const { clauseId, ...closure } = data;
      return stand(state, clauseId, { status: 'proposed', closure });
    },
    SignerReviewBasisAdded: (state, { data }) => stand(state, data.clauseId, {}),
    SignerReviewBasisRemoved: (state, { data }) => fall(state, data.clauseId, state.status),
    SignerReviewWithdrawn: (state, { data }) => fall(state, data.clauseId, 'withdrawn'),
    SignerReviewBasisLost: (state, { data }) => fall(state, data.clauseId, 'basis-lost'),
    SignerReviewBasisRegained: (state, { data }) => stand(state, data.clauseId, { status: 'open' }),
    SignerReviewOpened: (state, { data }) => ({ ...state, status: 'open', since: data.date }),
    SignerReviewDismissed: (state, { data }) => ({ ...state, status: 'dismissed', since: data.date }),
    SignerReviewConcluded: (state, { data }) => ({ ...state, status: 'concluded', since: data.date }),
  },
  commandOf: {
    SignerReviewOpened: (_events, { data }) => said('OpenSignerReview', data),
    SignerReviewDismissed: (_events, { data }) => said('DismissSignerReview', data),
    SignerReviewConcluded: (_events, { data }) => said('ConcludeSignerReview', data),
  },
};
