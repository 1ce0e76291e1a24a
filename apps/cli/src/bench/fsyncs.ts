import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measuredIn } from './children.js';
import { MARKS, type Task } from './tasks.js';

/** Whether system calls can be traced here: the tool may be absent, and a sandbox may forbid it. */
export const canTrace = (): boolean => spawnSync('strace', ['-qq', '-e', 'trace=none', process.execPath, '-e', '0'], { stdio: 'ignore' }).status === 0;

/**
 * How often the file system was asked to sync, per event, counted by the kernel's own record of the calls and not by ours. The probe syncs in the same
 * process; its calls are known in number and taken off.
 */
export async function fsyncsPerEvent(task: Task): Promise<number> {
  const trace = join(task.directory, '..', `${task.kind}.trace`);
  const { probeWrites, events } = await measuredIn({ ...task, marked: true }, { tracedTo: trace });
  const lines = readFileSync(trace, 'utf8').split('\n');
  const at = (mark: string): number => {
    const index = lines.findIndex((line) => line.includes(mark));
    if (index === -1) throw new Error(`the trace does not show ${mark}`);
    return index;
  };
  const calls = lines.slice(at(MARKS.begin), at(MARKS.end)).filter((line) => /\b(fsync|fdatasync)\(/.test(line));
  return (calls.length - probeWrites!) / events!;
}
