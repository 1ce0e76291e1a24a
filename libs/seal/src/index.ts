export * from './suites/index.js';
