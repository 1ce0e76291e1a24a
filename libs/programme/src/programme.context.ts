import type { Context } from '#kernel';
import { annualTargets } from './annual-targets.view.js';
import { exitRegister } from './exit-register.view.js';
import { exitDecider } from './exit.decider.js';
import { instructionsDecider } from './instructions.decider.js';
import { instructions } from './instructions.view.js';
import { officeHolders } from './office-holders.view.js';
import { planningSubjects } from './planning-subjects.view.js';
import { programmeTree } from './programme-tree.view.js';
import { programmeDecider } from './programme.decider.js';
import { programmeEvents } from './programme.events.js';
import { programmeFacts } from './programme.facts.js';

/** What was promised for a year, by which document, and what an authority found to have come of it. */
export const programmeContext: Context = {
  name: 'programme',
  zh: '总体思路与年度目标',
  deciders: [exitDecider, instructionsDecider, programmeDecider],
  policies: [],
  views: [exitRegister, annualTargets, programmeTree, instructions, planningSubjects, officeHolders],
  events: programmeEvents,
  facts: programmeFacts,
};
