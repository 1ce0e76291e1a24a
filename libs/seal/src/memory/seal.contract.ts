import { checkpointStoreContract } from '../contract/checkpoint-store.contract-suite.js';
import { sealHeadContract } from '../contract/seal-head.contract-suite.js';
import { MemoryCheckpoints, MemoryHead } from './index.js';

checkpointStoreContract('memory', () => new MemoryCheckpoints());
sealHeadContract('memory', () => new MemoryHead());
