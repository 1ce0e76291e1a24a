export * from './commands.js';
export * from './validators.js';
