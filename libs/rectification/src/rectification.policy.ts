import type { Event, Policy, Recorded } from '#kernel';
import type { FindingDuplicateMarked, FindingWithdrawn } from '#inspection';
import type { ClauseOutcomeChanged } from '#rulebook';
import { dueRectifications, type DueItemsRow } from './rectification-dues.js';
import type { AdvanceRectification, SetRectificationGround } from './rectification.commands.js';
import { rectifiableFindings, type FindingRow } from './rectifiable-findings.view.js';
import { recurredClosures, recurredClosuresKey, type RecurredClosuresRow } from './recurred-closures.view.js';
import type { SetSignerReview } from './signer-review.decider.js';

/** The ledger stands outside the order of knowledge: of its calendar only this one event is known here. */
type HourEnded = Event<'HourEnded', { hour: string }>;

/** Deadlines that passed, and the steps of ladders: rules remind and draft, no more (justice 10). */
export const onHourEnded: Policy<HourEnded, AdvanceRectification> = {
  name: 'onHourEnded',
  needs: { HourEnded: ({ data: { hour } }) => [{ view: dueRectifications.name, key: hour }] },
  on: {
    HourEnded: ({ data: { hour } }, facts) =>
      (facts.get<DueItemsRow>(dueRectifications.name, hour)?.rectificationIds ?? []).map((rectificationId) => ({
        type: 'AdvanceRectification',
        data: { rectificationId, hour },
      })),
  },
};

type Dismissed = FindingWithdrawn | FindingDuplicateMarked;
const ofFinding = ({ data: { findingId } }: Recorded<Dismissed>) => [{ view: rectifiableFindings.name, key: findingId }];
const setGrounds: Policy<Dismissed, SetRectificationGround>['on']['FindingWithdrawn'] = ({ data: { findingId } }, facts) => {
  const row = facts.get<FindingRow>(rectifiableFindings.name, findingId);
  return (row?.orders ?? []).map(({ rectificationId }) => ({ type: 'SetRectificationGround', data: { rectificationId, fell: row!.fell } }));
};

/** A finding fell: whatever was ordered under it hears of it; that the order is taken back is for people. */
export const onFindingDismissed: Policy<Dismissed, SetRectificationGround> = {
  name: 'onFindingDismissed',
  needs: { FindingWithdrawn: ofFinding, FindingDuplicateMarked: ofFinding },
  on: { FindingWithdrawn: setGrounds, FindingDuplicateMarked: (event, facts) => setGrounds(event as never, facts) },
};

/** Which clause asks for a review is the book's word; it concerns the closures whose look back the clause counted, and those of before that it counts no more. */
export const onClauseOutcomeChanged: Policy<ClauseOutcomeChanged, SetSignerReview> = {
  name: 'onClauseOutcomeChanged',
  needs: {
    ClauseOutcomeChanged: ({ data: { target, targetKind, year } }) =>
      targetKind === 'unit' ? [{ view: recurredClosures.name, key: recurredClosuresKey(target, year) }] : [],
  },
  on: {
    ClauseOutcomeChanged: ({ data }, facts) => {
      const { target, targetKind, year, clauseId, clauseHash, bookId, bookVersion, outcome, consequence, evidence } = data;
      if (targetKind !== 'unit') return [];
      const asks = consequence.kind === 'review' && outcome === 'met';
      const basis = { bookId, bookVersion, clauseId, clauseHash, events: evidence };
      const closures = facts.get<RecurredClosuresRow>(recurredClosures.name, recurredClosuresKey(target, year))?.closures ?? [];
      return closures.map(({ eventId, ...closure }) => ({
        type: 'SetSignerReview',
        data: { ...closure, clauseId, met: asks && evidence.includes(eventId), basis },
      }));
    },
  },
};
