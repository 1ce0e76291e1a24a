import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { backUp, openLedger, restore } from '#zelian';
import { faultsIn, type Account, type Acknowledged } from './crash.cycle.js';
import type { Attempt } from './steps.js';
import { tallyContexts } from './tally.context.js';

const BACKUPS = Number(process.env.ZELIAN_RUNS ?? 5);
jest.setTimeout(60_000 + BACKUPS * 10_000);

let folder: string;
let child: ChildProcess;
const directory = () => join(folder, 'ledger');
const output = () => join(folder, 'output');

/** What the writer has said so far; a line that is still being written says nothing yet. */
function accountNow(): Account {
  const account: Account = { tried: new Map(), acknowledged: new Map() };
  for (const line of readFileSync(output(), 'utf8').split('\n').slice(0, -1)) {
    const [kind, said] = [line.slice(0, line.indexOf(' ')), JSON.parse(line.slice(line.indexOf(' ') + 1)) as Attempt & Acknowledged];
    (kind === 'try' ? account.tried : account.acknowledged).set(said.commandId, said);
  }
  return account;
}
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`the writer ended with ${child.exitCode}`);
    await wait(10);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zelian-backup-fault-'));
  const [out, step] = [openSync(output(), 'w'), openSync(join(folder, 'step'), 'w')];
  const options = JSON.stringify({ directory: directory(), seed: 'backup', unanswered: [] });
  const args = ['-C', 'source', '-r', resolve('scripts/typescript.cjs'), resolve('test/faults/crash.child.ts'), options];
  child = spawn(process.execPath, args, { stdio: ['ignore', out, 'inherit', step] });
  closeSync(out);
  closeSync(step);
  await until(() => accountNow().acknowledged.size > 20);
});
afterAll(async () => {
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

/** A reader beside the writer takes a backup; it is restored, and held against what had been acknowledged before it began. */
async function cycle(number: number): Promise<Readonly<{ faults: readonly string[]; meanwhile: number; lost: number }>> {
  const before = accountNow().acknowledged;
  const reader = await openLedger({ directory: directory(), mode: 'read', contexts: tallyContexts() });
  const [out, restored] = [join(folder, `backup${number}`), join(folder, `restored${number}`)];
  expect(reader.parts.engines.owned).toBe(false);
  await backUp(reader.parts, { out, actor: { personId: 'person-tester' }, withVault: true });
  await reader.close();
  const { tried, acknowledged: after } = accountNow();
  cpSync(`${directory()}.keys`, `${restored}.keys`, { recursive: true, filter: (path) => !path.endsWith('.head') });
  const { events } = await restore({ from: out, directory: restored });
  const lost = [...before.values()].filter(({ position }) => position >= events).length;
  const within = new Map([...after].filter(([, { position }]) => position < events));
  // What was tried and is in the copy may be there without having been answered yet.
  return { faults: await faultsIn(restored, { tried, acknowledged: within }), meanwhile: after.size - before.size, lost };
}

it(`${BACKUPS} backups beside a writer: each verifies, restores, lacks nothing acknowledged before it began, and opens as a whole ledger`, async () => {
  let meanwhile = 0;
  for (let number = 0; number < BACKUPS; number++) {
    const { faults, lost, ...told } = await cycle(number);
    expect([faults, lost]).toEqual([[], 0]);
    meanwhile += told.meanwhile;
  }
  // Otherwise nobody wrote, and the test shows nothing.
  expect(meanwhile).toBeGreaterThan(0);
  expect(existsSync(join(directory(), 'ledger.db-wal'))).toBe(true);
});
