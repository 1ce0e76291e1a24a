export * from './accept.js';
export * from './audit-log.js';
export * from './audit-state.js';
export { auditedLog, type AuditedLog } from './audited.js';
export * from './auditor-key.js';
export { checkFork, formatFork, isForkFile } from './fork-file.js';
export * from './fraud-file.js';
