export * from './proofs.js';
export * from './subjects.js';
export * from './tree.js';
