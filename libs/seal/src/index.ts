export * from './suites/index.js';
export * from './witness/index.js';
