export type * from './appraisal.events.js';
export type * from './performance.events.js';
