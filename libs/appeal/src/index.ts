export * from './grounds/index.js';
