import { Rejection, type Command } from '#kernel';
import { SimulatedClock, seededEntropy, type CommandHead } from '#ledger';
import { ConsoleSink } from '#outbox';
import { validateBody } from '#ledger/nest';
import { openLedger, type OpenOptions, type Zelian } from '#zelian';
import { requestsByContext } from '#zelian/nest';
import { STORY_SEED } from './ids.js';
import { STORY_START, type Driver } from './story.js';

const bodies = new Map(Object.values(requestsByContext).flatMap((requests) => (requests ?? []).map(({ type, body }) => [type, body] as const)));

/** Plays against a ledger in this process, through the same check of bodies as HTTP. */
export const inProcess = (zelian: Zelian): Driver => ({
  moveTo: (instant) => zelian.moveTo(instant),
  keep: async (bytes) => void (await zelian.putEvidence(bytes)),
  async record(command: Command, head: CommandHead) {
    const body = bodies.get(command.type);
    if (!body) throw new Error(`no body class for ${command.type}`);
    try {
      await zelian.record({ type: command.type, data: await validateBody(body, command.data) }, head);
    } catch (error) {
      if (error instanceof Rejection) return { code: error.code, says: error.text.en };
      throw error;
    }
    await zelian.drain();
    return undefined;
  },
});

/** A ledger for the story: simulated clock, seeded entropy, so that its bytes are the same everywhere; its notices reach nobody and are on record. */
export const openForStory = (options: OpenOptions = {}): Promise<Zelian> =>
  openLedger({ noticeSink: new ConsoleSink(() => undefined), ...options, clock: new SimulatedClock(STORY_START), entropy: seededEntropy(STORY_SEED) });
