import type { Context } from '#kernel';
import { checklistDecider } from './checklist.decider.js';
import { checklistEvents } from './checklist.events.js';
import { checklists } from './checklists.view.js';
import { groupAnswerability } from './group-answerability.view.js';
import { inspectionGroups, inspectorAssignments } from './inspection-groups.view.js';
import { annualRounds, inspectionRounds } from './inspection-rounds.view.js';
import { inspectionComplaints } from './inspection-complaints.view.js';
import { inspectionTies } from './inspection-ties.view.js';
import { inspectorPools } from './inspector-pools.view.js';
import { leaderVisitDecider } from './leader-visit.decider.js';
import { poolDecider } from './pool.decider.js';
import { roundCoverage } from './round-coverage.view.js';
import { roundHouseholds, roundOffices, roundPosts, roundSubjects } from './round-subjects.view.js';
import { roundDecider } from './round.decider.js';
import { poolEvents, roundEvents } from './round.events.js';
import { roundFacts } from './round.facts.js';
import { villageCoverage, villageVisits } from './village-coverage.view.js';
import { leaderVisits, visitBurden } from './visit-burden.view.js';
import { visitDecider } from './visit.decider.js';
import { visitEvents } from './visit.events.js';

/** The context's part about lists, people, rounds, groups and visits: what is planned and who came where. */
export const roundParts = {
  deciders: [checklistDecider, poolDecider, roundDecider, visitDecider, leaderVisitDecider],
  views: [
    ...[checklists, inspectorPools, inspectionRounds, annualRounds, inspectionGroups, inspectorAssignments, groupAnswerability],
    ...[roundCoverage, villageCoverage, villageVisits, visitBurden, leaderVisits],
    ...[roundSubjects, roundOffices, roundPosts, roundHouseholds, inspectionTies, inspectionComplaints],
  ],
  events: { ...checklistEvents, ...poolEvents, ...roundEvents, ...visitEvents },
  facts: roundFacts,
} satisfies Partial<Context>;
