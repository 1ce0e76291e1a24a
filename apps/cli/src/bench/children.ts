import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Figures } from './goals.js';
import { workerOf, workerOptions } from '../worker-of.js';
import type { Said, Task, Tell } from './tasks.js';

type Around = Readonly<{ tell?: Tell; tracedTo?: string }>;

function started(task: Task, tracedTo?: string): ChildProcess {
  const command = [process.execPath, ...workerOptions(), workerOf(__dirname), JSON.stringify(task)];
  const traced =
    tracedTo === undefined ? command : ['strace', '-f', '-qq', '-e', 'trace=fsync,fdatasync,access,faccessat,faccessat2', '-o', tracedTo, ...command];
  return spawn(traced[0]!, traced.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Measures in a child process. @throws Error when the child fails */
export async function measuredIn(task: Task, { tell = () => undefined, tracedTo }: Around = {}): Promise<Figures> {
  const child = started(task, tracedTo);
  let figures: Figures | undefined;
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  for await (const text of createInterface({ input: child.stdout! })) {
    const said = JSON.parse(text) as Said;
    if ('figures' in said) figures = said.figures;
    else tell(said.done, said.total);
  }
  const code = await ended;
  if (!figures || code !== 0) throw new Error(`the measurement ${task.kind} ended with exit code ${code}`);
  return figures;
}

/** Lets a child append until it has been answered for so many events, then kills it as hard as there is. */
export async function killedAfter(task: Task, events: number): Promise<void> {
  const child = started(task);
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  let reached = false;
  for await (const text of createInterface({ input: child.stdout! })) {
    const said = JSON.parse(text) as Said;
    if (reached || !('done' in said) || said.done < events) continue;
    reached = true;
    child.kill('SIGKILL');
  }
  await ended;
  if (!reached) throw new Error(`the child ended before it could be killed (exit code ${child.exitCode})`);
}
