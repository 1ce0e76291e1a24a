export * from './dossier/index.js';
export * from './suites/index.js';
