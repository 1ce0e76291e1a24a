import { MongoStandIn } from '../../../../test/support/mongodb-stand-in/index.js';
import { vaultContract } from '../contract/vault.contract-suite.js';
import { openMongoVault } from './index.js';

const standIns: MongoStandIn[] = [];
afterAll(async () => {
  for (const standIn of standIns) await standIn.stop();
});

vaultContract('mongodb (stand-in)', async () => {
  const standIn = await MongoStandIn.start();
  standIns.push(standIn);
  return openMongoVault({ uri: standIn.uri });
});
