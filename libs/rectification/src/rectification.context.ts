import type { Context } from '#kernel';
import { awaitingVerification, openRectifications, rectificationClocks } from './rectification-lists.views.js';
import { rectificationChains, rectificationTotals } from './rectification-sums.views.js';
import { dueRectifications, rectificationDues } from './rectification-dues.js';
import { rectifiableFindings } from './rectifiable-findings.view.js';
import { rectificationOrders } from './rectification-orders.view.js';
import { rectificationPersons, rectificationPosts, rectificationUnits } from './rectification-people.views.js';
import { rectificationRegister } from './rectification-register.view.js';
import { rectificationDecider } from './rectification.decider.js';
import { rectificationEvents } from './rectification.events.js';
import { rectificationFacts } from './rectification.facts.js';
import { onClauseOutcomeChanged, onFindingDismissed, onHourEnded } from './rectification.policy.js';
import { recurredClosures } from './recurred-closures.view.js';
import { signerReviewDecider } from './signer-review.decider.js';
import { signerReviewEvents } from './signer-review.events.js';
import { signerReviews } from './signer-reviews.view.js';
import { supervisionDrafts } from './supervision-drafts.view.js';

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const rectificationContext: Context = {
  name: 'rectification',
  zh: '整改',
  deciders: [rectificationDecider, signerReviewDecider],
  policies: [onHourEnded, onFindingDismissed, onClauseOutcomeChanged],
  views: [
    rectificationRegister,
    rectifiableFindings,
    openRectifications,
    awaitingVerification,
    rectificationClocks,
    rectificationTotals,
    rectificationChains,
    supervisionDrafts,
    signerReviews,
    rectificationOrders,
    rectificationPosts,
    rectificationPersons,
    rectificationUnits,
    dueRectifications,
    recurredClosures,
  ],
  events: { ...rectificationEvents, ...signerReviewEvents },
  facts: rectificationFacts,
  dues: rectificationDues,
};
