import type { Context } from '#kernel';
import { accountabilityCases } from './accountability-cases.view.js';
import { accountabilityEvents } from './accountability.events.js';
import { onClauseOutcomeChanged, onClauseTriggered, onHourEnded, onPostVacated, onResponsibilityChanged } from './accountability.policy.js';
import { accountabilityDues, caseDues } from './case-dues.js';
import { caseClocks } from './case-clocks.view.js';
import { caseComplaints } from './case-complaints.view.js';
import { caseTies } from './case-ties.view.js';
import { caseDecider } from './case.decider.js';
import { chainDecider } from './chain.decider.js';
import { measuresInForce } from './measures-in-force.view.js';
import { metMeasures } from './met-measures.view.js';
import { nominationOutcomes } from './nomination-outcomes.view.js';
import { nominationScreenings } from './nomination-screenings.view.js';
import { nominationDecider } from './nomination.decider.js';
import { responsibilityChain } from './responsibility-chain.view.js';
import { responsibilityDuties, responsibilityPersons, responsibilityPosts, responsibilityUnits, responsibilityVillages } from './responsibility.views.js';
import { triggerRegister } from './trigger-register.view.js';
import { triggerDecider } from './trigger.decider.js';

/** 问责: who answered, whom a clause flags, and what people made of it. */
export const accountabilityContext: Context = {
  name: 'accountability',
  zh: '问责',
  deciders: [chainDecider, triggerDecider, caseDecider, nominationDecider],
  policies: [onClauseOutcomeChanged, onResponsibilityChanged, onClauseTriggered, onHourEnded, onPostVacated],
  views: [
    responsibilityChain,
    triggerRegister,
    accountabilityCases,
    caseClocks,
    measuresInForce,
    nominationScreenings,
    responsibilityPosts,
    responsibilityUnits,
    responsibilityVillages,
    responsibilityDuties,
    responsibilityPersons,
    metMeasures,
    nominationOutcomes,
    caseDues,
    caseTies,
    caseComplaints,
  ],
  events: accountabilityEvents,
  dues: accountabilityDues,
};

/** Views that only who owns the cases may read; every read of them is logged (justice 2, 12). The book names the posts that own cases. */
export const caseOwnerViews: readonly string[] = [triggerRegister, accountabilityCases, caseClocks, caseDues, caseTies, caseComplaints, metMeasures].map(
  ({ name }) => name,
);
