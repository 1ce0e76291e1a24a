import { evidenceStoreContract, SIZE_BYTES_MAX } from '../contract/evidence-store.contract-suite.js';
import { MemoryEvidenceStore } from './index.js';

evidenceStoreContract('memory', async () => new MemoryEvidenceStore(SIZE_BYTES_MAX));
