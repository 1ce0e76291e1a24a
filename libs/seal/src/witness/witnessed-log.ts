import { parseCheckpoint, verifyConsistency, type Note, type VerifierKey } from '#transparency';
import { sha256 } from '../suites/index.js';
import { formatAddCheckpoint } from './add-checkpoint.js';

type Awaitable<T> = T | Promise<T>;
/** A checkpoint as its log keeps it: signed by the log, with the cosignatures that it has so far. */
export type LatestCheckpoint = Readonly<{ note: Note; size: number }>;

/** What collecting cosignatures asks of a log. */
export interface WitnessedLog {
  latest(): Awaitable<LatestCheckpoint | undefined>;
  consistency(from: number, to: number): Awaitable<readonly Uint8Array[]>;
  /** The size of the largest checkpoint that has this cosigner's signature; 0 when none has. */
  cosignedSize(key: VerifierKey): Awaitable<number>;
  /** Keeps a cosigned checkpoint, with whatever signatures the same checkpoint has already, and the keys of the witnesses who signed. */
  store(note: Note, witnesses: readonly VerifierKey[]): Awaitable<void>;
}

/** The `add-checkpoint` body for the latest checkpoint from a size that a witness cosigned before: for HTTP, or to be carried. */
export async function requestFrom(log: WitnessedLog, { note, size }: LatestCheckpoint, oldSize: number): Promise<string> {
  const path = oldSize === 0 ? [] : await log.consistency(oldSize, size);
  return formatAddCheckpoint({ oldSize, path, note });
}

/** How a checkpoint that comes back relates to what the log itself has. */
export type Relation = 'ours' | 'ahead' | 'forked';

/** `ahead`: somebody saw more of this log than it has, so it was rolled back. `forked`: somebody saw another history. */
export async function relationOf(log: WitnessedLog, text: string, latest: LatestCheckpoint): Promise<Relation> {
  const [theirs, own] = [parseCheckpoint(text), parseCheckpoint(latest.note.text)];
  if (theirs.size > own.size) return 'ahead';
  if (theirs.origin !== own.origin) return 'forked';
  const path = theirs.size === 0 ? [] : await log.consistency(theirs.size, own.size);
  return verifyConsistency(sha256, { from: theirs.size, to: own.size, fromRoot: theirs.root, toRoot: own.root, path }) ? 'ours' : 'forked';
}
