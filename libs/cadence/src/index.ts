export { cadenceContext } from './cadence.context.js';
