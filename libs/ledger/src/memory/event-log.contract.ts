import { eventLogContract } from '../contract/event-log.contract-suite.js';
import { MemoryEventLog } from './index.js';

eventLogContract('memory', async () => new MemoryEventLog());
