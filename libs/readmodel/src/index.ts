export * from './facts.js';
export { KeptRows } from './kept-rows.js';
export { Undecodable, type EventSource, type ViewAlarm } from './fold.js';
export * from './projector.js';
export * from './reader.js';
export * from './rebuild.js';
export * from './row-hash.js';
export * from './row-store.js';
export { SharedRows, type SharedPlace, type Turn } from './shared-rows.js';
