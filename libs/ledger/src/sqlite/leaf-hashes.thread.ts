import { parentPort, workerData } from 'node:worker_threads';
import { hashRun, type ThreadData } from './leaf-hashes.js';
import { openSqliteEventLog } from './open.js';

/** So many runs lie ready at most: half a megabyte of hashes. */
const AHEAD_MAX = 64;

const { directory, from, markedType, taken } = workerData as ThreadData;
const log = openSqliteEventLog(directory, { readOnly: true });
let sent = 0;
for (const run of log.readLeafRuns(from, markedType)) {
  for (let seen = Atomics.load(taken, 0); sent - seen >= AHEAD_MAX; seen = Atomics.load(taken, 0)) Atomics.wait(taken, 0, seen);
  const hashed = hashRun(run);
  parentPort!.postMessage(hashed, [hashed.hashes.buffer as ArrayBuffer]);
  sent++;
}
void log.close();
