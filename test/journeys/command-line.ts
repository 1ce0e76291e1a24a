import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Rejection } from '#kernel';
import { run } from '../../apps/cli/src/program.js';

const ROOT = resolve(__dirname, '../..');
/** The command line from a clone, without a build. */
const COMMAND = ['-C', 'source', '-r', './scripts/typescript.cjs', 'apps/cli/src/main.ts'];
/** Where keys lie is said by each test, not by whoever runs the suite. */
const environment = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ZELIAN_')));

/** What a command line left: its exit code, what it said, and on which stream. */
export type Ended = Readonly<{ code: number; out: string; err: string; json<Document = Refused>(): Document }>;
export type Refused = Readonly<{ ok: false; code: string; messages: Rejection['text']; clause?: string }>;
const ended = (code: number, out: string, err: string): Ended => ({ code, out, err, json: <Document>() => JSON.parse(out) as Document });

const textOf = async (stream: Readable): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
const start = (args: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [...COMMAND, ...args], { cwd: ROOT, env: { ...environment(), ...more }, stdio: ['pipe', 'pipe', 'pipe'] });
const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((settle) => child.once('close', (code, signal) => settle(code ?? (signal === null ? -1 : -2))));

/** Runs a command line in a process of its own, as a user does, with more in its environment. */
export async function spawned(args: readonly string[], input = '', more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = start(args, more);
  child.stdin!.end(input);
  const [code, out, err] = await Promise.all([exitOf(child), textOf(child.stdout!), textOf(child.stderr!)]);
  return ended(code, out, err);
}

/** Runs a command line in this process: the same program, without the second that a process takes to start. */
export async function zelian(...args: readonly string[]): Promise<Ended> {
  const said = { out: '', err: '' };
  const listen = (stream: 'stdout' | 'stderr', name: keyof typeof said) =>
    jest.spyOn(process[stream], 'write').mockImplementation((chunk: string | Uint8Array) => {
      said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    });
  const spies = [listen('stdout', 'out'), listen('stderr', 'err')];
  try {
    return ended(await run(args), said.out, said.err);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A refusal: exit code 2 (1 where it is what a check found), and a code with a Chinese and an English message. @returns the code */
export function refusalOf({ code, json }: Ended, exit = 2): string {
  const refused = json();
  expect([code, refused.ok]).toEqual([exit, false]);
  expect(refused.messages.zh).toMatch(/\p{Script=Han}/u);
  expect(refused.messages.en).toMatch(/[a-z]{3}/);
  return refused.code;
}

/** A server of a data directory in a process of its own. */
export type Server = Readonly<{ url: string; err(): string; stop(signal: NodeJS.Signals): Promise<number> }>;

export async function serving(args: readonly string[], verb: readonly string[] = ['serve']): Promise<Server> {
  const child = start([...verb, '--port', '0', '--json', ...args]);
  const exit = exitOf(child);
  let [out, err] = ['', ''];
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const { url } = await new Promise<{ url: string }>((settle, fail) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      if (out.endsWith('}\n')) settle(JSON.parse(out) as { url: string });
    });
    void exit.then((code) => fail(new Error(`the server ended with ${code}: ${out}${err}`)));
  });
  return {
    url,
    err: () => err,
    stop: (signal) => {
      child.kill(signal);
      return exit;
    },
  };
}
