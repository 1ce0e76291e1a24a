import type { Context } from '#kernel';
import { drawRegister } from './draw-register.view.js';
import { drawDecider } from './draw.decider.js';
import { drawEvents } from './draw.events.js';
import { drawnVisits } from './drawn-visits.view.js';
import { duplicateFindings } from './duplicate-findings.view.js';
import { exitDisputes } from './exit-disputes.view.js';
import { findingAnswerers } from './finding-answerers.view.js';
import { findingChecklists } from './finding-checklists.view.js';
import { findingExits } from './finding-exits.view.js';
import { findingGroups } from './finding-groups.view.js';
import { findingHouseholds } from './finding-households.view.js';
import { findingObjections } from './finding-objections.view.js';
import { findingRounds } from './finding-rounds.view.js';
import { findingStandings } from './finding-standings.view.js';
import { findingSubjects } from './finding-subjects.view.js';
import { findingDecider } from './finding.decider.js';
import { findingEvents } from './finding.events.js';
import { findingFacts } from './finding.facts.js';
import { findingsRegister, villageFindings } from './findings-register.view.js';
import { loggedFindings } from './logged-findings.view.js';
import { roundDraws } from './round-draws.view.js';

const findingViews = [findingsRegister, villageFindings, loggedFindings, duplicateFindings, findingObjections, exitDisputes];
/** What findings and draws have to know of others, and read when they decide. */
const findingKnowledge = [
  findingSubjects,
  findingAnswerers,
  findingHouseholds,
  findingRounds,
  findingGroups,
  findingChecklists,
  findingExits,
  findingStandings,
];
const drawViews = [drawRegister, roundDraws, drawnVisits];

/** All that rebuild, replay, explain, the glossary and the apps need to know of this context. */
export const inspectionContext: Context = {
  name: 'inspection',
  zh: '督查',
  deciders: [
    findingDecider, //
    drawDecider,
  ],
  policies: [],
  views: [
    ...findingViews, //
    ...findingKnowledge,
    ...drawViews,
  ],
  events: {
    ...findingEvents, //
    ...drawEvents,
  },
  facts: findingFacts,
};
