export * from './memory-checkpoints.js';
export * from './memory-head.js';
