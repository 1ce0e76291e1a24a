export * from './commands.js';
export * from './validate.js';
export * from './validators.js';
