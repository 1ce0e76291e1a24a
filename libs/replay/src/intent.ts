import type { Actor, Command, Instant, Need, Origin, Recorded, Seen } from '#kernel';

/** What somebody sends; a policy names its cause, and the batch at whose end it reads. */
export type Intent = Readonly<{
  command: Command;
  commandId: string;
  actor: Actor;
  origin: Origin;
  recordedAt: Instant;
  seen?: readonly Seen[];
  cause?: Readonly<{ event: Recorded; batch: number }>;
}>;
export type Derivation = Readonly<{ command: Command; commandId: string; policy: string; cause: NonNullable<Intent['cause']> }>;
/** What a decision read: rows, whole views (`ALL`), and its stream. */
export type Reads = Readonly<{ stream: string; needs: readonly Need[] }>;
/** A command of a policy that the rules refused: in a ledger its runner would stand still here. */
export type Stuck = Readonly<{ policy: string; commandType: string; code: string }>;
