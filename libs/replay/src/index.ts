/**
 * The counterfactual: a ledger derived again as it is and as it would be had facts been different, and what differs. Nothing here writes anywhere.
 */
export type { StoredLedger, Product } from './stored-ledger.js';
export { editListSchema, parseEditList, type Edit, type EditList } from './edit-list.js';
export { chainOf, type Link } from './links.js';
export { Model } from './model.js';
export type { LeftOut } from './play.js';
export { eventNamed, planOf, type Plan } from './plan.js';
export type { Layout } from './lag.js';
export { ledgerLayout, replay, type Flagged, type Replayed } from './replay.js';
export type { World } from './world.js';
