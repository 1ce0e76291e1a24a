export type * from './case-file.js';
export { screenedDecision } from './decided.js';
export { faultOfCode } from './faults.js';
export type * from './sighting.js';
export { NOTHING_FOUND, screenGrounds } from './screen.js';
export type { GroundAnswer, Screen } from './screen.js';
