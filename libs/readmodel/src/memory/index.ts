export * from './memory-row-store.js';
