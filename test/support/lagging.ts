import { dateOf, Rejection, type Actor, type Command } from '#kernel';
import type { CommandHead, SimulatedClock, Wish } from '#ledger';
import type { Zelian } from '#zelian';
import type { Driver, Refusal } from '../../apps/cli/src/story/story.js';

/** Whether the runners get their turn now. */
export type Turn = () => boolean;

/**
 * Plays with runners that follow only now and then. Who is refused because something had not been derived yet waits for the runners and asks again, as a
 * person would; a refusal that then stands is the story's own.
 */
export function lagging(zelian: Zelian, turn: Turn): Driver {
  return {
    async moveTo(instant) {
      const clock = zelian.parts.clock as SimulatedClock;
      // Hours end when they fall due, and nobody ends one over runners that have not followed: the lag is within a day.
      if (turn() || dateOf(instant) !== dateOf(clock.now())) return zelian.moveTo(instant);
      clock.moveTo(instant);
    },
    async keep(bytes) {
      await zelian.putEvidence(bytes);
    },
    record: (command: Command, head: CommandHead) => patiently(() => zelian.record(command, head)),
    bring: (wishes: readonly Wish[], actor: Actor) => patiently(() => zelian.recordMany(wishes, actor)),
  };

  async function patiently(work: () => Promise<unknown>): Promise<Refusal | undefined> {
    const first = await refusalOf(work);
    if (first === undefined) {
      if (turn()) await zelian.drain();
      return undefined;
    }
    await zelian.drain();
    return refusalOf(work);
  }
}

async function refusalOf(work: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return { code: error.code, says: error.text.en };
  }
}
