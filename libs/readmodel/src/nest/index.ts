export * from './query.js';
export * from './view.controller.js';
