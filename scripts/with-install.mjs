#!/usr/bin/env node
// Runs a command of this project from any state of the clone: installs the locked dependencies when they are missing or differ,
// builds when a source has changed (--build), then runs the command. Needs nothing but Node.
// Usage: node scripts/with-install.mjs [--build] [-- COMMAND ARGUMENT…]
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clearStale, isBuilt, markBuilt, sourcesOf } from './built.mjs';
import { exclusively } from './exclusively.mjs';
import { isInstalled, markInstalled } from './installed.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const LOCK = join(ROOT, '.zelian-setup.lock');
const NODE_MIN = [20, 19];

/** Standard output belongs to the command; `npm run -s` asks for silence on the other one too. */
const say = (text) => process.env.npm_config_loglevel === 'silent' || process.stderr.write(`${text}\n`);

async function main(argv) {
  mustRunOnSupportedNode();
  const cut = argv.indexOf('--');
  const options = cut < 0 ? argv : argv.slice(0, cut);
  const command = cut < 0 ? [] : argv.slice(cut + 1);
  const build = options.includes('--build');
  if (!isReady(build))
    await exclusively(LOCK, () => makeReady(build), { onWait: (owner) => say(`等待另一进程完成安装… waiting for process ${owner} to finish setting up`) });
  return command.length === 0 ? 0 : run(command);
}

const isReady = (build) => isInstalled(ROOT) && (!build || isBuilt(ROOT, sourcesOf(ROOT)));

async function makeReady(build) {
  if (!isInstalled(ROOT)) {
    say('正在安装依赖… installing the locked dependencies (npm ci)');
    // Nothing in the lock needs its install script, so none is run, with any npm.
    await quietly(...npm('ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'));
    markInstalled(ROOT);
  }
  const sources = sourcesOf(ROOT);
  if (!build || isBuilt(ROOT, sources)) return;
  say('正在编译… building (nest build)');
  clearStale(ROOT, sources);
  await quietly(...resolved('nest', 'build'));
  markBuilt(ROOT, sources);
}

/** The npm that started us, else the one on the path. */
function npm(...args) {
  const running = process.env.npm_execpath;
  return running && /npm-cli\.c?js$/.test(running) ? [process.execPath, [running, ...args]] : ['npm', args];
}

function resolved(name, ...args) {
  if (name === 'node') return [process.execPath, args];
  const local = join(ROOT, 'node_modules/.bin', name);
  return [existsSync(local) ? local : name, args];
}

/** Output is kept back and shown only when the step fails. */
function quietly(file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new Error(`失败：${[file, ...args].join(' ')} failed with exit code ${code}`));
    });
  });
}

/** The command's own streams and exit code; a signal to us is a signal to it. */
function run([name, ...rest]) {
  const [file, args] = resolved(name, ...rest);
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' && name !== 'node' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function mustRunOnSupportedNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  throw new Error(`需要 Node.js ${NODE_MIN.join('.')} 或更高版本，当前为 ${process.versions.node} (Node.js ${NODE_MIN.join('.')} or newer is needed)`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
