import { positionStoreContract } from '../contract/position-store.contract-suite.js';
import { MemoryPositionStore } from './index.js';

positionStoreContract('memory', async () => new MemoryPositionStore());
