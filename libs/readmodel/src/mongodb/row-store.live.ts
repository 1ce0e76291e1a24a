import { onLiveMongo } from '../../../../test/support/live.js';
import { rowStoreContract } from '../contract/row-store.contract-suite.js';
import { openMongoRowStore } from './index.js';

onLiveMongo((place) => rowStoreContract('mongodb (live)', async () => openMongoRowStore(await place()), 20));
