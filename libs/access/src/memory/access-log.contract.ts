import { accessContract } from '../contract/access-log.contract-suite.js';
import { MemoryAccessLog } from './index.js';

accessContract('memory', async (keys) => new MemoryAccessLog(keys));
