import { measureBatches, measureClients, measureSingle } from './appends.js';
import { measureDossier } from './dossier.js';
import { measureMoments } from './moments.js';
import { measureProving } from './proving.js';
import { measureRebuild } from './rebuilding.js';
import { appendUntilKilled, measureStart } from './starting.js';
import type { Measurement, Said, Task, TaskKind } from './tasks.js';
import { measureVerify } from './verifying.js';

const MEASUREMENTS: Readonly<Record<TaskKind, Measurement>> = {
  single: measureSingle,
  clients: measureClients,
  batches: measureBatches,
  rebuild: measureRebuild,
  moments: measureMoments,
  verify: measureVerify,
  prove: measureProving,
  dossier: measureDossier,
  start: measureStart,
  crash: appendUntilKilled,
};

const say = (said: Said): void => void process.stdout.write(`${JSON.stringify(said)}\n`);

/** One measurement in a process of its own, so that no store disturbs another. The task is the one argument. */
async function main(text: string): Promise<void> {
  const task = JSON.parse(text) as Task;
  say({ figures: await MEASUREMENTS[task.kind](task, (done, total) => say({ done, total })) });
}

main(process.argv[2]!).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
