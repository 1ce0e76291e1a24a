import type { Need, Recorded } from '#kernel';
import { loadFacts } from '#readmodel';
import type { Bound } from './model.js';
import type { Batch, Segment } from './segments.js';
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

/** What a policy reads does not differ, nor does what its commands read and write: then it says nothing new. */
async function policyReached(world: World, { policy }: Bound, { event, end }: Readonly<{ event: Recorded; end: number }>): Promise<boolean> {
  const { model, past } = world;
  const needs = policy.needs?.[event.type]?.(event) ?? [];
  if (anyDiffers(world, needs)) return true;
  if (policy.reaches) return policy.reaches(event).some((stream) => world.streams.has(stream));
  const { base } = past;
  const facts = await loadFacts({ get: (view, key) => base.row(view, key, end), list: (view) => past.list(view, end) }, needs, end);
  return policy.on[event.type]!(event, facts).some(
    (command) => world.streams.has(model.deciderOf(command.type).streamOf(command)) || anyDiffers(world, model.needsOf(command)),
  );
}
