import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Ran = Readonly<{ code: number | null; stdout: string; stderr: string }>;

/** A project of one local package whose only program is a `nest` that builds by copying and keeps count: install and build for real, without network. */
let root: string;
const write = (file: string, text: string) => {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
};
const NEST = `#!/usr/bin/env node
const fs = require('node:fs');
const source = fs.readFileSync('apps/cli/src/main.ts', 'utf8');
fs.appendFileSync('builds.log', 'built\\n');
if (source.includes('broken')) { console.log('error in the sources'); process.exit(1); }
fs.mkdirSync('dist/apps/cli/src', { recursive: true });
fs.writeFileSync('dist/apps/cli/src/main.js', source);
`;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'zelian-install-'));
  cpSync(__dirname, join(root, 'scripts'), { recursive: true });
  write('package.json', JSON.stringify({ name: 'small', version: '1.0.0', dependencies: { builder: 'file:./builder' } }));
  write('builder/package.json', JSON.stringify({ name: 'builder', version: '1.0.0', bin: { nest: 'nest.js' } }));
  write('builder/nest.js', NEST);
  write('apps/cli/src/main.ts', "console.log('told', process.argv.slice(2).join(' '));");
  write('libs/a/src/a.ts', 'export {};');
  execFileSync('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: root, stdio: 'pipe' });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['scripts/with-install.mjs', ...args], {
    cwd: root,
    env: { ...process.env, npm_config_loglevel: 'notice', npm_execpath: '', ...env },
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (chunk: string) => (output[stream] += chunk));
  return { child, ended: new Promise<Ran>((resolve) => child.on('close', (code) => resolve({ code, ...output }))) };
}
const run = (args: readonly string[], env?: NodeJS.ProcessEnv) => start(args, env).ended;
const told = (...args: readonly string[]) => run(['--build', '--', 'node', 'dist/apps/cli/src/main.js', ...args]);
const builds = () => readFileSync(join(root, 'builds.log'), 'utf8').split('\n').length - 1;

describe('with-install', () => {
  it('installs and builds once for two that start together; standard output is the command’s', async () => {
    const [a, b] = await Promise.all([told('one'), told('two')]);
    expect([a.code, a.stdout, b.code, b.stdout]).toEqual([0, 'told one\n', 0, 'told two\n']);
    expect(builds()).toBe(1);
    expect(existsSync(join(root, '.zelian-setup.lock'))).toBe(false);
  });
  it('does nothing when nothing changed, not even talk', async () => {
    expect(await told('again')).toEqual({ code: 0, stdout: 'told again\n', stderr: '' });
    expect(builds()).toBe(1);
  });
  it('builds when the content of a source changed, not for a test or a touched file', async () => {
    write('libs/a/src/a.ts', 'export {};');
    write('libs/a/src/a.spec.ts', 'export {};');
    await told();
    expect(builds()).toBe(1);
    write('libs/a/src/a.ts', 'export const a = 1;');
    await told();
    expect(builds()).toBe(2);
  });
  it('leaves no output behind of a source that is gone', async () => {
    write('dist/libs/a/src/a.js', '');
    rmSync(join(root, 'libs/a/src/a.ts'));
    await told();
    expect(existsSync(join(root, 'dist/libs/a/src/a.js'))).toBe(false);
  });
  it('shows a failed build on standard error, fails, and builds again next time', async () => {
    const sound = readFileSync(join(root, 'apps/cli/src/main.ts'), 'utf8');
    write('apps/cli/src/main.ts', 'broken');
    expect(await told()).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('error in the sources') });
    write('apps/cli/src/main.ts', sound);
    expect(await told('mended')).toMatchObject({ code: 0, stdout: 'told mended\n' });
  });
  it('installs again when the lock changed, silently for `npm run -s`', async () => {
    write('package-lock.json', readFileSync(join(root, 'package-lock.json'), 'utf8').replace('"builder": "file:./builder"', '"builder":  "file:./builder"'));
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(await run(['--', 'node', '-p', '1'], { npm_config_loglevel: 'silent' })).toEqual({ code: 0, stdout: '1\n', stderr: '' });
    expect(existsSync(join(root, 'node_modules/builder'))).toBe(true);
  });
  it('gives back the command’s exit code, and passes a signal on', async () => {
    expect((await run(['--', 'node', '-e', 'process.exit(7)'])).code).toBe(7);
    const { child, ended } = start(['--', 'node', '-e', "process.on('SIGTERM', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1000)"]);
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect((await ended).code).toBe(9);
  });
});

describe('exclusively', () => {
  it('lets one at a time through, past the lock of a dead process', async () => {
    const counter = join(root, 'counter');
    const lock = join(root, 'counter.lock');
    writeFileSync(counter, '0');
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.on('close', resolve));
    writeFileSync(lock, String(dead.pid));
    const count = `import { exclusively } from './scripts/exclusively.mjs'; import fs from 'node:fs';
      await exclusively('${lock}', async () => { const n = Number(fs.readFileSync('${counter}')); await new Promise((r) => setTimeout(r, 20)); fs.writeFileSync('${counter}', String(n + 1)); });`;
    const one = () => new Promise((resolve) => spawn(process.execPath, ['--input-type=module', '-e', count], { cwd: root }).on('close', resolve));
    expect(await Promise.all(Array.from({ length: 8 }, one))).toEqual(Array(8).fill(0));
    expect(readFileSync(counter, 'utf8')).toBe('8');
    expect(existsSync(lock)).toBe(false);
  });
});
