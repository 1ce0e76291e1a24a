export * from './access-log.js';
export { GENESIS, headAfter, type Head } from './chain.js';
