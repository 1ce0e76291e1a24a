import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './tree.js';

export type Module = Readonly<{ source: string; dependencies: readonly Readonly<{ resolved: string; couldNotResolve: boolean }>[] }>;
export type Violation = Readonly<{ from: string; to: string; rule: Readonly<{ name: string }> }>;
export type Cruise = Readonly<{ modules: readonly Module[]; violations: readonly Violation[] }>;

/** Reads the import graph below a root with the project's own rules. */
export function cruise(root = ROOT, folders: readonly string[] = ['libs', 'apps', 'test']): Cruise {
  const program = join(ROOT, 'node_modules/.bin/depcruise');
  const { stdout, stderr } = spawnSync(program, [...folders, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no answer: ${stderr}`);
  const { modules, summary } = JSON.parse(stdout) as { modules: readonly Module[]; summary: { violations: readonly Violation[] } };
  return { modules, violations: summary.violations };
}
