import { KurrentStandIn } from '../../../../test/support/kurrentdb-stand-in/index.js';
import { eventLogContract } from '../contract/event-log.contract-suite.js';
import { openKurrentEventLog } from './index.js';

const standIns: KurrentStandIn[] = [];
afterAll(async () => {
  for (const standIn of standIns) await standIn.stop();
});

eventLogContract('kurrentdb (stand-in)', async () => {
  const standIn = await KurrentStandIn.start();
  standIns.push(standIn);
  return openKurrentEventLog({ uri: standIn.uri, development: true });
});
