import type { Actor } from '#kernel';
import type { EventLog, Keys } from '#ledger';
import type { CheckpointStore, SealHead } from './checkpoint-store.js';
import type { SealCommand } from './seal.context.js';
import type { SealKeys } from './seal-keys.js';
import type { TakenLeaves } from './taken-leaves.js';

/** What the seal is given to work with. */
export type SealPorts = Readonly<{
  /** What the log is called wherever its checkpoints go; never changes. */
  origin: string;
  log: Pick<EventLog, 'readLeaves' | 'head'>;
  mac: Pick<Keys, 'verify'>;
  taken: Pick<TakenLeaves, 'take'>;
  keys: SealKeys;
  head: SealHead;
  /** Whether the log can be put back or copied as files can: nothing is then signed unless `head` knows all that was. */
  mustKnow: boolean;
  store: CheckpointStore;
  entropy(length: number, purpose: string): Buffer;
  /** Records one of the seal's own events; answers with its position. `by`: whose word it is, where it is somebody's. */
  record(command: SealCommand, by?: Actor): Promise<number>;
}>;
