import type { Context } from '#kernel';
import { annualTargets } from './annual-targets.view.js';
import { assistanceDecider } from './assistance.decider.js';
import { assistanceEvents } from './assistance.events.js';
import { residentDays, villageAssistance } from './assistance.views.js';
import { claimsDecider } from './claims.decider.js';
import { claimEvents } from './claims.events.js';
import { delistingDecider } from './delisting.decider.js';
import { delistingGates } from './delisting.view.js';
import { enterpriseLinks } from './enterprise-links.view.js';
import { enterpriseDecider } from './enterprises.decider.js';
import { enterpriseEvents } from './enterprises.events.js';
import { exitRegister } from './exit-register.view.js';
import { exitDecider } from './exit.decider.js';
import { figureDecider } from './figures.decider.js';
import { figureEvents } from './figures.events.js';
import { fundRegister } from './fund-register.view.js';
import { fundDecider } from './funds.decider.js';
import { fundEvents } from './funds.events.js';
import { householdsDecider } from './households.decider.js';
import { householdEvents } from './households.events.js';
import { incomeClaims } from './income-claims.view.js';
import { instructionsDecider } from './instructions.decider.js';
import { instructions } from './instructions.view.js';
import { listedHouseholds } from './listed-households.view.js';
import { officeHolders } from './office-holders.view.js';
import { pairingDecider, supportGroupDecider } from './partners.decider.js';
import { partnerEvents } from './partners.events.js';
import { pairings, supportGroups } from './partners.views.js';
import { pathFiguresDecider } from './path-figures.decider.js';
import { pathReconciliation } from './path-reconciliation.view.js';
import { planningSubjects } from './planning-subjects.view.js';
import { programmeFigures } from './programme-figures.view.js';
import { programmeTree } from './programme-tree.view.js';
import { programmeDecider } from './programme.decider.js';
import { programmeEvents } from './programme.events.js';
import { programmeFacts } from './programme.facts.js';
import { reinforcementDecider } from './reinforcement.decider.js';
import { reinforcementEvents } from './reinforcement.events.js';
import { reinforcements } from './reinforcements.view.js';
import { residentDaysDecider } from './resident-days.decider.js';
import { shareApplicationDecider } from './share-applications.decider.js';
import { shareApplications } from './share-applications.view.js';
import { shareRuleDecider } from './share-rules.decider.js';
import { shareRules } from './share-rules.view.js';
import { standardProgress } from './standard-progress.view.js';
import { standardDecider } from './standards.decider.js';
import { standardEvents } from './standards.events.js';
import { valueTags } from './value-tags.view.js';
import { valuesDecider } from './values.decider.js';
import { valueEvents } from './values.events.js';
import { villageDutyHolders } from './village-duty-holders.view.js';
import { villageHouseholds } from './village-households.view.js';
import { villagePlan } from './village-plan.view.js';
import { villagePolicyDecider } from './village-policy.decider.js';
import { villageStandardDecider } from './village-standard.decider.js';
import { villageStandards } from './village-standards.view.js';

/** What was promised for a year, by which document, what was done for whom, what was said of it, and what an authority found to have come of it. */
export const programmeContext: Context = {
  name: 'programme',
  zh: '总体思路与年度目标',
  deciders: [
    ...[exitDecider, instructionsDecider, programmeDecider, valuesDecider],
    ...[figureDecider, pathFiguresDecider, claimsDecider],
    ...[householdsDecider, assistanceDecider, villagePolicyDecider, residentDaysDecider, enterpriseDecider],
    ...[reinforcementDecider, shareRuleDecider, fundDecider, shareApplicationDecider, supportGroupDecider, pairingDecider],
    ...[standardDecider, villageStandardDecider, delistingDecider],
  ],
  policies: [],
  views: [
    ...[exitRegister, annualTargets, programmeTree, instructions, planningSubjects, officeHolders, valueTags],
    ...[programmeFigures, pathReconciliation, incomeClaims],
    ...[villageHouseholds, listedHouseholds, villageAssistance, residentDays, villageDutyHolders, villagePlan, enterpriseLinks],
    ...[reinforcements, shareRules, fundRegister, shareApplications, supportGroups, pairings],
    ...[villageStandards, standardProgress, delistingGates],
  ],
  events: {
    ...programmeEvents,
    ...valueEvents,
    ...figureEvents,
    ...claimEvents,
    ...householdEvents,
    ...assistanceEvents,
    ...enterpriseEvents,
    ...reinforcementEvents,
    ...fundEvents,
    ...partnerEvents,
    ...standardEvents,
  },
  facts: programmeFacts,
};
