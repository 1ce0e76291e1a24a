import { MongoStandIn } from '../../../../test/support/mongodb-stand-in/index.js';
import { rowStoreContract } from '../contract/row-store.contract-suite.js';
import { openMongoRowStore } from './index.js';

const standIns: MongoStandIn[] = [];
afterAll(async () => {
  for (const standIn of standIns) await standIn.stop();
});

rowStoreContract(
  'mongodb (stand-in)',
  async () => {
    const standIn = await MongoStandIn.start();
    standIns.push(standIn);
    return openMongoRowStore({ uri: standIn.uri });
  },
  100,
);
