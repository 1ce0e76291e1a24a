import type { Event, Policy } from '#kernel';
import type { OrderRedecision } from '#accountability';
import type { MarkVetoForLifting } from '#veto';
import type { MarkAppealOverdue } from './appeal.commands.js';
import { againstKey } from './against.js';
import type { DecisionRevoked, RedecisionOrdered } from './appeal.events.js';
import { appealDuesOfHour, type AppealDuesRow } from './appeal-dues.js';
import { reviewedAppeals, type ReviewedAppealRow } from './reviewed-appeals.view.js';

/** The ledger stands to the right of every context: of its calendar only this one event is known here. */
type HourEnded = Event<'HourEnded', { hour: string }>;

/** Clocks of appeals that ran out with the hour. */
export const onHourEnded: Policy<HourEnded, MarkAppealOverdue> = {
  name: 'onHourEnded',
  needs: { HourEnded: ({ data: { hour } }) => [{ view: appealDuesOfHour.name, key: hour }] },
  on: {
    HourEnded: ({ data: { hour } }, facts) =>
      (facts.get<AppealDuesRow>(appealDuesOfHour.name, hour)?.dues ?? []).map(({ on, ...due }) => ({ type: 'MarkAppealOverdue', data: { ...due, dueOn: on } })),
  },
};

/** A revoked veto is marked for people to lift: neither it nor what led to it is rewritten. */
export const onDecisionRevoked: Policy<DecisionRevoked, MarkVetoForLifting> = {
  name: 'onDecisionRevoked',
  on: {
    DecisionRevoked: ({ data: { against, appealId, decidedOn, documentNo } }) =>
      against.kind === 'veto'
        ? [{ type: 'MarkVetoForLifting', data: { unitId: against.unitId, year: against.year, appealId, documentNo, revokedOn: decidedOn } }]
        : [],
  },
};

/** What has to be decided anew is open for it again: by people who did not review it, and never harsher where the text says so. */
export const onRedecisionOrdered: Policy<RedecisionOrdered, OrderRedecision> = {
  name: 'onRedecisionOrdered',
  needs: { RedecisionOrdered: ({ data: { appealId } }) => [{ view: reviewedAppeals.name, key: appealId }] },
  on: {
    RedecisionOrdered: ({ data: { against, appealId, organUnitId, documentNo, decidedOn } }, facts) => {
      if (against.kind !== 'measure') return [];
      const { personId, postId, year } = against;
      const reviewed = facts.get<ReviewedAppealRow>(reviewedAppeals.name, appealId);
      const { nonAggravation, reviewerIds = [] } = reviewed ?? {};
      const data = { personId, postId, year, appealId, organUnitId, documentNo, orderedOn: decidedOn, reviewerIds };
      return [{ type: 'OrderRedecision', data: { ...data, ...(nonAggravation && { nonAggravation }) } }];
    },
  },
  reaches: ({ data: { against } }) => (against.kind === 'measure' ? [againstKey(against)] : []),
};
