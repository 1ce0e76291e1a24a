import { writeSync } from 'node:fs';
import { newCommandId, realClock, realEntropy } from '#ledger';
import { openLedger, type LogAt, type RowsAt, type Zelian } from '#zelian';
import { tallyContexts, type TotalRow } from './tally.context.js';

// One of several processes on one log: records on and on, follows, and runs the policies whenever it is on duty, until it is killed.

export type LeaseOptions = Readonly<{
  directory: string;
  keysFolder: string;
  logAt: LogAt;
  /** Absent: rows and private values of its own. */ rowsAt?: RowsAt;
  name: string;
}>;
const options = JSON.parse(process.argv[2]!) as LeaseOptions;
const POLL_MS = 20;
const say = (line: string): void => void writeSync(1, `${line}\n`);

async function recorded(zelian: Zelian): Promise<void> {
  const command = { type: 'Tally', data: { tally: options.name, count: 1, note: '私' } };
  await zelian.record(command, { actor: { personId: 'person-0001' }, commandId: newCommandId(realClock.now(), realEntropy) });
}

/** What this process has recorded is shown to it, by whoever keeps the rows and while nobody does; nothing that was shown goes away. */
class Shown {
  private tallied = 0;

  async look(zelian: Zelian): Promise<void> {
    const { row } = await zelian.reader.get('tally-totals', options.name);
    const { tallied } = (row ?? { tallied: 0 }) as TotalRow;
    if (tallied < this.tallied) throw new Error(`${tallied} tallied after ${this.tallied}`);
    this.tallied = tallied;
  }
}

/** No faster than the policies can follow: one more for each append that is heard of. */
async function somethingNew(zelian: Zelian, isStopping: () => boolean): Promise<void> {
  let isNew = false;
  const cancel = zelian.log.subscribe(() => (isNew = true));
  while (!isNew && !zelian.duties.areOurs && !isStopping()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  cancel();
}

async function main(): Promise<void> {
  const { name: _, ...where } = options;
  const zelian = await openLedger({ ...where, contexts: tallyContexts() });
  const shown = new Shown();
  let isStopping = false;
  process.on('SIGTERM', () => (isStopping = true));
  const stopFollowing = zelian.follow((error) => say(`fault ${String(error)}`));
  say('open');
  for (let wasOnDuty = false; !isStopping;) {
    await recorded(zelian);
    await shown.look(zelian);
    const { areOurs } = zelian.duties;
    if (areOurs !== wasOnDuty) say(areOurs ? 'on duty' : 'off duty');
    wasOnDuty = areOurs;
    if (areOurs) await zelian.drain();
    else await somethingNew(zelian, () => isStopping);
  }
  stopFollowing();
  await zelian.drain();
  await zelian.close();
}

main().catch((error: unknown) => {
  console.error(error);
  // At once: what is open would keep the process, and with it the lease.
  process.exit(1);
});
