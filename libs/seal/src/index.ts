export * from './audit/index.js';
export * from './checkpoint-store.js';
export * from './read-event.js';
export { sealContext, sealDecider, SEAL_STREAM, type SealCommand, type SealEvent, type SealKeyAdopted, type SubjectIndexRecorded } from './seal.context.js';
export * from './seal-keys.js';
export * from './sealer.js';
export * from './suites/index.js';
export * from './taken-leaves.js';
