import type { Event, Facts, Need, Policy, Recorded } from '#kernel';
import type {
  AppealAdmitted,
  AppealDecisionCarriedOut,
  AppealDecisionServed,
  AppealLodged,
  AppealNotAdmitted,
  AppealTransferred,
  AppealWithdrawn,
} from '#appeal';
import { holdDues, type HoldDuesRow } from './hold-dues.view.js';
import type { HeldAfter, HoldEnd, LapseLegalHold, PlaceLegalHold, ReleaseLegalHold, SettleLegalHold } from './hold.decider.js';
import { redressAppeals, redressSteps, redressStepsKey, type RedressAppealRow, type RedressStep, type RedressStepsRow } from './redress-appeals.view.js';
import { redressCaseKey, redressCases, type RedressCaseRow } from './redress-cases.view.js';

type Running = AppealLodged | AppealTransferred | AppealAdmitted;
const groundsOf = ({ data: { against } }: Recorded<Running>): readonly Need[] =>
  against.kind === 'measure' ? [{ view: redressCases.name, key: redressCaseKey(against) }] : [];

function place({ data: { appealId, against } }: Recorded<Running>, facts: Facts): readonly PlaceLegalHold[] {
  if (against.kind !== 'measure') return [{ type: 'PlaceLegalHold', data: { appealId, against, heldIds: [against.unitId] } }];
  const targets = facts.get<RedressCaseRow>(redressCases.name, redressCaseKey(against))?.targets ?? [];
  return [{ type: 'PlaceLegalHold', data: { appealId, against, heldIds: [...new Set([against.personId, against.postId, ...targets])].sort() } }];
}

/** Nothing about what is appealed against may be erased while it is looked at. */
export const onAppealLodged: Policy<AppealLodged, PlaceLegalHold> = {
  name: 'onAppealLodged',
  needs: { AppealLodged: groundsOf },
  on: { AppealLodged: place },
};

/** Nor when it runs again: not admitted or withdrawn, and taken up all the same. Where the hold stands, nothing follows. */
export const onAppealTransferred: Policy<AppealTransferred | AppealAdmitted, PlaceLegalHold> = {
  name: 'onAppealTransferred',
  needs: { AppealTransferred: groundsOf, AppealAdmitted: groundsOf },
  on: { AppealTransferred: place, AppealAdmitted: place },
};

type Over = AppealWithdrawn | AppealNotAdmitted;
type Ended = Over | AppealDecisionServed | AppealDecisionCarriedOut;
type Ending = ReleaseLegalHold | SettleLegalHold;
const released = (appealId: string, because: HoldEnd): ReleaseLegalHold => ({ type: 'ReleaseLegalHold', data: { appealId, because } });
const release =
  (because: HoldEnd) =>
  ({ data: { appealId } }: Recorded<Over>): readonly ReleaseLegalHold[] => [released(appealId, because)];

type Answering = Recorded<AppealDecisionServed | AppealDecisionCarriedOut>;
const answerOf = ({ data: { appealId, against } }: Answering): readonly Need[] => [
  { view: redressAppeals.name, key: appealId },
  { view: redressSteps.name, key: redressStepsKey(against) },
];
const takenAgainst = ({ data: { against } }: Answering, facts: Facts): readonly RedressStep[] =>
  facts.get<RedressStepsRow>(redressSteps.name, redressStepsKey(against))?.taken ?? [];

/** After which the book may lead on: what was maintained as soon as it is served, what was varied once it is carried out as well. */
function heldAfter({ outcome, carriedOutOn }: RedressAppealRow): HeldAfter | undefined {
  if (outcome === 'DecisionMaintained') return 'maintained';
  return outcome === 'DecisionVaried' && carriedOutOn !== undefined ? 'carried-out' : undefined;
}

/** Where the book leads on from an answer, if it does. */
function settle(event: Answering, facts: Facts): readonly SettleLegalHold[] {
  const { appealId, date } = event.data;
  const row = facts.get<RedressAppealRow>(redressAppeals.name, appealId);
  const own = takenAgainst(event, facts).find((one) => one.appealId === appealId);
  const after = row && heldAfter(row);
  if (!own || !after) return [];
  const { track, step } = own;
  const { on = date, since } = row.served ?? {};
  return [{ type: 'SettleLegalHold', data: { appealId, after, track, step, answeredOn: on, ...(since !== undefined && { servedOn: since }) } }];
}

/**
 * The outcome is carried out, or the appeal is over without one. What was maintained is over when it is served, what was varied when it is carried out, unless the
 * book leads on from there; and an answer ends what was kept since the step before it.
 */
export const onAppealEnded: Policy<Ended, Ending> = {
  name: 'onAppealEnded',
  needs: { AppealDecisionServed: answerOf, AppealDecisionCarriedOut: answerOf },
  on: {
    AppealWithdrawn: release('withdrawn'),
    AppealNotAdmitted: release('not-admitted'),
    AppealDecisionServed: (event, facts) => {
      const { appealId } = event.data;
      const taken = takenAgainst(event, facts);
      const own = taken.find((one) => one.appealId === appealId);
      const earlier = taken.filter(({ track, step }) => own !== undefined && track === own.track && own.after.includes(step));
      return [...earlier.map((one) => released(one.appealId, 'taken-further')), ...settle(event, facts)];
    },
    AppealDecisionCarriedOut: (event, facts) => {
      const settling = settle(event, facts);
      return settling.length > 0 ? settling : [released(event.data.appealId, 'carried-out')];
    },
  },
};

/** The ledger stands to the right of every context: of its calendar only this one event is known here. */
type HourEnded = Event<'HourEnded', { hour: string }>;

/** The last day to take the answer further is over. */
export const onHourEnded: Policy<HourEnded, LapseLegalHold> = {
  name: 'onHourEnded',
  needs: { HourEnded: ({ data: { hour } }) => [{ view: holdDues.name, key: hour }] },
  on: {
    HourEnded: ({ data: { hour } }, facts) =>
      (facts.get<HoldDuesRow>(holdDues.name, hour)?.dues ?? []).map(({ appealId, until }) => ({ type: 'LapseLegalHold', data: { appealId, until } })),
  },
};
