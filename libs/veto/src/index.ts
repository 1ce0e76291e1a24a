export { vetoContext } from './veto.context.js';
export { vetoDecider } from './veto.decider.js';
export type * from './veto.commands.js';
export { VETO_STATE_ZH, WITHOUT_AUTHORITY } from './veto.events.js';
export type * from './veto.events.js';
export type { VetoBasisRow, VetoRow } from './veto-register.view.js';
