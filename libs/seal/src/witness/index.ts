export { formatAddCheckpoint, parseAddCheckpoint, type AddCheckpoint } from './add-checkpoint.js';
export { CheckpointFolder } from './checkpoint-folder.js';
export { collectCosignatures, isAlarm, judged, Unreachable, type Collected, type Outcome, type OutcomeCode, type Said, type Submit } from './collect.js';
export { acceptCarried, carriedAnswer, carriedRequest, type Accepted, type CarriedAnswer, type CarriedRequest } from './courier.js';
export { areFrames, framesOf, qrSvg, textFrom } from './frames.js';
export { initWitness, openWitness, type NewWitness, type OpenWitness } from './open-witness.js';
export {
  backing,
  judge,
  parsePolicy,
  quorumTime,
  type Backing,
  type Judgement,
  type Policy,
  type PolicyLog,
  type PolicyWitness,
  type Quorum,
} from './policy.js';
export { serveWitness, type WitnessServer } from './serve-witness.js';
export { createWitnessStore, openWitnessStore } from './sqlite-witness-store.js';
export { submitOverHttp } from './submit-http.js';
export { createWitnessKey, readWitnessKeys, WITNESS_SUITE_NAMES, WITNESS_SUITES, witnessKeysFolder } from './witness-keys.js';
export type { Contradiction, Cosigned, WitnessStore } from './witness-store.js';
export { Witness, type WitnessAnswer, type WitnessParts, type WitnessStep } from './witness.js';
export { Witnessing, type WitnessesState, type WitnessingPorts, type WitnessState } from './witnessing.js';
export { type LatestCheckpoint, type WitnessedLog } from './witnessed-log.js';
