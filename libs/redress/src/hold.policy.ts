import type { Facts, Need, Policy, Recorded } from '#kernel';
import type {
  AppealAdmitted,
  AppealDecisionCarriedOut,
  AppealDecisionServed,
  AppealLodged,
  AppealNotAdmitted,
  AppealTransferred,
  AppealWithdrawn,
} from '#appeal';
import type { HoldEnd, PlaceLegalHold, ReleaseLegalHold } from './hold.decider.js';
import { redressAppeals, type RedressAppealRow } from './redress-appeals.view.js';
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
const release =
  (because: HoldEnd) =>
  ({ data: { appealId } }: Recorded<Ended>): readonly ReleaseLegalHold[] => [{ type: 'ReleaseLegalHold', data: { appealId, because } }];

/** The outcome is carried out, or the appeal is over without one; what was maintained is over when it is served. */
export const onAppealEnded: Policy<Ended, ReleaseLegalHold> = {
  name: 'onAppealEnded',
  needs: { AppealDecisionServed: ({ data: { appealId } }) => [{ view: redressAppeals.name, key: appealId }] },
  on: {
    AppealDecisionCarriedOut: release('carried-out'),
    AppealWithdrawn: release('withdrawn'),
    AppealNotAdmitted: release('not-admitted'),
    AppealDecisionServed: (event, facts) => {
      const row = facts.get<RedressAppealRow>(redressAppeals.name, event.data.appealId);
      return row?.outcome === 'DecisionMaintained' ? release('maintained')(event) : [];
    },
  },
};
