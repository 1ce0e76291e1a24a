import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cron } from 'croner';
import { SealPolicy, type SealWhen } from './seal-policy.js';
import type { Zelian } from './zelian.js';

/** Where the server that owns a directory can be reached: verbs that write go through it. */
export type RunningServer = Readonly<{ url: string; pid: number }>;
const FILE = 'server.json';
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The server of a directory, if one runs. A file left behind by a killed server says nothing. */
export function runningServer(directory: string): RunningServer | undefined {
  const path = join(directory, FILE);
  if (!existsSync(path)) return undefined;
  const server = noteIn(readFileSync(path, 'utf8'));
  return server && isAlive(server.pid) ? server : undefined;
}

/** What a note says; half a note, left by a crash, says nothing. */
function noteIn(text: string): RunningServer | undefined {
  try {
    return JSON.parse(text) as RunningServer;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whole or not at all: another process may look at any moment. */
function announce(note: string, server: RunningServer): void {
  writeFileSync(`${note}.new`, JSON.stringify(server), { mode: 0o600 });
  renameSync(`${note}.new`, note);
}

/** The clock only wakes: which hours ended is read from what is due, so a missed minute is made up by the next. */
async function wake(zelian: Zelian): Promise<void> {
  await zelian.retryStopped();
  await zelian.endHours();
}

/** A carrier may be slow or silent: deliveries keep their own time, and no hour waits for them. */
async function send(zelian: Zelian): Promise<void> {
  await zelian.outbox.deliver();
}

const everyMinute = (work: () => Promise<void>): Cron => new Cron('* * * * *', { protect: true, catch: (error) => console.error(error) }, work);

type Closing = Readonly<{ close(): Promise<void> }>;
/** `ready` is told once other processes can find the server. `seal`: when it is sealed; absent, only when somebody asks. */
export type Serving = Readonly<{ ready?: () => void; seal?: SealWhen }>;

type Sealing = Readonly<{ tend(): Promise<void>; retry(): Promise<void>; stop(): void; finish(): Promise<void> }>;
const UNSEALED: Sealing = { tend: async () => undefined, retry: async () => undefined, stop: () => undefined, finish: async () => undefined };

/** The ledger sealed as it grows, where that is asked for and somebody may write. */
function sealed(zelian: Zelian, when: SealWhen | undefined): Sealing {
  if (!when || !zelian.parts.write) return UNSEALED;
  const policy = new SealPolicy(zelian, when, (error) => console.error(error));
  return { tend: () => policy.tend(), retry: () => policy.retry(), stop: policy.follow(), finish: () => policy.finish() };
}

/** Each checkpoint goes to the witnesses as soon as it is there, whoever asked for it, and what none cosigned yet when it begins. @returns the way to stop */
function witnessing({ parts: { witnessed, write } }: Zelian): () => Promise<void> {
  if (!witnessed || !write) return async () => undefined;
  const unsubscribe = write.sealer.subscribe(() => void witnessed.witnessing.tend());
  void witnessed.witnessing.tend();
  return async () => {
    unsubscribe();
    await witnessed.stop();
  };
}

/** What wakes each minute. A simulated clock stands while it is served, but what lies on disk may change in any ledger, and a full disk be made room on. */
function woken(zelian: Zelian, { tend, retry }: Sealing): readonly Cron[] {
  const { clock, write, watch, witnessed } = zelian.parts;
  const ifOurs = (work: () => Promise<void>) => async () => (zelian.duties.areOurs ? work() : undefined);
  const timed = (clock.kind === 'real' ? [() => wake(zelian), () => send(zelian), tend] : [retry]).map(ifOurs);
  // What a courier brought is counted without anybody being asked.
  const cosigned = witnessed && write ? [() => witnessed.witnessing.tend()] : [];
  return [...(write ? timed : []), ...cosigned, () => watch.step()].map(everyMinute);
}

/**
 * Keeps a served ledger at work until the process is told to stop: runners follow each append, due times become `HourEnded`. It is sealed as
 * it grows. The log is closed last.
 * @returns when everything is closed
 */
export async function whileServing(zelian: Zelian, url: string, app: Closing, { ready, seal }: Serving = {}): Promise<void> {
  const { directory } = zelian.parts;
  const note = directory === undefined ? undefined : join(directory, FILE);
  if (note !== undefined) announce(note, { url, pid: process.pid });
  const stopFollowing = zelian.follow((error) => console.error(error));
  const sealing = sealed(zelian, seal);
  const stopWitnessing = witnessing(zelian);
  const waking = woken(zelian, sealing);
  let stop: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (stop = resolve));
  // Heard until all is closed: the application passes the signal on when it has shut down, and that must not end the process before the ledger is closed.
  for (const signal of SIGNALS) process.on(signal, stop);
  ready?.();
  await told;
  for (const cron of waking) cron.stop();
  stopFollowing();
  sealing.stop();
  // Before the application: a dossier on its way would wait for a witness.
  await stopWitnessing();
  await app.close();
  await zelian.parts.watch.idle();
  await zelian.drain();
  await sealing.finish();
  if (note !== undefined) rmSync(note, { force: true });
  await zelian.close();
  for (const signal of SIGNALS) process.removeListener(signal, stop);
}
