export { DUTY_KIND_ZH, DUTY_KINDS, FIVE_ONES, isFiveOnes } from './registry.events.js';
export { complaintsView, type ComplaintRegisterRow, type ComplaintTies } from './complaints.view.js';
export { COMPLAINT_ORGANS } from './complaint.decider.js';
export { COMPLAINT_RESULT_ZH, complaintEvents } from './complaint.events.js';
export { registryContext } from './registry.context.js';
/** The one rule of recusal and the rows it reads: the only run-time face that other contexts load (decision 13). */
export * from './recusal.js';
export { tiesView, type TiesEvent, type TiesRow } from './ties.view.js';
export type * from './commands.js';
export type * from './complaint.decider.js';
export type * from './complaint.events.js';
export type * from './registry.events.js';
export type * from './rows.js';
