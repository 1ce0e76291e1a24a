export * from './commitments.js';
export * from './presenter.js';
export * from './vault.js';
