import { parentPort, workerData } from 'node:worker_threads';
import { Turns, hashesOf, type Hashed, type ThreadData } from './leaf-hashes.js';
import { openSqliteEventLog } from './open.js';

const { directory, from, markedType, shared } = workerData as ThreadData;
const turns = new Turns(shared);
const log = openSqliteEventLog(directory, { readOnly: true });
const ask = { from, runAt: log.leafRuns(markedType) };
for (let run = turns.claimPatiently(); run !== undefined; run = turns.claimPatiently()) {
  const hashed = hashesOf(ask, run);
  if (!hashed) break;
  parentPort!.postMessage({ run, hashed } satisfies Hashed, [hashed.hashes.buffer as ArrayBuffer]);
}
void log.close();
