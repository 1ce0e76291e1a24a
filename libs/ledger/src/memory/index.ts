export * from './memory-event-log.js';
export * from './memory-position-store.js';
