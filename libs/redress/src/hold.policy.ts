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
import type { HoldEnd, LapseLegalHold, PlaceLegalHold, ReleaseLegalHold, SettleLegalHold } from './hold.decider.js';
import { redressAppeals, redressSteps, redressStepsKey, type RedressAppealRow, type RedressStepsRow } from './redress-appeals.view.js';
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

type Ended = AppealDecisionCarriedOut | AppealWithdrawn | AppealNotAdmitted | AppealDecisionServed;
type Ending = ReleaseLegalHold | SettleLegalHold;
const released = (appealId: string, because: HoldEnd): ReleaseLegalHold => ({ type: 'ReleaseLegalHold', data: { appealId, because } });
const release =
  (because: HoldEnd) =>
  ({ data: { appealId } }: Recorded<Ended>): readonly ReleaseLegalHold[] => [released(appealId, because)];

/**
 * The outcome is carried out, or the appeal is over without one. What was maintained is over when it is served, unless the book leads on from there; and an answer
 * ends what was kept since the step before it.
 */
export const onAppealEnded: Policy<Ended, Ending> = {
  name: 'onAppealEnded',
  needs: {
    AppealDecisionServed: ({ data: { appealId, against } }) => [
      { view: redressAppeals.name, key: appealId },
      { view: redressSteps.name, key: redressStepsKey(against) },
    ],
  },
  on: {
    AppealDecisionCarriedOut: release('carried-out'),
    AppealWithdrawn: release('withdrawn'),
    AppealNotAdmitted: release('not-admitted'),
    AppealDecisionServed: (event, facts) => {
      const { appealId, against, date } = event.data;
      const { taken } = facts.get<RedressStepsRow>(redressSteps.name, redressStepsKey(against)) ?? { taken: [] };
      const own = taken.find((one) => one.appealId === appealId);
      if (!own) return [];
      const earlier = taken.filter(({ track, step }) => track === own.track && own.after.includes(step)).map((one) => released(one.appealId, 'taken-further'));
      if (facts.get<RedressAppealRow>(redressAppeals.name, appealId)?.outcome !== 'DecisionMaintained') return earlier;
      const { track, step } = own;
      return [...earlier, { type: 'SettleLegalHold', data: { appealId, track, step, answeredOn: date, ...provedOn(event) } }];
    },
  },
};

/** Service without a receipt starts no clock (justice 13). */
const provedOn = ({ data: { receiptRef, established } }: Recorded<AppealDecisionServed>): Readonly<{ servedOn?: string }> =>
  receiptRef.trim() === '' ? {} : { servedOn: established.effectiveOn };

/** The ledger stands to the right of every context: of its calendar only this one event is known here. */
type HourEnded = Event<'HourEnded', { hour: string }>;

/** The last day to take further what was maintained is over. */
export const onHourEnded: Policy<HourEnded, LapseLegalHold> = {
  name: 'onHourEnded',
  needs: { HourEnded: ({ data: { hour } }) => [{ view: holdDues.name, key: hour }] },
  on: {
    HourEnded: ({ data: { hour } }, facts) =>
      (facts.get<HoldDuesRow>(holdDues.name, hour)?.dues ?? []).map(({ appealId, until }) => ({ type: 'LapseLegalHold', data: { appealId, until } })),
  },
};
