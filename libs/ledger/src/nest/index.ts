export * from './body-schema.js';
export * from './commands.js';
export { wordsOf, type FieldError } from './field-errors.js';
export * from './head.js';
export * from './validate.js';
export * from './validators.js';
