import type { AnyPolicy, Command, Facts, Need, Recorded } from '#kernel';
import { loadFacts } from '#readmodel';
import type { Bound } from './model.js';
import type { Lists } from './past.js';
import type { Batch, Segment } from './segments.js';
import type { StoredLedger } from './stored-ledger.js';
import type { World } from './world.js';

/**
 * Whether anything in a segment could come out otherwise in a world than it is stored: whether a decision, or a policy asked for one, reads or writes what
 * differs there. When not, the segment is the stored one, and that is proven rather than assumed: what a pure function reads is the same, so is what it says.
 */
export class Reach {
  constructor(private readonly started: ReadonlyMap<string, number>) {}

  async reaches(world: World, { batches }: Segment): Promise<boolean> {
    if (world.isAsStored) return false;
    for (const batch of batches) if (await this.batchReached(world, batch)) return true;
    return false;
  }

  private async batchReached(world: World, batch: Batch): Promise<boolean> {
    const [first] = batch as readonly [Recorded];
    if (world.streams.has(first.stream)) return true;
    if (first.origin !== 'policy') {
      const command = world.model.commandOf(batch);
      if (command && anyDiffers(world, world.model.needsOf(command))) return true;
    }
    for (const event of batch) {
      for (const bound of world.model.policiesOn(event.type)) {
        if ((this.started.get(bound.name) ?? -1) < event.position && (await policyReached(world, bound, { event, end: batch.at(-1)!.position }))) return true;
      }
    }
    return false;
  }
}

const anyDiffers = (world: World, needs: readonly Need[]): boolean => needs.some((need) => world.differs(need));

/** An event, and the end of its batch: where policies read. */
export type At = Readonly<{ event: Recorded; end: number }>;

type Stored = Readonly<{ base: StoredLedger; lists: Lists }>;

/** What is read after a position of the stored ledger. */
export const factsAt = (needs: readonly Need[], end: number, { base, lists }: Stored): Promise<Facts> =>
  loadFacts({ get: (view, key) => base.row(view, key, end), list: (view) => lists.at(view, end) }, needs, end);

/** What a policy sends for a stored event, asked with what it read then. */
export async function asked(policy: AnyPolicy, { event, end }: At, stored: Stored): Promise<readonly Command[]> {
  return policy.on[event.type]!(event, await factsAt(policy.needs?.[event.type]?.(event) ?? [], end, stored));
}

/** What a policy reads does not differ, nor does what its commands read and write: then it says nothing new. */
async function policyReached(world: World, { policy }: Bound, at: At): Promise<boolean> {
  const { model, past } = world;
  const needs = policy.needs?.[at.event.type]?.(at.event) ?? [];
  if (anyDiffers(world, needs)) return true;
  if (policy.reaches) return policy.reaches(at.event).some((stream) => world.streams.has(stream));
  return (await asked(policy, at, past)).some(
    (command) => world.streams.has(model.deciderOf(command.type).streamOf(command)) || anyDiffers(world, model.needsOf(command)),
  );
}
