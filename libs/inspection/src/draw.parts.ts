import { subjectIdsIn, type Context, type EventDefinition } from '#kernel';
import { drawBodies } from './draw-bodies.view.js';
import { drawRegister } from './draw-register.view.js';
import { drawDecider } from './draw.decider.js';
import { drawEvents } from './draw.events.js';
import { drawnAssignments } from './drawn-assignments.view.js';
import { drawnVillageDecider, type DrawnVillageAssigned } from './drawn-village.decider.js';
import { drawnVisits } from './drawn-visits.view.js';
import { roundDraws } from './round-draws.view.js';

const drawnVillageEvents: Readonly<Record<DrawnVillageAssigned['type'], EventDefinition>> = {
  DrawnVillageAssigned: { kind: 'act', version: 1, zh: '抽中村派组', subjectsOf: subjectIdsIn },
};

/** The context's part about drawing lots: which villages and households are visited. */
export const drawParts = {
  deciders: [drawDecider, drawnVillageDecider],
  views: [drawRegister, roundDraws, drawnVisits, drawBodies, drawnAssignments],
  events: { ...drawEvents, ...drawnVillageEvents },
} satisfies Partial<Context>;
