import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

export type Machine = Readonly<{ cpu: string; cores: number; memoryBytes: number; system: string; arch: string }>;

export function machineOf(): Machine {
  const all = cpus();
  return { cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length, memoryBytes: totalmem(), system: `${platform()} ${release()}`, arch: arch() };
}

/** Which code was measured, and on what it ran: figures without these cannot be compared with anything. */
export function versionsOf(): Readonly<{ commit: string; versions: Readonly<Record<string, string>> }> {
  const root = projectRoot();
  const { name, version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  const sqlite = '@photostructure/sqlite';
  return {
    commit: status === 0 ? stdout.trim() : 'unknown',
    versions: { node: process.versions.node, [name]: version, [sqlite]: dependencies[sqlite] ?? 'unknown' },
  };
}

type Package = Readonly<{ name: string; version: string; dependencies: Readonly<Record<string, string>> }>;

/** The nearest folder above with a package.json: the clone, whether this runs from source or built. */
export function projectRoot(from = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  if (dirname(from) === from) throw new Error('no package.json above the program');
  return projectRoot(dirname(from));
}
