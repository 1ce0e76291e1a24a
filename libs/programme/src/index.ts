export { programmeContext } from './programme.context.js';
export { EXIT_STATUS_ZH } from './rows.js';
export { PINGLI_11236 } from './trees/pingli-11236.js';
export type * from './commands.js';
export type * from './programme.events.js';
export type * from './rows.js';
export type * from './households.events.js';
