import type { Context } from '#kernel';
import { duplicateFindings } from './duplicate-findings.view.js';
import { exitDisputes } from './exit-disputes.view.js';
import { findingExits } from './finding-exits.view.js';
import { findingObjections } from './finding-objections.view.js';
import { findingStandings } from './finding-standings.view.js';
import { findingDecider } from './finding.decider.js';
import { findingEvents } from './finding.events.js';
import { findingFacts } from './finding.facts.js';
import { findingsRegister, villageFindings } from './findings-register.view.js';
import { loggedFindings } from './logged-findings.view.js';

/** The context's part about what was found, what the unit answered, and what it counts for. */
export const findingParts = {
  deciders: [findingDecider],
  views: [findingsRegister, villageFindings, loggedFindings, duplicateFindings, findingObjections, exitDisputes, findingExits, findingStandings],
  events: findingEvents,
  facts: findingFacts,
} satisfies Partial<Context>;
