import { Rejection, type Command } from '#kernel';
import { SimulatedClock, seededEntropy, type CommandHead } from '#ledger';
import { ConsoleSink } from '#outbox';
import { validateBody } from '#ledger/nest';
import { openLedger, type OpenOptions, type Zelian } from '#zelian';
import { bodyOf, recordList } from '#zelian/nest';
import { STORY_SEED } from './ids.js';
import { STORY_START, type Driver, type Refusal } from './story.js';

/** Plays against a ledger in this process, through the same check of bodies as HTTP. */
export const inProcess = (zelian: Zelian): Driver => ({
  moveTo: (instant) => zelian.moveTo(instant),
  keep: async (bytes) => void (await zelian.putEvidence(bytes)),
  record: ({ type, data }: Command, head: CommandHead) =>
    answered(zelian, async () => zelian.record({ type, data: await validateBody(bodyOf(type), data) }, head)),
  bring: (wishes, actor) => answered(zelian, () => recordList(zelian, wishes, actor)),
});

/** The refusal, if it was refused; else all that follows has been done. */
async function answered(zelian: Zelian, work: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Rejection) return { code: error.code, says: error.text.en };
    throw error;
  }
  await zelian.drain();
  return undefined;
}

/** A ledger for the story: simulated clock, seeded entropy, so that its bytes are the same everywhere; its notices reach nobody and are on record. */
export const openForStory = (options: OpenOptions = {}): Promise<Zelian> =>
  openLedger({ noticeSink: new ConsoleSink(() => undefined), clock: new SimulatedClock(STORY_START), entropy: seededEntropy(STORY_SEED), ...options });
