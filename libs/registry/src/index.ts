export { DUTY_KIND_ZH, DUTY_KINDS, FIVE_ONES, isFiveOnes } from './registry.events.js';
export { registryContext } from './registry.context.js';
export type * from './commands.js';
export type * from './registry.events.js';
export type * from './rows.js';
