import { vaultContract } from '../contract/vault.contract-suite.js';
import { MemoryVault } from './index.js';

vaultContract('memory', async () => new MemoryVault());
