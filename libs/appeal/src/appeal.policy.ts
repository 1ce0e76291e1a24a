import type { Event, Policy } from '#kernel';
import type { MarkVetoForLifting } from '#veto';
import type { MarkAppealOverdue } from './appeal.commands.js';
import type { DecisionRevoked } from './appeal.events.js';
import { appealDuesOfHour, type AppealDuesRow } from './appeal-dues.js';

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
