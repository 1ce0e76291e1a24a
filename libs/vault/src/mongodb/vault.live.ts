import { onLiveMongo } from '../../../../test/support/live.js';
import { vaultContract } from '../contract/vault.contract-suite.js';
import { openMongoVault } from './index.js';

onLiveMongo((place) => vaultContract('mongodb (live)', async () => openMongoVault(await place())));
