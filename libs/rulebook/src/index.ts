export * from './book.js';
export * from './book-in-force.js';
export * from './catalogue.js';
export { rulebookEvents } from './rulebook.events.js';
export type * from './rulebook.events.js';
