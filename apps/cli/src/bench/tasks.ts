import type { Figures } from './goals.js';

/** What a child process is asked to measure (`sealEvery`: with the seal on, a checkpoint after so many events), in a directory of its own or in one that an earlier child filled. */
export type TaskKind = 'single' | 'clients' | 'batches' | 'rebuild' | 'moments' | 'verify' | 'prove' | 'dossier' | 'start' | 'crash';
export type Task = Readonly<{ kind: TaskKind; directory: string; events: number; seed: string; batch?: number; marked?: boolean; sealEvery?: number }>;

/** What a child says, a line each on its standard output. */
export type Said = Readonly<{ done: number; total: number }> | Readonly<{ figures: Figures }>;

export type Tell = (done: number, total: number) => void;
export type Measurement = (task: Task, tell: Tell) => Promise<Figures>;

/** Names of files that are asked for only so that a trace shows where the measured part begins and ends. */
export const MARKS = { begin: 'zelian-bench-begin', end: 'zelian-bench-end' } as const;
