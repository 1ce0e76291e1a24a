export { inspectionContext } from './inspection.context.js';
export type * from './finding.events.js';
export type * from './visit.events.js';
