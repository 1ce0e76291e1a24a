export * from './hash.js';
export * from './tree.js';
