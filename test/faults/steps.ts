/** Everything between a wish and what follows from it. The child writes where it is as one byte; its place here is the byte. */
export const STEPS = [
  'starting',
  'opened',
  'deciding',
  'queued',
  'begun',
  'inserted',
  'committed',
  'acknowledged',
  'policy reacting',
  'policy ran',
  'position stored',
  'views caught up',
] as const;
export type Step = (typeof STEPS)[number];

/** One command: `count` events under one command id. Sent again after a crash when nobody acknowledged it. */
export type Attempt = Readonly<{ commandId: string; tally: string; count: number }>;
/** What a child is told. Its standard output is the record of what it tried and what was acknowledged; descriptor 3 is the step. */
export type ChildOptions = Readonly<{
  directory: string;
  seed: string;
  /** Commands of earlier children whose acknowledgement was never seen. */
  unanswered: readonly Attempt[];
  /** Kills itself at the n-th time that it gets to a step; otherwise it goes on until it is killed. */
  killAt?: Readonly<{ step: Step; time: number }>;
}>;
