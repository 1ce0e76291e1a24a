import type { Context } from '#kernel';
import { drawBodies } from './draw-bodies.view.js';
import { drawRegister } from './draw-register.view.js';
import { drawDecider } from './draw.decider.js';
import { drawEvents } from './draw.events.js';
import { drawnVisits } from './drawn-visits.view.js';
import { roundDraws } from './round-draws.view.js';

/** The context's part about drawing lots: which villages and households are visited. */
export const drawParts = {
  deciders: [drawDecider],
  views: [drawRegister, roundDraws, drawnVisits, drawBodies],
  events: drawEvents,
} satisfies Partial<Context>;
