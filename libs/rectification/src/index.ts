export { rectificationContext } from './rectification.context.js';
