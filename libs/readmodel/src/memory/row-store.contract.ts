import { rowStoreContract } from '../contract/row-store.contract-suite.js';
import { MemoryRowStore } from './index.js';

rowStoreContract('memory', async () => new MemoryRowStore(), 2_000);
